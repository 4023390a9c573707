import {
  type Account,
  type AuthservTrust,
  type Effective,
  type Knowledge,
  levelInEffect,
  NOTHING_KNOWN,
  type Origin,
  rulesInEffect,
  serversFor,
  trustInEffect,
  withLookUps,
  withOwn,
  withRevoked,
} from "../../core/index.ts";
import { type Clockwork, database } from "../database.ts";
import { policiesAt } from "../ipp/policies.ts";
import { ofType } from "../lookups/client-mx.ts";
import { provenAt } from "../lookups/store.ts";
import { currentPolicy } from "../policy/current.ts";
import { domainsOf, inEffect } from "../policy/effective.ts";
import { sealingKids } from "../sealed/stored-keys.ts";
import { clockwork } from "../state/clockwork.ts";
import type { StoredSettings } from "../state/settings.ts";

/** What the caller knows about one message before reading it. */
export interface Circumstances {
  /** Epoch seconds. */
  readonly now: number;
  readonly origin: Origin;
  /** Own addresses, of all accounts: mail for one address is often read in the folder of another. */
  readonly addresses: readonly string[];
  /** Present for mail that lies in an account: which, and the user's addresses in it. */
  readonly accountId?: string;
  readonly accountAddresses?: readonly string[];
}

/** Knowledge, and the epoch of the state it was taken from. */
export interface Gathered {
  readonly knowledge: Knowledge;
  readonly epoch: number;
}

/** How often the highest time seen is written, in seconds (ST-04 asks for a day). */
const CLOCK_STEP = 3600;

/** Puts together everything that is known besides the message itself; one read of the database. */
export async function gatherKnowledge(about: Circumstances): Promise<Gathered> {
  const [facts, policy] = await Promise.all([clockwork(), currentPolicy()]);
  if (about.now > facts.latestSeen + CLOCK_STEP) await advanceClock(about.now);
  const tx = (await database()).transaction(["trust", "keys", "stamped", "statusLists", "settings", "ownPolicies"]);
  const [trust, keys, stamped, statusLists, own = {}, stored] = await Promise.all([
    tx.objectStore("trust").getAll(),
    tx.objectStore("keys").getAll(),
    tx.objectStore("stamped").getAllKeys(),
    tx.objectStore("statusLists").getAll(),
    tx.objectStore("settings").get("settings"),
    tx.objectStore("ownPolicies").getAll(),
    tx.done,
  ]);
  const effective = inEffect(policy, own);
  const required = effective.requireStamp.value;
  const minimumLevel = levelInEffect(effective);
  const certifiers = withOwn(effective.certifiers, own.certifiers ?? []);
  const mt2Authorities = withOwn(effective.mt2Authorities, own.mt2Authorities ?? []);
  const mt2Validators = effective.mt2Validators.value;
  const { remembered, mapKeys } = await provenAt(about.now, facts);
  const policies = rulesInEffect(effective, policiesAt(stored, about.now), about.addresses);
  const kids = await sealingKids(ownerOf(about));
  const knowledge = {
    ...NOTHING_KNOWN,
    now: about.now,
    latestSeen: Math.max(facts.latestSeen, about.now),
    origin: about.origin,
    account: { ...accountOf(about, own, effective), ...(kids.length > 0 && { sealingKids: kids }) },
    ledgerSince: facts.ledgerSince,
    trust: trustInEffect(effective, trust, policy.revoked),
    keys: keys.flatMap((key) => withRevoked(key.org_id, [key], policy.revoked)),
    ...(required.length > 0 && { requireStamp: required }),
    ...(minimumLevel && { minimumLevel }),
    ...(certifiers.length > 0 && { certifiers }),
    ...(mt2Authorities.length > 0 && { mt2Authorities }),
    ...(mt2Validators.length > 0 && { mt2Validators }),
    stampedBefore: stamped,
    statusLists,
    ...(mapKeys.length > 0 && { mapKeys }),
    ...(policies.length > 0 && { policies }),
  };
  return {
    epoch: facts.epoch,
    knowledge: withLookUps(knowledge, remembered.filter(ofType(effective.clientMxType.value))),
  };
}

/**
 * Whose keys may open it: those of the account it lies in, so that no message tells two identities together (E2E-16); all
 * where the user filed it away from every account; none for a file, or for what comes out of another message (E2E-04).
 */
function ownerOf({ origin, addresses, accountAddresses = [] }: Circumstances): readonly string[] {
  return origin === "account" ? accountAddresses : origin === "local" ? addresses : [];
}

function accountOf(about: Circumstances, own: StoredSettings, effective: Effective): Account {
  const { addresses, accountAddresses: here = [] } = about;
  return { addresses, ...(here.length > 0 && { here }), authserv: authservOf(about, own, effective) };
}

/** Servers believed for this message: none unless it lies in the account they were named for (ACQ-14, T58). */
function authservOf(
  { origin, accountId, accountAddresses = [] }: Circumstances,
  { authserv = {} }: StoredSettings,
  effective: Effective,
): readonly AuthservTrust[] {
  if (origin !== "account" || accountId === undefined) return [];
  return serversFor(effective, domainsOf(accountAddresses), new Map(Object.entries(authserv)).get(accountId) ?? []);
}

async function advanceClock(now: number): Promise<void> {
  const tx = (await database()).transaction("facts", "readwrite");
  const facts: Clockwork | undefined = await tx.store.get("clockwork");
  if (facts && facts.latestSeen < now) await tx.store.put({ ...facts, latestSeen: now }, "clockwork");
  await tx.done;
}
