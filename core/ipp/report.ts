import { sha256 } from "@noble/hashes/sha2.js";
import { asciiBytes, toBase64, toHex } from "../canonical/encoding.ts";
import type { Engine } from "../engine.ts";
import { unfoldedValue } from "../message/display.ts";
import type { Message } from "../message/message.ts";
import { aliasUrl } from "./alias.ts";
import type { Declaration } from "./declaration.ts";
import { DECLARATION_FIELD } from "./parse.ts";
import type { ReportCode } from "./report-codes.ts";

/** What a report is about: the pair that is counted once, whatever the code (3-protocols 4.3, decision 14). */
export interface ReportSubject {
  /** The declaring domain; the From domain where no declaration is covered by a valid signature; "" without one. */
  readonly domain: string;
  /** The declaration's `n`, or base64url SHA3-256 of (Message-ID LF own address). */
  readonly token: string;
  /** Present when the token was the sender's: only then the sender route exists. */
  readonly declaration?: Declaration;
}

/** One HTTP request as data. */
export interface ReportRequest {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<"Content-Type" | "Idempotency-Key", string>>;
  readonly body: string;
}

/**
 * The subject of a report. A declaration that no valid signature covers gives no token: it may be a stranger's, planted so
 * that a complaint hits them (REP-04).
 * @param covered the declaration, when a valid IPP, GMP or DKIM signature covers it
 * @param ownAddress the identity the message was delivered to
 */
export function reportSubject(
  message: Message,
  covered: Declaration | undefined,
  fromDomain: string,
  ownAddress: string,
  engine: Engine,
): ReportSubject {
  if (covered !== undefined) return { domain: covered.domain, token: covered.token, declaration: covered };
  const state = engine.sha3_256();
  state.update(new TextEncoder().encode(`${messageIdOf(message)}\n${ownAddress}`));
  const token = toBase64(state.digest()).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return { domain: fromDomain, token };
}

/** Equal for every request about one (domain, token), whatever the code: hex SHA-256 of (domain LF token). */
export function idempotencyKey({ domain, token }: Pick<ReportSubject, "domain" | "token">): string {
  return toHex(sha256(asciiBytes(`${domain}\n${token}`)));
}

/**
 * The request to the declaring domain: nothing in it but the token that this domain made itself.
 * @param base the domain's own `_ipp` base, proven; never out of the message
 */
export function senderRequest(base: string, subject: ReportSubject, code: ReportCode): ReportRequest | undefined {
  const { declaration } = subject;
  const url = declaration && aliasUrl(base, declaration.localPart, `.report/${declaration.token}/${code}`);
  return url === undefined
    ? undefined
    : request(url, "application/x-www-form-urlencoded", "IPP-Report=One-Click", subject);
}

/** What the reader's own provider gets: the declaration with the fields it covers, so that it can be verified there. */
export interface ProviderReport {
  readonly v: "countersign-report/1";
  readonly domain: string;
  readonly token: string;
  readonly code: ReportCode;
  readonly messageId: string;
  /** Header fields as they stand, folds included, in the order of the message; the declaration among them. */
  readonly fields: readonly string[];
}

/**
 * The content of a report to the reader's own provider, to be shown before it is sent: no body, no field that the
 * declaration does not cover (decision 14).
 */
export function providerReport(message: Message, subject: ReportSubject, code: ReportCode): ProviderReport {
  const { domain, token, declaration } = subject;
  const names = new Set(declaration === undefined ? [] : [DECLARATION_FIELD, ...declaration.fields]);
  const fields = message.fields.filter(({ lowerName }) => names.has(lowerName));
  return {
    v: "countersign-report/1",
    domain,
    token,
    code,
    messageId: messageIdOf(message),
    // One UTF-16 unit for each octet: exactly what a verifier hashes.
    fields: fields.map(({ start, end }) => latin1(message.bytes.subarray(start, end)).replace(/\r\n$/, "")),
  };
}

/**
 * The request to the reader's own provider.
 * @param base the `_ipp` base of the reader's own domain, or the collector an administrator set
 * @param ownAddress the identity that reports; its local part is the alias
 */
export function providerRequest(base: string, ownAddress: string, report: ProviderReport): ReportRequest | undefined {
  const localPart = ownAddress.slice(0, ownAddress.lastIndexOf("@"));
  const url = aliasUrl(base, localPart, `.report/${report.token}/${report.code}`);
  return url === undefined ? undefined : request(url, "application/json", JSON.stringify(report), report);
}

function request(
  url: string,
  type: string,
  body: string,
  subject: Pick<ReportSubject, "domain" | "token">,
): ReportRequest {
  const headers = { "Content-Type": type, "Idempotency-Key": idempotencyKey(subject) };
  return { method: "POST", url, headers, body };
}

/** The first Message-ID as it stands, unfolded; "" without one. */
function messageIdOf(message: Message): string {
  const field = message.fields.find(({ lowerName }) => lowerName === "message-id");
  return field === undefined ? "" : unfoldedValue(message, field);
}

function latin1(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}
