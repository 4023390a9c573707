import { REPORT_CODES } from "../../../core/index.ts";
import type { ShownCertificate } from "../../../extension/ipp/certificates.ts";
import type { ReportOffer } from "../../../extension/reports/ask.ts";
import type { ReportsShown } from "../../../extension/reports/shown.ts";
import type { StoredReport } from "../../../extension/reports/store.ts";
import type { PopupReports } from "../../../extension/ui/actions/report.ts";
import type { ReportsActions } from "../../../extension/ui/options/model.ts";
import type { ReportsData } from "./screen.ts";

/** What the pages show of reports in the gallery, and what their buttons call. */
const AT = Date.UTC(2026, 10, 20, 9, 30) / 1000;

/** Of a fresh installation. */
export const NOTHING_REPORTED: ReportsShown = {
  domains: [],
  byPolicy: false,
  tellSenders: false,
  reports: [],
  policies: [],
};

const FIELDS = [
  "IPP-Declaration: v=IPP1; d=gardenletter.example; l=ann; nature=personal; n=Zm9vYmFyYmF6cXV4MTIzNA;\r\n t=1795291303; x=1796500903; h=from:to:subject:date:message-id;\r\n bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; a=ed25519;\r\n b=c2lnbmF0dXJl",
  "From: Ann <ann@gardenletter.example>",
  "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=",
];

const CONTENT = {
  v: "countersign-report/1",
  domain: "gardenletter.example",
  token: "Zm9vYmFyYmF6cXV4MTIzNA",
  messageId: "<7@gardenletter.example>",
  fields: FIELDS,
} as const;

function report(changes: Partial<StoredReport> = {}): StoredReport {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": "0".repeat(64) };
  return {
    ...{ id: `report ${JSON.stringify(changes)}`, askedAt: AT, code: "nature-mismatch", route: "provider" },
    ...{ address: "robin@home.example", state: "queued", tries: 0, due: AT + 10, expires: AT + 14 * 86_400 },
    request: { method: "POST", url: "https://ipp.home.example/robin.report/x/nature-mismatch", headers, body: "{}" },
    report: { ...CONTENT, code: "nature-mismatch" },
    ...changes,
  };
}

/** Each way in which a report can stand, once. */
const REPORTS: readonly StoredReport[] = [
  report(),
  report({ state: "sending", tries: 1 }),
  report({ tries: 2, code: "undeclared-marketing" }),
  report({ state: "done", tries: 1, outcome: "counted", code: "impersonation" }),
  report({ state: "done", tries: 1, outcome: "already-counted" }),
  report({ state: "done", tries: 1, outcome: "too-late" }),
  report({ state: "failed", tries: 1, outcome: "refused", code: "malware" }),
  report({ state: "failed", tries: 5, outcome: "no-answer" }),
  report({ state: "expired" }),
  report({ state: "undone", code: "wrong-recipient", report: { ...CONTENT, code: "wrong-recipient", domain: "" } }),
];

const READY = { state: "ready", base: "https://ipp.home.example/", host: "ipp.home.example", by: "domain" } as const;

/** Every state of a domain, reports of every kind, and rules. */
export const MUCH_REPORTED: ReportsShown = {
  domains: [
    { domain: "home.example", destination: READY },
    {
      domain: "work.example",
      destination: { ...READY, state: "not-allowed", host: "reports.work.example", by: "policy" },
    },
    { domain: "club.example", destination: { state: "not-chosen" } },
    { domain: "school.example", destination: { state: "not-looked-up" } },
    { domain: "old.example", destination: { state: "none" } },
  ],
  byPolicy: false,
  tellSenders: true,
  reports: REPORTS,
  policies: [
    {
      address: "robin@home.example",
      usePublished: true,
      user: {
        mode: "testing",
        default: "accept",
        rules: [
          { match: { nature: ["marketing"] }, action: "reject" },
          {
            match: { nature: ["transaction", "notification"], from_domain: ["*.harbourbank.example"] },
            action: "accept",
            require: ["signed"],
          },
          {
            match: { from_domain: ["example.org"], list_id: ["board.lists.example.org"] },
            action: "accept",
            require: ["signed", "encrypted"],
          },
        ],
      },
      published: {
        at: AT,
        policy: {
          mode: "enforce",
          default: "accept",
          rules: [{ match: { list_id: ["dev.lists.example"] }, action: "accept" }],
        },
      },
    },
  ],
};

