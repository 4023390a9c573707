import { asciiBytes, strictBase64Url, toBase64Url } from "../canonical/encoding.ts";
import { readFrom, readMailboxes } from "../message/address.ts";
import type { Message } from "../message/message.ts";

/** Who writes to whom, as addr-specs in the form of T22 and T23. */
export interface People {
  readonly from: string;
  /** To and Cc together, sorted by octets, none twice. */
  readonly to: readonly string[];
}

const VERSION = "map-hpke/1";

/** Octets of `eid`, which the sealing side draws for each message (T24). */
export const EID_OCTETS = 16;

/**
 * The people of a message (T22, T23): the only From mailbox, and everybody in To and Cc.
 * @returns undefined where a reader could see other people: several fields, group syntax, doubtful addresses
 */
export function peopleOf(message: Message): People | undefined {
  const author = readFrom(message);
  const fields = ["to", "cc"].map((name) => ({
    ...readMailboxes(message, name),
    count: message.fields.filter(({ lowerName }) => lowerName === name).length,
  }));
  const [from, ...others] = author.mailboxes;
  if (from === undefined || from.domain === "" || others.length > 0 || author.ambiguities.length > 0) return undefined;
  if (fields.some(({ count, groups, ambiguities }) => count > 1 || groups || ambiguities.length > 0)) return undefined;
  const recipients = fields.flatMap(({ mailboxes }) => mailboxes);
  if (recipients.some(({ domain }) => domain === "")) return undefined;
  return { from: from.addrSpec, to: sortedOnce(recipients.map(({ addrSpec }) => addrSpec)) };
}

/** Sorted by their UTF-8 octets, which is not the order of UTF-16 units. */
function sortedOnce(addresses: readonly string[]): readonly string[] {
  const points = (text: string) => [...text].map((char) => char.codePointAt(0) ?? 0);
  const compare = (a: string, b: string) => {
    const [left, right] = [points(a), points(b)];
    const at = left.findIndex((point, index) => point !== right[index]);
    return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
  };
  return [...new Set(addresses)].sort(compare);
}

/** The `aad` member: base64url of the JSON (RFC 8785) of exactly these four members (T24). */
export function writeAad(eid: string, { from, to }: People): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify({ eid, from, to, v: VERSION })));
}

/** What a comparison of the `aad` member with the outer header gives; both sides are public (T28). */
export type AadAnswer = "same" | "other" | "unsupported";

/**
 * Compares the `aad` member with the people of the message that carries it (E2E-03).
 * @param people undefined where nobody can say who they are
 */
export function compareAad(aad: string, people: People | undefined): AadAnswer {
  const octets = strictBase64Url(aad);
  const members = octets === undefined ? undefined : parseObject(octets);
  const eid = members?.get("eid");
  if (members?.get("v") !== VERSION || typeof eid !== "string") return "unsupported";
  if (strictBase64Url(eid)?.length !== EID_OCTETS) return "unsupported";
  // One spelling only: other members, another order or other escapes are other text.
  return people !== undefined && writeAad(eid, people) === aad ? "same" : "other";
}

function parseObject(octets: Uint8Array): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(octets));
    return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

/** What the content cipher authenticates besides the content (RFC 7516 s5.1 step 14). */
export function authenticated(protectedHeader: string, aad: string): Uint8Array {
  return asciiBytes(`${protectedHeader}.${aad}`);
}
