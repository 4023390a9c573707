import { decodeAlias, encodeAlias } from "../../ipp/alias.ts";
import { isToken } from "../../ipp/grammar.ts";
import { readIssuedToken } from "../../ipp/issued-token.ts";
import { idempotencyKey } from "../../ipp/report.ts";
import { type ReportCode, readReportCode } from "../../ipp/report-codes.ts";
import { claimOf, readProviderReport } from "../../ipp/verify-report.ts";
import { type Answer, type Asked, plainAnswer } from "./exchange.ts";
import type { RateLimit } from "./rate.ts";
import type { NewReport } from "./store.ts";

/** Largest body of each route, in octets. */
const MAX_PROVIDER_BODY = 128 * 1024;
const MAX_SENDER_BODY = 1024;

/** What a report is received with. */
export interface Receiver {
  /** Secrets of the report tokens that this server's domains issue (decision 14). */
  readonly secrets: readonly Uint8Array[];
  /** Limit for one reporting address, from one client. */
  readonly perReporter: RateLimit;
  /** See `countReport`. */
  readonly count: (report: NewReport) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** The path of a report below a base, taken apart. */
export interface ReportPath {
  readonly localPart: string;
  readonly token: string;
  readonly code: ReportCode;
}

/**
 * Reads `<alias>.report/<token>/<code>`. Nothing is decoded but the alias, and that once; a second spelling of an alias is
 * no alias (IPP-08, REP-08).
 */
export function readReportPath(path: string): ReportPath | undefined {
  const [, alias = "", token = "", word = ""] =
    /^([^/]{1,250})\.report\/([^/]{1,64})\/([a-z-]{1,40})$/.exec(path) ?? [];
  const localPart = decodeAlias(alias);
  const code = readReportCode(word);
  if (localPart === undefined || encodeAlias(localPart) !== alias || code === undefined || !isToken(token))
    return undefined;
  return { localPart, token, code };
}

const REFUSED = plainAnswer(422, "not a report");
const EXPIRED = plainAnswer(410, "expired");

/**
 * Receives a report (3-protocols 4.3): 201 counted, 409 counted before, 410 too late, 404 or 422 refused, 429 later.
 * @param host the domain of this server whose base the path stood below
 */
export async function receiveReport(asked: Asked, host: string, path: ReportPath, by: Receiver): Promise<Answer> {
  const [type = ""] = (asked.header("content-type") ?? "").toLowerCase().split(";");
  if (type.trim() === "application/json") return await fromProviderRoute(asked, host, path, by);
  if (type.trim() === "application/x-www-form-urlencoded") return await fromSenderRoute(asked, host, path, by);
  return plainAnswer(415, "application/json, or application/x-www-form-urlencoded");
}

/** From a reader whose mail provider this server belongs to. */
async function fromProviderRoute(asked: Asked, host: string, path: ReportPath, by: Receiver): Promise<Answer> {
  // Anybody can write in anybody's name: a stranger uses up a limit of their own, and not that of the address.
  const wait = by.perReporter.take(`${asked.client} ${path.localPart}@${host}`, by.clock());
  if (wait > 0) return tooMany(wait);
  const text = await asked.text(MAX_PROVIDER_BODY);
  if (text === undefined) return plainAnswer(413, "too long");
  const report = readProviderReport(text);
  if (report === undefined || report.token !== path.token || report.code !== path.code) return REFUSED;
  if (asked.header("idempotency-key") !== idempotencyKey(report)) return REFUSED;
  const receivedAt = Math.floor(by.clock() / 1000);
  const claim = claimOf(report);
  if (claim !== undefined && claim.expires < receivedAt) return EXPIRED;
  if (claim !== undefined && !isPrintable(claim.sender)) return REFUSED;
  const { domain, token, code } = report;
  return await counted(by, {
    // Databases take no NUL, and nobody's Message-ID has a control character.
    messageId: report.messageId.replace(/[\u0000-\u001f\u007f]/g, "?"),
    ...{ domain, token, code, host, receivedAt },
    route: "provider",
    // Without a declaration there is nothing that could be proven; it is counted apart (decision 14).
    state: claim === undefined ? "unverified" : "pending",
    sender: claim?.sender ?? "",
    nature: claim?.nature ?? "",
    fields: claim === undefined ? "[]" : JSON.stringify(report.fields),
  });
}

/** From anybody who was sent one of the tokens that this server's domain issued. */
async function fromSenderRoute(asked: Asked, host: string, path: ReportPath, by: Receiver): Promise<Answer> {
  const { localPart, token, code } = path;
  const text = await asked.text(MAX_SENDER_BODY);
  if (text === undefined) return plainAnswer(413, "too long");
  if (text !== "IPP-Report=One-Click" || asked.header("idempotency-key") !== idempotencyKey({ domain: host, token }))
    return REFUSED;
  const sender = `${localPart}@${host}`;
  const issued = readIssuedToken(by.secrets, sender, token);
  if (issued === undefined) return plainAnswer(404, "no such token");
  const receivedAt = Math.floor(by.clock() / 1000);
  if (issued.expires < receivedAt) return EXPIRED;
  const nature = issued.nature ?? "";
  return await counted(by, {
    ...{ domain: host, token, code, sender, nature, host, receivedAt, messageId: "", fields: "[]" },
    route: "sender",
    state: "verified",
  });
}

/** Whether a text has no control character: none stands in an address. */
const isPrintable = (text: string) => !/[\u0000-\u001f\u007f]/.test(text);

const counted = async (by: Receiver, report: NewReport): Promise<Answer> =>
  (await by.count(report)) ? plainAnswer(201, "counted") : plainAnswer(409, "counted before");

/** The answer to whoever asks too often. */
export const tooMany = (seconds: number): Answer => plainAnswer(429, "too many", { "retry-after": String(seconds) });
