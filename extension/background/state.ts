import type { IDBPTransaction } from "idb";
import {
  type AuthservTrust,
  type Badge,
  CLIENT_MX_TYPE,
  type Effective,
  type KnownKey,
  type LedgerEntry,
  type TrustRecord,
  trustInEffect,
} from "../../core/index.ts";
import type { ArrivalMode } from "../arrival/stored.ts";
import { noteEvent } from "../audit/log.ts";
import { type LookupChoice, NO_LOOKUPS } from "../lookups/choice.ts";
import { currentPolicy } from "../policy/current.ts";
import { applied, inEffect, ownPart } from "../policy/effective.ts";
import { type Clockwork, database, type Schema } from "./database.ts";

/** What the user chose. Every member has a default, so that older stored settings stay readable. */
export interface Settings {
  /** The first-run page was read to its end. */
  readonly welcomed: boolean;
  /** Keep the list of what was shown. */
  readonly keepHistory: boolean;
  /** Servers whose Authentication-Results are believed, by Thunderbird's account id; empty by default (T30). */
  readonly authserv: Readonly<Record<string, readonly AuthservTrust[]>>;
  /** What may be looked up, and whom is asked; nothing until the user says so. */
  readonly lookups: LookupChoice;
  /** Domains whose vouching for others is shown (RFC 5518), besides those of a policy. */
  readonly certifiers: readonly string[];
  /** Certificate authorities for MT2, base64 DER, besides those of a policy (MT2-10). */
  readonly mt2Authorities: readonly string[];
  /** The number of the Client MX type, which is a placeholder (DNS-16); 0 asks for none. */
  readonly clientMxType: number;
  /** Webmails on which this is used, once the browser has granted them. */
  readonly webmails: readonly WebmailSite[];
  /** The personal mark: with it good news may be told inside a webmail's page; "" while none is chosen (decision 9). */
  readonly mark: string;
  /** Own domains whose published place for reports and policies is used (3-protocols 4.3). */
  readonly ippDomains: readonly string[];
  /** The second consent: reports may also go to the sender itself, which learns more by it (decision 23). */
  readonly tellSenders: boolean;
  /** What new mail is tagged with; nothing until the user or an administrator wants it. */
  readonly arrival: ArrivalMode;
}

/** What is stored of it: only what somebody chose, so that a recommendation can still fill the rest. */
export type StoredSettings = Partial<Omit<Settings, "lookups">> & { readonly lookups?: Partial<LookupChoice> };

/** A webmail that the user named, or used because a policy names it. */
export interface WebmailSite {
  /** `https://host`, with the port where it is not 443. */
  readonly origin: string;
  /** Own addresses there, besides the one that the page tells. */
  readonly addresses: readonly string[];
  /** Kept for its addresses alone: a policy named the site, and without the policy it counts as not named. */
  readonly byPolicy?: true;
}

/** One line of the history: which verdict was shown for which octets. */
export interface HistoryEntry {
  /** Given by the database. */
  readonly id?: number;
  /** Lower-case hex SHA-256 of the message as received. */
  readonly digest: string;
  readonly badge: Badge;
  /** Epoch seconds. */
  readonly at: number;
  /** Domain of the From address; "" when there is no single one. */
  readonly fromDomain: string;
}

/** Settings of a fresh installation. */
export const DEFAULT_SETTINGS: Settings = {
  welcomed: false,
  keepHistory: true,
  authserv: {},
  lookups: NO_LOOKUPS,
  certifiers: [],
  mt2Authorities: [],
  clientMxType: CLIENT_MX_TYPE,
  webmails: [],
  mark: "",
  ippDomains: [],
  tellSenders: false,
  arrival: "off",
};

/** Entries kept in the history at most. */
export const HISTORY_LIMIT = 1000;

const seconds = () => Math.floor(Date.now() / 1000);

/** The facts about this state; made on first use. */
export async function clockwork(): Promise<Clockwork> {
  const db = await database();
  const found = await db.get("facts", "clockwork");
  if (found) return found;
  const tx = db.transaction("facts", "readwrite");
  // Another page may have been faster: look again inside the transaction.
  const facts = (await tx.store.get("clockwork")) ?? {
    epoch: 1,
    installId: crypto.randomUUID(),
    ledgerSince: seconds(),
    latestSeen: seconds(),
  };
  await Promise.all([tx.store.put(facts, "clockwork"), tx.done]);
  return facts;
}

const CHANGED_BY_USER = ["trust", "keys", "settings", "facts", "stamped"] as const;
type Change = IDBPTransaction<Schema, typeof CHANGED_BY_USER, "readwrite">;

/** Makes a change and raises the epoch in one transaction: no verdict from before outlives the change (ST-05). */
async function change(make: (tx: Change) => Promise<unknown>): Promise<void> {
  await clockwork();
  const tx = (await database()).transaction(CHANGED_BY_USER, "readwrite");
  const facts = tx.objectStore("facts");
  await make(tx);
  const before = await facts.get("clockwork");
  if (before) await facts.put({ ...before, epoch: before.epoch + 1 }, "clockwork");
  await tx.done;
}

/** The trust records that hold: the administrator's, and the user's own beside them. */
export async function listTrust(): Promise<readonly TrustRecord[]> {
  const [policy, own, stored] = await Promise.all([currentPolicy(), (await database()).getAll("trust"), ownSettings()]);
  return trustInEffect(inEffect(policy, stored), own, policy.revoked);
}

