import { type ChainLink, type Result, recheckRemembered, type Want } from "../../core/index.ts";
import { getSettings } from "../state/settings.ts";
import { type LookupChoice, readResolver } from "./choice.ts";
import { documentUrl } from "./documents.ts";
import {
  countsUntil,
  type DocumentCode,
  type DocumentWant,
  type Finding,
  lastCode,
  type ServedWant,
} from "./finding.ts";
import { isAllowed } from "./permission.ts";
import { findingOf, listFindings, listJobs, provenOf } from "./store.ts";
import { wantKey } from "./wants.ts";

/** How a look-up ended, in the words that pages have for it. */
export type Outcome =
  | "proven"
  | "absent"
  | "unusable"
  | "unsigned"
  | "bogus"
  | "unknown"
  | "rollback"
  | "update"
  | "read"
  | "waits";

/** One finding as pages show it. Times are epoch seconds; 0 for never. */
export interface FindingShown {
  readonly key: string;
  readonly domain: string;
  readonly kind: ServedWant["kind"];
  readonly outcome: Outcome;
  readonly provenAt: number;
  readonly until: number;
}

/** Everything that pages show of the look-ups. */
export interface LookupsShown {
  readonly choice: LookupChoice;
  /** Whether contact with the resolver is allowed. */
  readonly allowed: boolean;
  /** Wants in the queue. */
  readonly waiting: number;
  readonly findings: readonly FindingShown[];
  /** Addresses of documents whose hosts wait for a click. */
  readonly hosts: readonly string[];
  /** Addresses of the documents that are fetched. */
  readonly documents: Readonly<Record<"list" | "bootstrap" | "certificate" | "own", readonly string[]>>;
}

/** Ends of a fetching in which somebody was asked. */
const CONTACTED: readonly DocumentCode[] = ["READ", "NO_CONNECTION", "HTTP_STATUS", "REFUSED"];

const DOCUMENTS: readonly DocumentWant["kind"][] = ["status-list", "map-bootstrap", "ipp-certificate", "own-policy"];
const isDocument = (want: ServedWant): want is DocumentWant => DOCUMENTS.some((kind) => kind === want.kind);

/** What the options page shows. */
export async function lookupsShown(): Promise<LookupsShown> {
  const [{ lookups }, jobs, findings] = await Promise.all([getSettings(), listJobs(), listFindings()]);
  const addresses = (kind: DocumentWant["kind"], codes: readonly DocumentCode[]) => [
    ...new Set(
      findings.flatMap(({ want, document }) =>
        want.kind === kind && isDocument(want) && document !== undefined && codes.includes(document.code)
          ? [documentUrl(want)]
          : [],
      ),
    ),
  ];
  return {
    choice: lookups,
    allowed: await isResolverAllowed(lookups),
    waiting: jobs.length,
    findings: [...findings].sort((a, b) => (a.domain < b.domain ? -1 : 1)).map(shownFinding),
    hosts: DOCUMENTS.flatMap((kind) => addresses(kind, ["NOT_ALLOWED"])).sort(),
    documents: {
      list: addresses("status-list", CONTACTED),
      bootstrap: addresses("map-bootstrap", CONTACTED),
      certificate: addresses("ipp-certificate", CONTACTED),
      own: addresses("own-policy", CONTACTED),
    },
  };
}

async function isResolverAllowed({ resolver }: LookupChoice): Promise<boolean> {
  const read = readResolver(resolver);
  return "url" in read && (await isAllowed(read.url));
}

function shownFinding(finding: Finding): FindingShown {
  const { key, domain, want, remembered, document } = finding;
  const proven = remembered?.state === "secure" || document?.keys !== undefined;
  return {
    key,
    domain,
    kind: want.kind,
    outcome: outcomeOf(finding),
    provenAt: proven ? (remembered?.provenAt ?? document?.issued ?? 0) : 0,
    until: proven ? countsUntil(finding) : 0,
  };
}

