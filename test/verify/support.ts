import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import type { Knowledge, Result } from "../../core/index.ts";
import { verify } from "../../core/index.ts";
import { knowing, knowingKey, mail, mailWithAttachments, octets, record, stamped, text } from "../gmp/support.ts";

/** Verifies with the engine that needs nothing loaded. */
export function verdictOf(bytes: Uint8Array, knowledge: Knowledge = knowing()): Promise<Result> {
  return verify(bytes, knowledge, nobleEngine);
}

/** `BADGE CODE CODE`, notes left out. */
export async function told(bytes: Uint8Array, knowledge?: Knowledge): Promise<string> {
  const { badge, reasons } = await verdictOf(bytes, knowledge);
  return [badge, ...reasons.filter(({ effect }) => effect !== "note").map(({ code }) => code)].join(" ");
}

/** Header lines put in front of a message. */
export function above(bytes: Uint8Array, ...lines: string[]): Uint8Array {
  return octets(lines.map((line) => `${line}\r\n`).join("") + text(bytes));
}

/** The server that Bob's account believes. */
export const SERVER = "mx.example.net";

/** The message as Bob's server delivered it, with what the server says about it. */
export function delivered(bytes: Uint8Array, results?: string): Uint8Array {
  const received = `Received: from out.example.org by ${SERVER} with ESMTPS; Sat, 21 Nov 2026 20:02:00 +0000`;
  return results === undefined
    ? above(bytes, received)
    : above(bytes, `Authentication-Results: ${SERVER}; ${results}`, received);
}

/** Bob's knowledge with his server named. */
export function knowingServer(changes: Partial<Knowledge> = {}): Knowledge {
  const authserv = [{ authservId: SERVER, borderHosts: [SERVER], placement: "above" }] as const;
  return knowing({ account: { addresses: ["bob@example.net"], authserv }, ...changes });
}

/** A two-part page with a remote picture, as organisations send them. */
export function pageMail(html: string): Uint8Array {
  const body = `--cut\r\nContent-Type: text/plain\r\n\r\nHello\r\n--cut\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--cut--\r\n`;
  return mail({ "Content-Type": 'multipart/alternative; boundary="cut"' }, body);
}

/** One message and what Bob knows, for each outcome. */
export async function situations(): Promise<ReadonlyMap<string, { bytes: Uint8Array; knowledge: Knowledge }>> {
  const good = await stamped(mail());
  const files = await stamped(mailWithAttachments());
  const changed = octets(text(good).replace("1 000 EUR", "9 000 EUR"));
  const forged = octets(text(good).replace(/signature=../, "signature=AA"));
  const none = knowing({ trust: [] });
  return new Map([
    ["valid", { bytes: good, knowledge: knowing() }],
    ["valid with attachments", { bytes: files, knowledge: knowing() }],
    ["valid, required", { bytes: good, knowledge: knowing({ trust: [record({ requireStamp: true })] }) }],
    ["valid, late", { bytes: good, knowledge: knowing({ firstSeen: knowing().now + 40 * 86_400 }) }],
    ["known key", { bytes: good, knowledge: knowingKey() }],
    ["no key", { bytes: good, knowledge: none }],
    ["changed", { bytes: changed, knowledge: knowing() }],
    ["changed, known key", { bytes: changed, knowledge: knowingKey() }],
    ["forged", { bytes: forged, knowledge: knowing() }],
    ["no stamp", { bytes: mail(), knowledge: knowing() }],
    ["no stamp, required", { bytes: mail(), knowledge: knowing({ trust: [record({ requireStamp: true })] }) }],
    ["no stamp, expected", { bytes: mail(), knowledge: knowing({ stampedBefore: ["example.org"] }) }],
    ["malformed", { bytes: octets(text(good).replace("v=1;", "v=1; v=1;")), knowledge: knowing() }],
  ]);
}
