import { concat } from "../canonical/concat.ts";
import { latin1Bytes } from "../canonical/encoding.ts";
import { verifySignature } from "../crypto/signature.ts";
import type { Knowledge } from "../knowledge.ts";
import { readFrom } from "../message/address.ts";
import { readMessage } from "../message/reader.ts";
import { parseStrictJson } from "../trust/json.ts";
import { isDomain, isToken } from "./grammar.ts";
import { findDeclaration } from "./parse.ts";
import type { ProviderReport } from "./report.ts";
import { readReportCode } from "./report-codes.ts";
import { senderKeys } from "./sender-key.ts";
import { signingInput } from "./signing-input.ts";

/** Most header fields in a report, and most characters of one. */
const MAX_FIELDS = 100;
const MAX_FIELD = 10_000;
const MAX_MESSAGE_ID = 998;

/**
 * Reads the body of a provider-route report; undefined for anything else.
 * @param text JSON, see {@link ProviderReport}
 */
export function readProviderReport(text: string): ProviderReport | undefined {
  const json = parseStrictJson(text);
  if ("fault" in json || typeof json.value !== "object" || json.value === null) return undefined;
  const found = new Map<string, unknown>(Object.entries(json.value));
  const textOf = (name: string) => {
    const value = found.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const [domain, token, messageId] = [textOf("domain"), textOf("token"), textOf("messageId")];
  const code = readReportCode(textOf("code") ?? "");
  const list: unknown = found.get("fields");
  if (found.get("v") !== "countersign-report/1" || code === undefined || !Array.isArray(list)) return undefined;
  if (token === undefined || !isToken(token) || messageId === undefined || messageId.length > MAX_MESSAGE_ID)
    return undefined;
  if (domain === undefined || (domain !== "" && !isDomain(domain)) || list.length > MAX_FIELDS) return undefined;
  const fields = list.filter((item: unknown) => typeof item === "string" && item.length <= MAX_FIELD && isField(item));
  return fields.length < list.length
    ? undefined
    : { v: "countersign-report/1", domain, token, code, messageId, fields: fields.map(String) };
}

/** One header field of octets, folds included: nothing in it ends the field or the header section. */
const isField = (text: string) => /^[!-9;-~]+:(?:[^\r\n\u0100-\uffff]|\r\n[\t ])*$/.test(text);

/**
 * Whether the declaration that a report carries is the declared sender's own: only such reports speak about that sender;
 * all others are counted apart (decision 14).
 * @param at epoch seconds at which the report is judged
 */
export async function verifyReport(
  report: ProviderReport,
  at: number,
  knowledge: Pick<Knowledge, "senderCertificates">,
): Promise<boolean> {
  const message = readMessage(evidenceOctets(report.fields));
  const found = findDeclaration(message);
  if (found.kind !== "declaration") return false;
  const { declaration } = found;
  const { domain, localPart, token, created, expires, alg, signature } = declaration;
  if (domain !== report.domain || token !== report.token || at > expires || at < created - CLOCK_SKEW) return false;
  const author = readFrom(message);
  const [from] = author.mailboxes;
  if (author.ambiguities.length > 0 || from?.localPart !== localPart || from.domain !== domain) return false;
  const input = signingInput(message, declaration);
  for (const key of await senderKeys(`${localPart}@${domain}`, [created], knowledge))
    if (key.alg === alg && (await verifySignature(alg, key.octets, input, signature)) === true) return true;
  return false;
}

/** What the declaration that a report carries says about itself; undefined without one for the reported pair. */
export function claimOf({ fields, domain, token }: Pick<ProviderReport, "fields" | "domain" | "token">) {
  const found = findDeclaration(readMessage(evidenceOctets(fields)));
  if (found.kind !== "declaration") return undefined;
  const { declaration } = found;
  if (declaration.domain !== domain || declaration.token !== token) return undefined;
  const { localPart, nature, expires } = declaration;
  return { sender: `${localPart}@${domain}`, nature, expires };
}

/** The header section that the fields of a report make, with the empty line that ends it. */
export const evidenceOctets = (fields: readonly string[]): Uint8Array =>
  concat([...fields.map((field) => latin1Bytes(`${field}\r\n`)), latin1Bytes("\r\n")]);

/** Seconds that the clocks of sender and receiver may differ (G50). */
const CLOCK_SKEW = 600;
