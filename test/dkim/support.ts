import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { checkDkim, type DkimEvidence } from "../../core/dkim/check.ts";
import { type DkimKey, type Knowledge, NOTHING_KNOWN } from "../../core/knowledge.ts";
import { readFrom } from "../../core/message/address.ts";
import { readMessage } from "../../core/message/reader.ts";
import { verify } from "../../core/verify.ts";
import { RSA, SIGNED_AT } from "./sign.ts";

export const octets = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

/** The key of the tests' signer, as a proven look-up found it, unless told otherwise. */
export function dkimKey(change: Partial<DkimKey> = {}): DkimKey {
  return { domain: "example.org", selector: "sel", state: "secure", records: [RSA.record], at: SIGNED_AT, ...change };
}

/** What the reader knows: the key, and a clock a minute after the signature. */
export function knowing(keys: readonly DkimKey[] = [dkimKey()], change: Partial<Knowledge> = {}): Knowledge {
  return { ...NOTHING_KNOWN, now: SIGNED_AT + 60, dkimKeys: keys, ...change };
}

/** The evidence in a message. */
export async function check(mail: string, knowledge: Knowledge = knowing()): Promise<DkimEvidence> {
  const message = readMessage(octets(mail));
  return await checkDkim(message, readFrom(message), knowledge, nobleEngine);
}

/** The codes of its lines. */
export const codes = ({ lines }: Pick<DkimEvidence, "lines">) => lines.map(({ code }) => code);

/** The codes of the lines in a message. */
export const linesIn = async (mail: string, knowledge?: Knowledge) => codes(await check(mail, knowledge));

/** The whole verdict of a message. */
export const verdict = (mail: string, knowledge: Knowledge = knowing()) => verify(octets(mail), knowledge, nobleEngine);
