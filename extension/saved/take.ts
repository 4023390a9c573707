import type { AuthservTrust, DomainServer, SavedSettings, TrustRecord } from "../../core/index.ts";
import type { AccountShown } from "../client.ts";
import { database } from "../database.ts";
import { setUserPolicy, usePublished } from "../ipp/policies.ts";
import { domainsOf } from "../policy/effective.ts";
import { takeInKey } from "../sealed/recipients.ts";
import { putKey } from "../state/known-keys.ts";
import { type StoredSettings, setSettings } from "../state/settings.ts";
import { putTrust } from "../state/trust.ts";

/**
 * Takes a file over: its settings become the user's own, its organisations, keys and rules are added to those there are.
 * What an administrator decided stays decided. The person who chose the file answers for the keys in it, whatever the
 * file says of them (ADM-09).
 * @param now epoch seconds
 */
export async function takeSettings(
  { values, keys, personal }: SavedSettings,
  accounts: readonly AccountShown[],
  now: number,
): Promise<void> {
  const { trust = [], mailServers = [], certifiers, mt2Authorities, clientMxType } = values;
  const { arrival, keepHistory, lookups, minimumLevel, resolver } = values;
  const addedAt = new Date(now * 1000).toISOString().replace(".000", "");
  for (const record of trust) await putTrust(asOwn(record, addedAt));
  for (const key of keys) await putKey({ ...key, proof: { how: "user", at: now } });
  const stored = (await (await database()).get("settings", "settings")) ?? {};
  const { mark, ippDomains, tellSenders } = personal;
  await setSettings({
    ...(keepHistory !== undefined && { keepHistory }),
    ...(arrival !== undefined && { arrival }),
    ...(minimumLevel !== undefined && { minimumLevel }),
    ...(clientMxType !== undefined && { clientMxType }),
    ...(certifiers !== undefined && { certifiers: union(stored.certifiers, certifiers) }),
    ...(mt2Authorities !== undefined && { mt2Authorities: union(stored.mt2Authorities, mt2Authorities) }),
    ...(mark !== undefined && { mark }),
    ...(ippDomains !== undefined && { ippDomains: union(stored.ippDomains, ippDomains) }),
    ...(tellSenders !== undefined && { tellSenders }),
    webmails: withSites(stored, values.webmailSites ?? [], personal.webmails ?? []),
    authserv: { ...stored.authserv, ...serversFor(mailServers, accounts) },
  });
  await storeLookups({ ...(lookups && { mode: lookups }), ...(resolver && { resolver }) });
  for (const { address, rules, published } of personal.rules ?? []) {
    if (rules !== undefined) await setUserPolicy(address, rules);
    await usePublished(address, published);
  }
  for (const { address, jwk } of personal.recipientKeys ?? []) await takeInKey(address, JSON.stringify(jwk), now);
}

const asOwn = (record: TrustRecord, addedAt: string): TrustRecord => ({ ...record, source: "user", addedAt });

const union = (before: readonly string[] = [], more: readonly string[]) => [...new Set([...before, ...more])];

/** A site that the file does not name for the user was the policy's there, and is kept for its addresses alone. */
function withSites(
  { webmails: before = [] }: StoredSettings,
  named: readonly string[],
  sites: NonNullable<SavedSettings["personal"]["webmails"]>,
): NonNullable<StoredSettings["webmails"]> {
  const more = [...new Set([...named, ...sites.map(({ origin }) => origin)])].map((origin) => ({
    origin,
    addresses: sites.find((site) => site.origin === origin)?.addresses ?? [],
    ...(named.includes(origin) ? {} : { byPolicy: true as const }),
  }));
  return [...before.filter(({ origin }) => !more.some((site) => site.origin === origin)), ...more];
}

function serversFor(servers: readonly DomainServer[], accounts: readonly AccountShown[]) {
  const named = accounts.map(({ id, addresses }): readonly [string, readonly AuthservTrust[]] => {
    const domains = domainsOf(addresses);
    const own = servers.filter(({ accountDomain }) => domains.includes(accountDomain));
    return [id, own.map(({ accountDomain: _, ...server }) => server)];
  });
  return Object.fromEntries(named.filter(([, own]) => own.length > 0));
}

/** The mode and the resolver alone: what else belongs to the choice is this profile's own. */
async function storeLookups(choice: NonNullable<StoredSettings["lookups"]>): Promise<void> {
  if (Object.keys(choice).length === 0) return;
  const tx = (await database()).transaction("settings", "readwrite");
  const stored = (await tx.store.get("settings")) ?? {};
  await tx.store.put({ ...stored, lookups: { ...stored.lookups, ...choice } }, "settings");
  await tx.done;
}
