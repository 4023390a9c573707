import {
  type DomainServer,
  type PersonalSettings,
  publicJwk,
  SAVED_MARK,
  SAVED_VERSION,
  sealingKey,
} from "../../core/index.ts";
import type { AccountShown } from "../client.ts";
import { database } from "../database.ts";
import { listPolicies } from "../ipp/policies.ts";
import { domainsOf } from "../policy/effective.ts";
import { listRecipientKeys } from "../sealed/recipient-store.ts";
import type { StoredSettings } from "../state/settings.ts";

/**
 * Everything that the user decided, as JSON: settings in the form of a policy, so that the same text can be rolled out to
 * others, pinned keys, and what is the person's own. Nothing of a policy, no private key, no log, and no permission of the
 * client: those are asked for anew.
 */
export async function settingsFile(accounts: readonly AccountShown[]): Promise<string> {
  const db = await database();
  const [trust, keys, stored = {}] = await Promise.all([
    db.getAll("trust"),
    db.getAll("keys"),
    db.get("settings", "settings"),
  ]);
  const settings = { trust: trust.map(({ source: _, addedAt: __, ...record }) => record), ...chosen(stored, accounts) };
  const personal = { ...own(stored), rules: await rules(), recipientKeys: await recipientKeys() };
  return `${JSON.stringify({ [SAVED_MARK]: SAVED_VERSION, settings, keys, personal }, null, 2)}\n`;
}

/** Choices that a policy has names for. */
function chosen(stored: StoredSettings, accounts: readonly AccountShown[]) {
  const { arrival, certifiers, clientMxType, keepHistory, lookups, minimumLevel, mt2Authorities } = stored;
  const { webmails = [] } = stored;
  return {
    mailServers: mailServersOf(stored, accounts),
    certifiers,
    mt2Authorities,
    lookups: lookups?.mode,
    resolver: lookups?.resolver,
    clientMxType,
    webmailSites: webmails.filter(({ byPolicy }) => byPolicy !== true).map(({ origin }) => origin),
    arrival,
    keepHistory,
    minimumLevel,
  };
}

/** Choices that only this person can have made. */
function own({ mark, webmails = [], ippDomains, tellSenders }: StoredSettings): PersonalSettings {
  const sites = webmails.map(({ origin, addresses }) => ({ origin, addresses }));
  return JSON.parse(JSON.stringify({ mark, webmails: sites, ippDomains, tellSenders }));
}

/** Numbers of accounts are good for one profile: servers are named by the domain that the account is for. */
function mailServersOf({ authserv = {} }: StoredSettings, accounts: readonly AccountShown[]): readonly DomainServer[] {
  return Object.entries(authserv).flatMap(([account, servers]) => {
    const domain = domainsOf(accounts.find(({ id }) => id === account)?.addresses ?? [])[0];
    return domain === undefined ? [] : servers.map((server) => ({ accountDomain: domain, ...server }));
  });
}

/** What was fetched is fetched again. */
const rules = async () =>
  (await listPolicies()).map(({ address, user, usePublished }) => ({
    address,
    published: usePublished,
    ...(user && { rules: { v: 1, ...user } }),
  }));

async function recipientKeys() {
  const keys = await listRecipientKeys();
  const saved = keys.map(async ({ address, kind, octets }) => {
    const key = await sealingKey(kind, octets);
    return key === undefined ? [] : [{ address, jwk: publicJwk(key) }];
  });
  return (await Promise.all(saved)).flat();
}