/** How the last attempt ended. */
function outcomeOf(finding: Finding): Outcome {
  const { remembered, document } = finding;
  if (document !== undefined)
    return document.code === "READ" ? "read" : document.code === "NOT_ALLOWED" ? "waits" : "unknown";
  if (remembered === undefined) return "unknown";
  if (remembered.rolledBack) return "rollback";
  const code = lastCode(finding);
  if (code === "ANCHOR_UNKNOWN" || code === "ANCHOR_REVOKED") return "update";
  const { state } = remembered.latest ?? remembered;
  if (state === "secure") return remembered.fault ? "unusable" : remembered.facts.length > 0 ? "proven" : "absent";
  return state === "insecure" ? "unsigned" : state === "bogus" ? "bogus" : "unknown";
}

/** A published key that a message was checked with. */
export type KeyName = Extract<Want, { readonly kind: "gmp-key" | "map-key" | "dkim-key" }>;

/** The key of a result's receipt; undefined where it came from elsewhere than the DNS. */
export function receiptKey({ receipt }: Pick<Result, "receipt">): KeyName | undefined {
  const { org_id, kid } = receipt?.tags ?? {};
  if (receipt?.key?.how !== "dnssec" || org_id === undefined || kid === undefined) return undefined;
  return { kind: "gmp-key", org_id, kid };
}

/** The proof of the key that a message was checked with, proven again for this very look. */
export interface ProofShown {
  /** Epoch seconds. */
  readonly provenAt: number;
  readonly until: number;
  /** Whether proving it again, from the root and without asking anybody, gave the same. */
  readonly stands: boolean;
  readonly names: readonly string[];
  /** Zones from the root on, each once. */
  readonly chain: readonly ChainLink[];
  /** Host of the resolver that carried the answers. */
  readonly via: string;
}

/** The proof behind a key; undefined where it came from elsewhere, or the proof is forgotten. */
export async function proofShown(name: KeyName, now: number): Promise<ProofShown | undefined> {
  const key = wantKey(name);
  const [finding, remembered] = await Promise.all([findingOf(key), provenOf(key)]);
  if (remembered === undefined) return undefined;
  const again = await recheckRemembered(remembered, now);
  const links = new Map(remembered.steps.flatMap(({ chain }) => chain).map((link) => [link.zone, link]));
  return {
    provenAt: remembered.provenAt,
    until: remembered.until,
    stands: again.state === "secure" && again.facts.length > 0,
    names: remembered.steps.map(({ question }) => question.name),
    chain: [...links.values()],
    via: finding?.via ?? "",
  };
}

/** What a look-up could still do for a result, and why it has not. */
export type Hint =
  | { readonly why: "off" | "known" | "waiting" | "not-allowed" }
  /** It was tried, and this came of it; epoch seconds. */
  | { readonly why: "tried"; readonly at: number; readonly outcome: Outcome };

/** The hint for a result; undefined where no look-up could change it. */
export async function hintFor({ wants }: Pick<Result, "wants">): Promise<Hint | undefined> {
  // Every ordinary message could have a policy behind it: that is not worth a word each time (decision 30).
  const served = wants.filter(({ kind }) => kind !== "gmp-policy");
  const [first] = served;
  if (first === undefined) return undefined;
  const { lookups } = await getSettings();
  if (lookups.mode === "off") return { why: "off" };
  if (!(await isResolverAllowed(lookups))) return { why: "not-allowed" };
  const waiting = new Set((await listJobs()).map(({ key }) => key));
  if (served.some((want) => waiting.has(wantKey(want)))) return { why: "waiting" };
  const finding = await findingOf(wantKey(first));
  if (finding === undefined) return { why: lookups.mode === "known" ? "known" : "waiting" };
  return { why: "tried", at: finding.remembered?.askedAt ?? finding.document?.at ?? 0, outcome: outcomeOf(finding) };
}
