import type { AuthservTrust, TrustRecord } from "../knowledge.ts";
import { LEVELS, type MinimumLevel } from "../level.ts";
import { domainOf } from "../message/addr-spec.ts";
import { toALabel } from "../message/domain.ts";
import type { OwnPolicies, PolicyLayers } from "../policies.ts";
import { type RevokedKey, withRevoked } from "../trust/revoked.ts";
import type { Effective, Resolved } from "./resolve.ts";

/** The trust records that hold: those of the policy, and of the user's own those of other organisations, unless locked. */
export function trustInEffect(
  { trust }: Pick<Effective, "trust">,
  own: readonly TrustRecord[],
  revoked: readonly RevokedKey[],
): readonly TrustRecord[] {
  const others = trust.locked
    ? []
    : own.filter(({ org_id }) => !trust.value.some((record) => record.org_id === org_id));
  return [...trust.value, ...others].map((record) =>
    record.keys === undefined ? record : { ...record, keys: withRevoked(record.org_id, record.keys, revoked) },
  );
}

/** Entries that stand side by side: those of the policy, and the user's own unless locked. */
export function withOwn({ value, locked }: Resolved<readonly string[]>, own: readonly string[]): readonly string[] {
  return [...new Set([...value, ...(locked ? [] : own)])];
}

/** The level below which good news is not shown, with who wants it so; undefined where all of it is. */
export function levelInEffect({ minimumLevel }: Pick<Effective, "minimumLevel">): MinimumLevel | undefined {
  const { value: level, origin } = minimumLevel;
  return level === LEVELS[0] ? undefined : { level, by: origin === "user" ? "user" : "policy" };
}

/**
 * The servers believed for one account: the policy's where it names a domain of the account, else the user's unless
 * locked (T30).
 *
 * @param domains of the account's own addresses, lower-case A-labels
 */
export function serversFor(
  { mailServers }: Pick<Effective, "mailServers">,
  domains: readonly string[],
  own: readonly AuthservTrust[],
): readonly AuthservTrust[] {
  const decided = mailServers.value
    .filter(({ accountDomain }) => domains.includes(accountDomain))
    .map(({ accountDomain: _, ...server }) => server);
  return decided.length > 0 ? decided : mailServers.locked ? [] : own;
}

/** A site whose mail is read, and own addresses there. */
interface Site {
  readonly origin: string;
  readonly addresses: readonly string[];
  /** Kept for its addresses alone: it was the policy that named the site. */
  readonly byPolicy?: true;
}

/** The webmails that are named: those of the policy, and the user's own beside them, unless locked (EXT-10). */
export function sitesInEffect(
  { webmailSites }: Pick<Effective, "webmailSites">,
  kept: readonly Site[],
): readonly Site[] {
  const decided = webmailSites.value.map(
    (origin) => kept.find((site) => site.origin === origin) ?? { origin, addresses: [] },
  );
  const own = kept.filter(({ origin, byPolicy }) => byPolicy !== true && !webmailSites.value.includes(origin));
  return webmailSites.locked ? decided : [...decided, ...own];
}

/**
 * The policies for each own address (3-protocols 4.1): the user's own rules unless they are locked, those of the
 * administrator for the address's domain, and the published ones.
 */
export function rulesInEffect(
  { recipientRules }: Pick<Effective, "recipientRules">,
  own: readonly OwnPolicies[],
  addresses: readonly string[],
): readonly OwnPolicies[] {
  return addresses.flatMap((address) => {
    const domain = toALabel(domainOf(address));
    const { user, published } = own.find((entry) => entry.address === address) ?? {};
    const managed = recipientRules.value.flatMap(({ accountDomain, policy: { v: _, ...policy } }) =>
      accountDomain === domain ? [policy] : [],
    )[0];
    const layers: PolicyLayers = {
      ...(user && !recipientRules.locked && { user }),
      ...(managed && { managed }),
      ...(published && { published }),
    };
    return Object.keys(layers).length === 0 ? [] : [{ address, ...layers }];
  });
}