/** Ends every verdict from before, when something outside of the state changed (ST-05). */
export const forgetVerdicts = () => change(async () => undefined);

/** Adds or replaces the record of one organisation. */
export async function putTrust(record: TrustRecord): Promise<void> {
  await change((tx) => tx.objectStore("trust").put(record));
  await noteEvent({ at: seconds(), kind: "trust-set", organisation: record.org_id });
}

/** Removes the record of one organisation. */
export async function removeTrust(orgId: string): Promise<void> {
  await change((tx) => tx.objectStore("trust").delete(orgId));
  await noteEvent({ at: seconds(), kind: "trust-removed", organisation: orgId });
}

/** Replaces all records by the given ones. */
export const replaceTrust = (records: readonly TrustRecord[]) =>
  change(async (tx) => {
    const store = tx.objectStore("trust");
    await store.clear();
    for (const record of records) await store.put(record);
  });

/** Keys whose owner is known without being trusted (G30). */
export const listKeys = async (): Promise<KnownKey[]> => (await database()).getAll("keys");

/** Adds or replaces one known key. */
export const putKey = (key: KnownKey) => change((tx) => tx.objectStore("keys").put(key));

/** Removes one known key. */
export async function removeKey(orgId: string, kid: string): Promise<void> {
  await change((tx) => tx.objectStore("keys").delete([orgId, kid]));
  await noteEvent({ at: seconds(), kind: "key-removed", organisation: orgId });
}

/** All stamps remembered against repetition (G38). */
export const listLedger = async (): Promise<LedgerEntry[]> => (await database()).getAll("ledger");

/** Forgets all stamps; of messages from before, repetitions can no longer be noticed (ST-07). */
export async function clearLedger(): Promise<void> {
  const before = await clockwork();
  const tx = (await database()).transaction(["ledger", "facts"], "readwrite");
  await tx.objectStore("ledger").clear();
  const facts = (await tx.objectStore("facts").get("clockwork")) ?? before;
  await tx.objectStore("facts").put({ ...facts, epoch: facts.epoch + 1, ledgerSince: seconds() }, "clockwork");
  await tx.done;
}

/** Takes back the highest time seen: whoever knows that a clock was wrong says so, nothing else does (ST-04). */
export const resetClock = () =>
  change(async (tx) => {
    const store = tx.objectStore("facts");
    const facts = await store.get("clockwork");
    if (facts) await store.put({ ...facts, latestSeen: seconds() }, "clockwork");
  });

/** A domain that stamps its mail, and since when that is known (ST-06). */
export type StampedDomain = Schema["stamped"]["value"];

/** Domains whose mail came with a valid stamp before. */
export const listStamped = async (): Promise<StampedDomain[]> => (await database()).getAll("stamped");

/** Forgets that a domain stamps: mail of it without a stamp is ordinary mail again. */
export const removeStamped = (domain: string) => change((tx) => tx.objectStore("stamped").delete(domain));

/** What was shown, newest first. */
export async function listHistory(): Promise<HistoryEntry[]> {
  return (await (await database()).getAllFromIndex("history", "time")).reverse();
}

/** Forgets what was shown. */
export async function clearHistory(): Promise<void> {
  await (await database()).clear("history");
}

/** Notes what was shown, and drops what is too old or too much. */
export async function addHistory(entry: HistoryEntry): Promise<void> {
  const age = (await effectiveSettings()).historyDays.value * 86_400;
  const tx = (await database()).transaction("history", "readwrite");
  await tx.store.add(entry);
  let surplus = (await tx.store.count()) - HISTORY_LIMIT;
  for (let cursor = await tx.store.index("time").openCursor(); cursor; cursor = await cursor.continue()) {
    if (surplus <= 0 && cursor.value.at >= entry.at - age) break;
    await cursor.delete();
    surplus--;
  }
  await tx.done;
}

/** When this mailbox first saw these octets, epoch seconds; `digest` is lower-case hex SHA-256. */
export async function firstSeenOf(digest: string): Promise<number | undefined> {
  return (await (await database()).get("seen", digest))?.at;
}

/** What the user chose, as it is stored. */
async function ownSettings(): Promise<StoredSettings> {
  return (await (await database()).get("settings", "settings")) ?? {};
}

/** All settings as they hold, with who decided each: the administrator, the user, or nobody. */
export async function effectiveSettings(): Promise<Effective> {
  return inEffect(...(await Promise.all([currentPolicy(), ownSettings()])));
}

/** The settings that hold: the administrator's, then the user's choices, then the defaults. */
export async function getSettings(): Promise<Settings> {
  const [policy, own] = await Promise.all([currentPolicy(), ownSettings()]);
  return applied(inEffect(policy, own), own, DEFAULT_SETTINGS);
}

/** Changes some of the user's choices and keeps the others. */
export async function setSettings(some: Partial<Settings>): Promise<void> {
  const policy = await currentPolicy();
  await change(async (tx) => {
    const store = tx.objectStore("settings");
    const stored = (await store.get("settings")) ?? {};
    await store.put({ ...stored, ...ownPart(some, inEffect(policy, stored), stored) }, "settings");
  });
}
