import {
  type AuthservTrust,
  type DomainServer,
  type KnownKey,
  parseStrictJson,
  readKnownKeys,
  readPolicy,
  type SettingValues,
  type TrustRecord,
} from "../../core/index.ts";
import type { AccountShown } from "../client.ts";
import { domainsOf } from "../policy/effective.ts";
import { database } from "./database.ts";
import { putKey, putTrust, type StoredSettings, setSettings } from "./state.ts";

/** The first member of a file of settings, with its version. */
const MARK = "countersign-settings";
const VERSION = 1;

/** What the user decided, read from a file: everything in it can be used, or nothing is. */
interface SettingsFile {
  readonly values: Partial<SettingValues>;
  readonly keys: readonly KnownKey[];
}

/**
 * Everything that the user decided, as JSON: settings in the form of a policy, so that the same text can be rolled out to
 * others, and pinned keys. Nothing of a policy, no private key, no log, and no consent to contact anybody.
 */
export async function settingsFile(accounts: readonly AccountShown[]): Promise<string> {
  const db = await database();
  const [trust, keys, stored = {}] = await Promise.all([
    db.getAll("trust"),
    db.getAll("keys"),
    db.get("settings", "settings"),
  ]);
  const { arrival, keepHistory, lookups } = stored;
  const settings = {
    trust: trust.map(({ source: _, addedAt: __, ...record }) => record),
    mailServers: mailServersOf(stored, accounts),
    lookups: lookups?.mode,
    resolver: lookups?.resolver,
    keepHistory,
    arrival,
  };
  return `${JSON.stringify({ [MARK]: VERSION, settings, keys }, null, 2)}\n`;
}

/** Numbers of accounts are good for one profile: servers are named by the domain that the account is for. */
function mailServersOf({ authserv = {} }: StoredSettings, accounts: readonly AccountShown[]): readonly DomainServer[] {
  return Object.entries(authserv).flatMap(([account, servers]) => {
    const domain = domainsOf(accounts.find(({ id }) => id === account)?.addresses ?? [])[0];
    return domain === undefined ? [] : servers.map((server) => ({ accountDomain: domain, ...server }));
  });
}

/** Reads such a file. Strict: a fault anywhere, an unknown member or another version, and nothing of it is used. */
export function readSettingsFile(text: string): SettingsFile | undefined {
  const parsed = parseStrictJson(text);
  if (!("value" in parsed) || typeof parsed.value !== "object" || parsed.value === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(parsed.value));
  const known = [MARK, "settings", "keys"];
  if (members.get(MARK) !== VERSION || ![...members.keys()].every((name) => known.includes(name))) return undefined;
  const { policy, faults } = readPolicy(members.get("settings"));
  const { keys, faults: keyFaults } = readKnownKeys(members.get("keys"));
  if (policy === undefined || faults.length > 0 || keyFaults.length > 0) return undefined;
  // Members of policies that are no settings would do nothing here.
  if (policy.serial !== 0 || policy.locked.length > 0 || Object.keys(policy.recommended).length > 0) return undefined;
  return { values: policy.forced, keys };
}

/**
 * Takes a file over: its settings become the user's own, its organisations and keys are added to those there are. What an
 * administrator decided stays decided.
 * @param addedAt RFC 3339 UTC
 * @returns false when the file cannot be used; nothing was changed then
 */
export async function takeSettings(text: string, accounts: readonly AccountShown[], addedAt: string): Promise<boolean> {
  const file = readSettingsFile(text);
  if (file === undefined) return false;
  const { trust = [], mailServers = [], lookups, resolver, keepHistory, arrival } = file.values;
  for (const record of trust) await putTrust(asOwn(record, addedAt));
  for (const key of file.keys) await putKey(key);
  const stored = (await (await database()).get("settings", "settings")) ?? {};
  await setSettings({
    ...(keepHistory === undefined ? {} : { keepHistory }),
    ...(arrival === undefined ? {} : { arrival }),
    authserv: { ...stored.authserv, ...serversFor(mailServers, accounts) },
  });
  const choice = { ...(lookups && { mode: lookups }), ...(resolver && { resolver }) };
  await storeLookups(choice);
  return true;
}

const asOwn = (record: TrustRecord, addedAt: string): TrustRecord => ({ ...record, source: "user", addedAt });

function serversFor(servers: readonly DomainServer[], accounts: readonly AccountShown[]) {
  const named = accounts.map(({ id, addresses }): readonly [string, readonly AuthservTrust[]] => {
    const domains = domainsOf(addresses);
    const own = servers.filter(({ accountDomain }) => domains.includes(accountDomain));
    return [id, own.map(({ accountDomain: _, ...server }) => server)];
  });
  return Object.fromEntries(named.filter(([, own]) => own.length > 0));
}

/** The mode and the resolver alone: what else belongs to the choice is this profile's own. */
async function storeLookups(choice: StoredSettings["lookups"]): Promise<void> {
  const tx = (await database()).transaction("settings", "readwrite");
  const stored = (await tx.store.get("settings")) ?? {};
  await tx.store.put({ ...stored, lookups: { ...stored.lookups, ...choice } }, "settings");
  await tx.done;
}
