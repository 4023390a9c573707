import { strictBase64 } from "../canonical/encoding.ts";
import { parseTagList } from "../canonical/taglist.ts";
import { toALabel } from "../message/domain.ts";
import { asciiLower } from "../message/fields.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { octetString } from "../message/octets.ts";
import { type DkimAlgorithm, readAlgorithm } from "./signature.ts";

/** One of the signatures in `s=`, each by another key of the domain. */
export interface Dkim2Value {
  readonly selector: string;
  readonly algorithm: DkimAlgorithm;
  readonly signature: Uint8Array;
}

/** A DKIM2-Signature: one system that passed the message on (draft-ietf-dkim-dkim2-spec-06 s8). */
export interface Dkim2Signature {
  readonly field: HeaderField;
  /** `i=`, from 1. */
  readonly sequence: number;
  /** `m=`: the newest Message-Instance at that time. */
  readonly instance: number;
  readonly domain: string;
  /** Domains of the envelope: of MAIL FROM ("" for the null sender) and of each RCPT TO; or of the next signer alone. */
  readonly from?: string;
  readonly to: readonly string[];
  readonly next?: string;
  readonly values: readonly Dkim2Value[];
}

/** A Message-Instance: what the message was after one system changed it (s7). */
export interface MessageInstance {
  readonly field: HeaderField;
  /** `m=`, from 1. */
  readonly instance: number;
  /** SHA-256 of header fields and body; absent where only other digests are given. */
  readonly hashes?: { readonly header: Uint8Array; readonly body: Uint8Array };
}

const ANYWHERE = { has: () => true };
/** Longest nonce (s8.3). */
const MAX_NONCE = 64;
/** Most signatures of one system: one for each algorithm there is, and room for as many to come (s8.9). */
const MAX_VALUES = 6;

/** The tags by lower-case name; undefined where it is no list, or one name stands twice in any case (s7, s8). */
function tagsOf(message: Message, field: HeaderField): ReadonlyMap<string, string> | undefined {
  const text = message.text(field.valueStart, field.end).replace(/\r\n$/, "");
  const tags = parseTagList(text, undefined, ANYWHERE);
  const values = new Map(tags?.map(({ name, value }) => [asciiLower(name), value]));
  return tags !== undefined && values.size === tags.length ? values : undefined;
}

/** Reads one DKIM2-Signature; undefined when malformed. */
export function readDkim2Signature(message: Message, field: HeaderField): Dkim2Signature | undefined {
  const value = tagsOf(message, field);
  const [sequence, instance] = [ordinal(value?.get("i")), ordinal(value?.get("m"))];
  const domain = toALabel(value?.get("d") ?? "");
  const values = readList(value?.get("s"), /[,|]/, readValue);
  if (value === undefined || sequence === undefined || instance === undefined || domain === undefined) return undefined;
  if (values === undefined || values.length > MAX_VALUES || !/^\d{1,15}$/.test(value.get("t") ?? "")) return undefined;
  if ((value.get("n") ?? "").length > MAX_NONCE) return undefined;
  const path = readPath(value);
  return path && { field, sequence, instance, domain, values, ...path };
}

/** Either `nd=`, or both `mf=` and `rt=`; anything else is malformed (s8). */
function readPath(value: ReadonlyMap<string, string>): Pick<Dkim2Signature, "from" | "to" | "next"> | undefined {
  const [mf, rt, nd] = [value.get("mf"), value.get("rt"), value.get("nd")];
  if (nd !== undefined) {
    const next = toALabel(nd);
    return mf === undefined && rt === undefined && next !== undefined ? { to: [], next } : undefined;
  }
  const [from, to] = [domainIn(mf), readList(rt, /,/, domainIn)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** Reads one Message-Instance; undefined when malformed. */
export function readMessageInstance(message: Message, field: HeaderField): MessageInstance | undefined {
  const value = tagsOf(message, field);
  const instance = ordinal(value?.get("m"));
  const sets = readList(value?.get("h"), /,/, readHashes);
  if (instance === undefined || sets === undefined) return undefined;
  const names = new Set(sets.map(({ name }) => name));
  const hashes = sets.find(({ name }) => name === "sha256");
  return names.size === sets.length ? { field, instance, ...(hashes && { hashes }) } : undefined;
}

function readHashes(text: string): { name: string; header: Uint8Array; body: Uint8Array } | undefined {
  const [name = "", header = "", body = "", ...more] = text.split(":");
  const [first, second] = [strictBase64(header), strictBase64(body)];
  if (name === "" || header === "" || body === "" || more.length > 0 || first === undefined || second === undefined)
    return undefined;
  return { name: asciiLower(name), header: first, body: second };
}

function readValue(text: string): Dkim2Value | undefined {
  const [selector = "", algorithm = "", base64 = "", ...more] = text.split(":");
  const signature = strictBase64(base64);
  if (selector === "" || base64 === "" || more.length > 0 || signature === undefined) return undefined;
  return { selector: asciiLower(selector), algorithm: readAlgorithm(algorithm), signature };
}

/** Items of a list, none of them malformed; undefined otherwise. */
function readList<T>(text: string | undefined, border: RegExp, read: (item: string) => T | undefined) {
  const items = (text ?? "").split(border).map(read);
  const good = items.filter((item) => item !== undefined);
  return text !== undefined && good.length === items.length ? good : undefined;
}

/** The domain in a path of base64; "" for the null sender. Older drafts have no brackets around it. */
function domainIn(base64: string | undefined): string | undefined {
  const octets = strictBase64(base64 ?? "");
  if (octets === undefined || octets.length === 0) return undefined;
  const path = octetString(octets).replace(/^<(.*)>$/, "$1");
  return path === "" ? "" : toALabel(path.slice(path.lastIndexOf("@") + 1));
}

const ordinal = (text = "") => (/^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined);