/** Certificates of senders as the options list them. */
export const MET: readonly ShownCertificate[] = [
  { address: "alice@example.org", anchor: "dnssec", since: AT - 40 * 86_400, print: "5d41402abc4b2a76".repeat(4) },
  {
    address: "accounts.receivable@invoices.harbourbank.example",
    anchor: "unanchored",
    since: AT - 3 * 86_400,
    print: "9f86d081884c7d65".repeat(4),
    changedAt: AT,
  },
];

/** What the popup would offer. */
const OFFER: ReportOffer = {
  id: "offer",
  address: "robin@home.example",
  destination: READY,
  senderHost: "ipp.gardenletter.example",
  over: false,
  reasons: REPORT_CODES,
  organisation: "Work Example Ltd",
  note: "",
  content: CONTENT,
};

const NOTE = "The security team reads every report. Did you type a password? Call extension 4711 now.";
const EXERCISE = report({ state: "done", tries: 1, outcome: "counted", exercise: true });

/** The offers of the gallery's popups, by state. */
export const OFFERS: Readonly<Record<string, ReportsData>> = {
  ready: { offer: OFFER },
  made: { offer: { ...OFFER, before: report() } },
  counted: { offer: { ...OFFER, before: report({ state: "done", tries: 1, outcome: "counted" }) } },
  noted: { offer: { ...OFFER, note: NOTE } },
  exercise: { offer: { ...OFFER, id: "exercise", note: NOTE, before: EXERCISE } },
  unset: { offer: { ...OFFER, destination: { state: "not-chosen" } } },
  over: { offer: { ...OFFER, over: true } },
  few: { offer: { ...OFFER, reasons: ["wrong-recipient", "impersonation"] } },
  closed: { offer: { ...OFFER, destination: { state: "closed" }, reasons: [] } },
};

/** The popup's actions on a screen; clicks are written down. */
export function popupReports(call: (name: string) => Promise<void>, data: ReportsData | undefined): PopupReports {
  let offer = data?.offer;
  return {
    wanted: false,
    certificates: async () => data?.certificates,
    decide: (address, choice) => call(`decide ${address} ${choice}`),
    offer: async () => offer,
    async report(_, code, route) {
      await call(`report ${code} ${route}`);
      if (offer !== undefined) offer = { ...offer, before: report({ code, route }) };
      return "stored";
    },
    async takeBack(id) {
      await call(`takeBack ${id.slice(0, 6)}`);
      if (offer?.before !== undefined) offer = { ...offer, before: { ...offer.before, state: "undone" } };
      return true;
    },
    async save(_, code, form, whole) {
      await call(`save ${code} ${form} ${whole}`);
      return offer?.id === "exercise";
    },
    openChoice: () => call("report-choice"),
  };
}

/** Those of the options page. */
export const optionsReports = (call: (name: string) => Promise<void>): ReportsActions => ({
  useDomain: (domain, use) => call(`useDomain ${domain} ${use}`),
  tellSenders: (tell) => call(`tellSenders ${tell}`),
  takeBack: (id) => call(`takeBack ${id.slice(0, 6)}`),
  remove: (id) => call(`remove ${id.slice(0, 6)}`),
  save: (_, form) => call(`save ${form}`),
  setPolicy: (address, policy) => call(`setPolicy ${address} ${JSON.stringify(policy)}`),
  usePublished: (address, use) => call(`usePublished ${address} ${use}`),
});
