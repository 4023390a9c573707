import {
  activeKeys,
  bootstrapKeys,
  type Knowledge,
  MAX_ANSWER_OCTETS,
  MAX_STATUS_LIST_TEXT,
  readBootstrap,
  readRemoteUrl,
  readStatusList,
} from "../../core/index.ts";
import { contact } from "./contact.ts";
import type { DocumentCode, DocumentWant, Fetched, Finding } from "./finding.ts";
import { keepStatusList } from "./store.ts";

const DAY = 86_400;

/** What the fetching of a document works with. */
export interface DocumentParts {
  /** Epoch seconds. */
  readonly now: number;
  /** Trust records, the keys known, and what the DNS said about MAP. */
  readonly knowledge: Pick<Knowledge, "trust" | "keys" | "mapKeys">;
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

/** Where a document is. */
export const documentUrl = (want: DocumentWant): string =>
  want.kind === "status-list" ? want.url : `https://${want.domain}/.well-known/map-bootstrap`;

/** Fetches a document and keeps what is good in it. Never throws; whatever is not good says nothing. */
export async function fetchDocument(want: DocumentWant, parts: DocumentParts): Promise<Fetching> {
  const failed = (code: DocumentCode): Fetching => ({ code, at: parts.now, wait: DAY });
  const read = readRemoteUrl(documentUrl(want));
  if ("fault" in read) return failed("HOST_REFUSED");
  if (want.kind === "status-list" && !isListed(want, parts)) return failed("NOT_LISTED");
  if (want.kind === "map-bootstrap" && !isUnsigned(want.domain, parts)) return failed("NOT_UNSIGNED");
  // One click, one host (decision 12): until then its name only stands in the list of those that wait for it.
  if (!(await parts.allowed(read.url))) return failed("NOT_ALLOWED");
  const most = want.kind === "status-list" ? MAX_STATUS_LIST_TEXT : MAX_ANSWER_OCTETS;
  const reply = await contact(read.url, { accept: "application/jose", most });
  if (reply === undefined) return failed("NO_CONNECTION");
  if (reply.status !== 200) return failed("HTTP_STATUS");
  const jws = new TextDecoder("windows-1252").decode(reply.body).trim();
  const good = want.kind === "status-list" ? await takeList(want.org_id, jws, parts) : await take(want, jws, parts);
  return good ?? failed("REFUSED");
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
