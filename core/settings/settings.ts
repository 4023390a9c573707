import { CLIENT_MX_TYPE } from "../dns/records/client-mx.ts";
import { RESOLVERS } from "../dns/resolvers.ts";
import type { TrustRecord } from "../knowledge.ts";
import { readScopeDomain } from "../trust/fields.ts";
import { type DomainServer, readDomainServer } from "../trust/servers.ts";
import {
  choice,
  flag,
  httpsUrl,
  type Kind,
  line,
  list,
  readSite,
  recordType,
  reportBase,
  resolverUrl,
  whole,
} from "./kinds.ts";
import { DOMAIN_SERVER, TRUST_RECORD } from "./schemas.ts";
import type { Setting } from "./setting.ts";
import { demandsOnly, readPolicyRecords } from "./trust-entries.ts";

const EVERYWHERE = ["thunderbird", "chromium", "firefox"] as const;

const trustRecords: Kind<readonly TrustRecord[]> = {
  read: readPolicyRecords,
  schema: { type: "array", items: TRUST_RECORD },
};

/**
 * Every setting there is. One entry makes the policy key, its reader, the JSON schemas, the samples for each system, the
 * table of the documentation and the row of the status page; `setting_<name>` in the pages' texts is its name there.
 */
const SETTINGS = {
  trust: setting<readonly TrustRecord[]>({
    kind: trustRecords,
    standard: [],
    strict: [],
    direction: "loosens",
    fromOlder: demandsOnly,
    user: "own-entries",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Trusted organisations",
    description:
      "Organisations whose stamps count as trusted, with their domains and keys. They are added to those the user trusts; for one organisation the entry of the policy counts alone. A record without keys trusts the organisation by name, with the keys its zone proves. Domains at or above a public suffix are refused.",
    example: [
      {
        org_id: "bank.example",
        name: "Example Bank",
        domains: ["bank.example"],
        includeSubdomains: true,
        keys: [{ kid: "2026a", alg: "ed25519", key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" }],
        requireStamp: true,
      },
    ],
  }),
  requireStamp: setting<readonly string[]>({
    kind: list(readScopeDomain, { type: "string" }),
    standard: [],
    strict: [],
    direction: "tightens",
    user: "none",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Domains that always stamp",
    description:
      "Mail from one of these domains without a valid stamp is an ALERT. Each name stands for itself only; name subdomains one by one. Name a domain once all of its mail is stamped.",
    example: ["bank.example", "payroll.example.org"],
  }),
  mailServers: setting<readonly DomainServer[]>({
    kind: list(readDomainServer, DOMAIN_SERVER),
    standard: [],
    strict: [],
    direction: "loosens",
    fromOlder: () => [],
    user: "own-entries",
    clients: ["thunderbird"],
    since: "0.1.0",
    title: "Mail servers that are believed",
    description:
      "Servers whose Authentication-Results count for the accounts of one domain: the authserv-id, the hosts that may stand in the Received field where mail enters, and whether the results stand above or below that field. For an account of a domain named here the user's own entries do not count.",
    example: [
      {
        accountDomain: "example.org",
        authservId: "mx.example.org",
        borderHosts: ["mx.example.org"],
        placement: "above",
      },
    ],
  }),
  certifiers: setting<readonly string[]>({
    kind: list(readScopeDomain, { type: "string" }),
    standard: [],
    strict: [],
    direction: "neutral",
    user: "own-entries",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Certifiers",
    description:
      "Domains whose vouching for others (RFC 5518) is shown beside the sender, proven by DNSSEC. They are added to those the user names. It informs and changes no badge. Needs look-ups.",
    example: ["certifier.example"],
  }),
  clientMxType: setting<number>({
    kind: recordType,
    standard: CLIENT_MX_TYPE,
    strict: 0,
    direction: "neutral",
    user: "choice",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Number of the Client MX type",
    description:
      "The number under which Client MX records are asked for, from 256 to 65279; 0 asks for none. The draft's number is a placeholder: change it only if another is assigned. Needs look-ups.",
    example: 265,
  }),
  lookups: setting<"off" | "known" | "all">({
    kind: choice(["off", "known", "all"]),
    standard: "off",
    strict: "off",
    direction: "neutral",
    user: "choice",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Look-ups",
    description:
      "What may be looked up in the DNS and fetched from organisations that stamp: off, known (domains that are trusted, pinned or written to) or all. The resolver learns which domains are asked for; the user sees that you decided it. The access to hosts is still the user's to give.",
    example: "known",
  }),
  resolver: setting<string>({
    kind: resolverUrl,
    // Some services know their customers by the path.
    mask: (url) =>
      RESOLVERS.some((offered) => offered.url === url) ? url : url.replace(/^(https:\/\/[^/]*\/).+/, "$1…"),
    standard: RESOLVERS[0]?.url ?? "",
    strict: "",
    direction: "neutral",
    user: "choice",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "DNS resolver",
    description:
      "Address of a DNS over HTTPS resolver (RFC 8484): https, a public name, no query. It is not believed, as signatures are checked here; it learns which domains are asked for. Where the value cannot be read, nobody is asked.",
    example: "https://dns.example.org/dns-query",
  }),
  reportCollector: setting<string>({
    kind: reportBase,
    standard: "",
    strict: "",
    direction: "neutral",
    user: "none",
    clients: ["thunderbird"],
    since: "0.1.0",
    title: "Collector of reports",
    description:
      "Where people's reports about misleading messages go, in the place of what their own domain publishes: an https address that ends with /, on a public name. It gets the reason, the Message-ID and the header fields that the sender's declaration covers, and never content. A report is made by a click on a reason; the access to the host is the user's to give.",
    example: "https://reports.example.org/ipp/",
  }),
  webmailSites: setting<readonly string[]>({
    kind: list(readSite, { type: "string", pattern: "^https://[^/*]+$" }),
    standard: [],
    strict: [],
    direction: "neutral",
    user: "own-entries",
    clients: ["chromium", "firefox"],
    since: "0.1.0",
    title: "Webmails on which this is used",
    description:
      "Sites whose opened messages are read, beside those the user named: https and the host, with the port where it is not 443; no paths, no wildcards. Browsers let no policy grant an extension a site: the user gives the access once, by a click in the button's popup, which says that you named the site. With the lock no other site can be named.",
    example: ["https://webmail.example.org"],
  }),
  auditWebhook: setting<string>({
    kind: resolverUrl,
    // Services tell their customers apart by the path.
    mask: (url) => url.replace(/^(https:\/\/[^/]*\/).+/, "$1…"),
    standard: "",
    strict: "",
    direction: "neutral",
    user: "none",
    clients: ["thunderbird"],
    since: "0.1.0",
    title: "Receiver of the activity log",
    description:
      "An https address on a public name, without a query, to which the activity log is posted: counts of verdicts per day, changes of trust and of policy, reports made; no content and no addresses. The user sees it in the options and gives the access to the host there by a click; nothing is sent before.",
    example: "https://log.example.org/countersign",
  }),
  arrival: setting<"off" | "negatives" | "all">({
    kind: choice(["off", "negatives", "all"]),
    standard: "off",
    strict: "off",
    direction: "neutral",
    user: "choice",
    clients: ["thunderbird"],
    since: "0.1.0",
    title: "New mail is checked and tagged",
    description:
      "Whether new mail is checked when it arrives and gets a tag, so that list, search and filters can use the verdict: off, negatives (warnings alone) or all. Nobody is asked about a message for it. Thunderbird lets no policy grant the permission to tag: the user gives it once, by a click in the options.",
    example: "negatives",
  }),
  keepHistory: setting<boolean>({
    kind: flag,
    standard: true,
    strict: false,
    direction: "neutral",
    user: "choice",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Keep a history of verdicts",
    description: "Whether a line is kept for each verdict that was shown: time, badge, domain and digest, no content.",
    example: true,
  }),
  historyDays: setting<number>({
    kind: whole(1, 400),
    standard: 90,
    strict: 90,
    direction: "neutral",
    user: "none",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Days until the history forgets",
    description: "How many days a line of the history is kept. At most 1000 lines are kept in any case.",
    example: 30,
  }),
  organisationName: setting<string>({
    kind: line,
    standard: "",
    strict: "",
    direction: "neutral",
    user: "none",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Name of your organisation",
    description:
      "Shown where a setting is locked and on the status page, so that people know who decided. At most 80 characters.",
    example: "Example Ltd",
  }),
  supportUrl: setting<string>({
    kind: httpsUrl,
    standard: "",
    strict: "",
    direction: "neutral",
    user: "none",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Help page of your organisation",
    description: "An https address that people can open from the status page. It is contacted on a click only.",
    example: "https://help.example.org/mail",
  }),
  supportContact: setting<string>({
    kind: line,
    standard: "",
    strict: "",
    direction: "neutral",
    user: "none",
    clients: EVERYWHERE,
    since: "0.1.0",
    title: "Contact of your help desk",
    description: "A telephone number, a room or an address, shown on the status page as text. At most 80 characters.",
    example: "Help desk, extension 4711",
  }),
} as const;

/** Fixes the type of a setting's value where it is declared. */
function setting<T>(declared: Setting<T>): Setting<T> {
  return declared;
}

export type SettingName = keyof typeof SETTINGS;

/** The value of each setting. */
export type SettingValues = {
  readonly [K in SettingName]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never;
};

/** The same declarations, each tied to the type of its name: what generic code reads. */
export const DECLARED: { readonly [K in SettingName]: Setting<SettingValues[K]> } = SETTINGS;

/** Whether a text names a setting. */
export const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

/** The names in the order of the declarations. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName);
