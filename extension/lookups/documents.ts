import {
  type AnchorSearch,
  activeKeys,
  aliasUrl,
  bootstrapKeys,
  findAnchor,
  type Knowledge,
  MAX_ANSWER_OCTETS,
  MAX_POLICY_OCTETS,
  MAX_PUB_TEXT,
  MAX_STATUS_LIST_TEXT,
  readBootstrap,
  readRemoteUrl,
  readStatusList,
} from "../../core/index.ts";
import { keepCertificates } from "../ipp/certificates.ts";
import { keepPublished } from "../ipp/policies.ts";
import { contact } from "./contact.ts";
import type { DocumentCode, DocumentWant, Fetched, Finding } from "./finding.ts";
import { keepStatusList } from "./store.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;

/** What the fetching of a document works with. */
export interface DocumentParts {
  /** Epoch seconds. */
  readonly now: number;
  /** Trust records, the keys known, and what the DNS said about MAP. */
  readonly knowledge: Pick<Knowledge, "trust" | "keys" | "mapKeys" | "ippAnchors">;
  readonly before: Finding | undefined;
  /** Whether the user allowed this very host by a click. */
  readonly allowed: (url: URL) => Promise<boolean>;
}

/** What came of it, and the seconds until a good document is asked for again. */
export interface Fetching extends Partial<Omit<Fetched, "code" | "at">> {
  readonly code: DocumentCode;
  readonly at: number;
  readonly wait: number;
  /** A status list was stored: verdicts can change by it. */
  readonly stored?: boolean;
}

/** Where a document is; "" for an address that no place can be made of. */
export function documentUrl(want: DocumentWant): string {
  if (want.kind === "status-list") return want.url;
  if (want.kind === "map-bootstrap") return `https://${want.domain}/.well-known/map-bootstrap`;
  const localPart = want.address.slice(0, want.address.lastIndexOf("@"));
  return aliasUrl(want.base, localPart, want.kind === "own-policy" ? ".pol" : ".pub") ?? "";
}

/** Media type, most octets, and what is done with a good one. */
const FORMS = {
  "status-list": { accept: "application/jose", most: MAX_STATUS_LIST_TEXT },
  "map-bootstrap": { accept: "application/jose", most: MAX_ANSWER_OCTETS },
  "ipp-certificate": { accept: "application/x-pem-file", most: MAX_PUB_TEXT },
  "own-policy": { accept: "application/json", most: MAX_POLICY_OCTETS },
} as const;

/** Fetches a document and keeps what is good in it. Never throws; whatever is not good says nothing. */
export async function fetchDocument(want: DocumentWant, parts: DocumentParts): Promise<Fetching> {
  const failed = (code: DocumentCode): Fetching => ({ code, at: parts.now, wait: DAY });
  const read = readRemoteUrl(documentUrl(want));
  if ("fault" in read) return failed("HOST_REFUSED");
  const unfit = unfitness(want, parts);
  if (unfit !== undefined) return failed(unfit);
  // One click, one host (decision 12): until then its name only stands in the list of those that wait for it.
  if (!(await parts.allowed(read.url))) return failed("NOT_ALLOWED");
  const reply = await contact(read.url, FORMS[want.kind]);
  if (reply === undefined) return failed("NO_CONNECTION");
  if (reply.status !== 200) return failed("HTTP_STATUS");
  return (await taken(want, reply.body, parts)) ?? failed("REFUSED");
}

/** Why nobody is asked: the place does not come from where it must come from. */
function unfitness(want: DocumentWant, parts: DocumentParts): DocumentCode | undefined {
  if (want.kind === "status-list") return isListed(want, parts) ? undefined : "NOT_LISTED";
  if (want.kind === "map-bootstrap") return isUnsigned(want.domain, parts) ? undefined : "NOT_UNSIGNED";
  const place = placeOf(want, parts);
  return place.kind === "found" && place.url === want.base ? undefined : "NOT_LISTED";
}

/** The base that the address's own domain publishes now, never one that a message or an old record named (IPP-05). */
function placeOf({ address }: { readonly address: string }, { knowledge }: DocumentParts): AnchorSearch {
  return findAnchor(address.slice(address.lastIndexOf("@") + 1), knowledge.ippAnchors ?? []);
}

async function taken(want: DocumentWant, body: Uint8Array, parts: DocumentParts): Promise<Fetching | undefined> {
  const text = new TextDecoder("windows-1252").decode(body);
  if (want.kind === "status-list") return takeList(want.org_id, text.trim(), parts);
  if (want.kind === "map-bootstrap") return take(want, text.trim(), parts);
  return want.kind === "ipp-certificate"
    ? takeCertificates(want.address, text, want, parts)
    : takePolicy(want, body, parts);
}

/** The certificates of a sender, pinned as they are first met (X5-01). */
async function takeCertificates(
  address: string,
  pub: string,
  want: { readonly address: string },
  parts: DocumentParts,
): Promise<Fetching | undefined> {
  const { now } = parts;
  const place = placeOf(want, parts);
  const anchor = place.kind === "found" && place.state === "secure" ? "dnssec" : "unanchored";
  const stored = await keepCertificates({ address, pub, anchor, at: now });
  return stored === undefined ? undefined : { code: "READ", at: now, issued: now, until: now, wait: WEEK, stored };
}

/** The user's own published policy (IPP-05). */
async function takePolicy(
  { address }: { readonly address: string },
  body: Uint8Array,
  { now }: DocumentParts,
): Promise<Fetching | undefined> {
  const policy = await keepPublished(address, body, now);
  if (policy === undefined) return undefined;
  const wait = Math.max(3600, Math.min((policy.max_age ?? WEEK) / 2, WEEK));
  return { code: "READ", at: now, issued: now, until: now, wait, stored: true };
}

/** Only the list that a trust record names: a message never names one (rule C5). */
function isListed({ org_id, url }: DocumentWant & { kind: "status-list" }, { knowledge }: DocumentParts): boolean {
  return knowledge.trust.some((record) => record.org_id === org_id && record.statusList?.url === url);
}

/** Only after the zone was proven to be unsigned, never after a failure (MAP-11). */
function isUnsigned(domain: string, { knowledge }: DocumentParts): boolean {
  const keys = knowledge.mapKeys ?? [];
  return keys.some((key) => key.domain === domain && key.anchor === "dnssec" && key.state === "insecure");
}

/** A status list signed by a key already trusted for its organisation (ST-03); serials never go back (ST-01). */
async function takeList(orgId: string, jws: string, { now, knowledge }: DocumentParts): Promise<Fetching | undefined> {
  const record = knowledge.trust.find(({ org_id }) => org_id === orgId);
  if (record === undefined) return undefined;
  const list = await readStatusList(jws, orgId, activeKeys(record, knowledge));
  if (list === undefined) return undefined;
  const stored = await keepStatusList({ org_id: orgId, jws, fetchedAt: now, serial: list.serial });
  // Twice within the age that the record allows, so that one failure does not make the list too old.
  const wait = Math.max(DAY, (record.statusList?.maxAge ?? 2 * DAY) / 2);
  return { code: "READ", at: now, issued: list.issued, until: list.expires, wait, stored };
}

async function take(
  { domain }: DocumentWant & { kind: "map-bootstrap" },
  jws: string,
  { now, before }: DocumentParts,
): Promise<Fetching | undefined> {
  const document = await readBootstrap(jws, domain, now, before?.document?.issued);
  if (document === undefined) return undefined;
  const { issued, expires } = document;
  return { code: "READ", at: now, issued, until: expires, keys: bootstrapKeys(document), wait: DAY };
}
