import { DECLARED } from "../../../core/index.ts";
import type { Badge } from "../../../core/result.ts";
import { NO_LOOKUPS } from "../../../extension/lookups/choice.ts";
import type { OptionsData } from "../../../extension/ui/options/model.ts";
import { KNOWLEDGE } from "../../samples/people.ts";
import { MUCH_LOOKED_UP, NOTHING_LOOKED_UP } from "./lookups.ts";
import { POLICY, policyStatus } from "./managed.ts";
import { MET, MUCH_REPORTED, NOTHING_REPORTED } from "./reports.ts";
import { muchSealed } from "./sealing-screens.ts";
import { SEEN_SERVERS } from "./travel-screens.ts";

/** The options of a fresh installation. */
export const NOTHING_SET: OptionsData = {
  policy: policyStatus(undefined),
  trust: [],
  keys: [],
  certificates: [],
  ledger: [],
  stamped: [],
  history: [],
  clock: { latestSeen: KNOWLEDGE.now, now: KNOWLEDGE.now },
  accounts: [],
  seenServers: [],
  settings: {
    welcomed: true,
    keepHistory: true,
    webmails: [],
    mark: "",
    authserv: {},
    lookups: NO_LOOKUPS,
    ippDomains: [],
    tellSenders: false,
    arrival: "off",
    minimumLevel: "TRANSPORT",
    certifiers: [],
    mt2Authorities: [],
    clientMxType: 265,
  },
  lookups: NOTHING_LOOKED_UP,
  reports: NOTHING_REPORTED,
  audit: { allowed: false, waiting: false },
  sealing: { addresses: [], own: [], others: [] },
  version: "0.1.0",
};

const BADGES: readonly Badge[] = ["VERIFIED", "INTACT", "TRANSPORT", "NONE", "UNCHECKED", "CAUTION", "ALERT"];

const full: OptionsData = {
  ...NOTHING_SET,
  mayTag: false,
  lookups: MUCH_LOOKED_UP,
  reports: MUCH_REPORTED,
  trust: [
    ...KNOWLEDGE.trust,
    {
      org_id: "policy.example",
      name: "Head Office",
      domains: ["policy.example"],
      requireStamp: true,
      source: "policy",
    },
  ],
  keys: KNOWLEDGE.keys,
  certificates: MET,
  ledger: Array.from({ length: 120 }, (_, place) => ({
    org_id: "harbourbank.example",
    rid: `01JD4W${String(place).padStart(20, "0")}`,
    digest: "0".repeat(64),
    firstSeen: KNOWLEDGE.now - place * 3600,
  })),
  stamped: [
    { domain: "harbourbank.example", at: KNOWLEDGE.now - 86_400 },
    { domain: "mail.hillside-school.example", at: KNOWLEDGE.now },
  ],
  clock: { latestSeen: KNOWLEDGE.now + 30 * 86_400, now: KNOWLEDGE.now },
  history: BADGES.map((badge, place) => ({
    id: place,
    badge,
    at: KNOWLEDGE.now - place * 60,
    fromDomain: place === 3 ? "" : "mail.harbourbank.example",
    digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  })),
  accounts: [
    { id: "account1", name: "robin@home.example", addresses: ["robin@home.example", "robin.lee@home.example"] },
    { id: "account2", name: "Work", addresses: [] },
  ],
  seenServers: SEEN_SERVERS,
  settings: {
    welcomed: true,
    keepHistory: true,
    authserv: { account1: KNOWLEDGE.account.authserv as never },
    lookups: { ...NO_LOOKUPS, mode: "known" },
    certifiers: ["vouch.example", "xn--mnchen-3ya.example"],
    mt2Authorities: DECLARED.mt2Authorities.example as readonly string[],
    clientMxType: 265,
    webmails: [],
    mark: "",
    ippDomains: ["home.example"],
    tellSenders: false,
    arrival: "negatives",
    minimumLevel: "INTACT",
  },
};

/** The options page: much in it, decided by an organisation, with its log handed on, in a browser, and empty. */
export async function optionsScreens(): Promise<ReadonlyMap<string, OptionsData>> {
  const screens = new Map<string, OptionsData>();
  screens.set("options", { ...full, sealing: await muchSealed() });
  screens.set("options-managed", {
    ...NOTHING_SET,
    trust: full.trust,
    settings: { ...NOTHING_SET.settings, arrival: "negatives", minimumLevel: "INTACT" },
    mayTag: false,
    // What holds is what the policy says.
    lookups: { ...NOTHING_LOOKED_UP, choice: { mode: "known", resolver: POLICY.resolver } },
    policy: policyStatus({ ...POLICY, arrival: "negatives" }),
    reports: {
      ...MUCH_REPORTED,
      reports: [],
      policies: MUCH_REPORTED.policies.map((own) => ({ ...own, address: "robin@work.example" })),
    },
    accounts: full.accounts.map((account) =>
      account.id === "account2" ? { ...account, addresses: ["robin@work.example"] } : account,
    ),
  });
  screens.set("options-audited", {
    ...NOTHING_SET,
    policy: policyStatus(POLICY),
    audit: { allowed: true, waiting: true },
  });
  screens.set("options-browser", {
    ...NOTHING_SET,
    webmails: ["https://mail.work.example", "https://webmail.very-long-name-of-a-school.hillside.example:8443"],
    policy: { ...policyStatus({ ...POLICY, locked: ["webmailSites"] }), client: "chromium", live: true },
  });
  screens.set("options-empty", NOTHING_SET);
  return screens;
}
