import { strictBase64 } from "../canonical/encoding.ts";
import { parseTagList, type TagList } from "../canonical/taglist.ts";
import { toALabel } from "../message/domain.ts";
import { asciiLower } from "../message/fields.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { isBelow } from "../trust/scope.ts";

/** How header or body were put in one form (RFC 6376 s3.4). */
export type Form = "simple" | "relaxed";

/** `rsa-sha1` is recognised and never tried (RFC 8301 s3.1). */
export type DkimAlgorithm = "rsa-sha256" | "ed25519-sha256" | "rsa-sha1" | "unknown";

/** A field of tags as it stands: what is signed of it is its text without the value of `b=` (RFC 6376 s3.5). */
export interface TaggedField {
  readonly field: HeaderField;
  /** The name and its colon as they stand, and the value, the field's line end left out; its tags. */
  readonly head: string;
  readonly text: string;
  readonly tags: TagList;
}

/** What signatures and seals say alike: who signed, and how. */
export interface SignedBy {
  readonly algorithm: DkimAlgorithm;
  readonly signature: Uint8Array;
  /** `d=` and `s=` in lower case. */
  readonly domain: string;
  readonly selector: string;
  /** `t=`, epoch seconds. */
  readonly signedAt?: number;
}

/** A DKIM-Signature field, or an ARC-Message-Signature, whose every tag was read (RFC 6376 s3.5, RFC 8617 s4.1.2). */
export interface DkimSignature extends TaggedField, SignedBy {
  readonly bodyHash: Uint8Array;
  readonly headerForm: Form;
  readonly bodyForm: Form;
  /** `h=` in lower case, in its order, repetitions kept. */
  readonly names: readonly string[];
  /** `i=` names exactly `d=`, not a domain below it; what the flag `s` of a key asks for. */
  readonly sameAgent: boolean;
  /** `l=`: octets of the body covered. */
  readonly length?: number;
  /** `x=`, epoch seconds. */
  readonly expires?: number;
}

/** Values in one piece by grammar; all others, unknown ones included, may hold blanks and folds (RFC 6376 s3.2). */
const ONE_PIECE = new Set(["v", "a", "c", "d", "i", "l", "s", "t", "x"]);
const FOLDABLE = { has: (name: string) => !ONE_PIECE.has(name) };

const FIELD_NAME = /^[\t\n\r ]*([!-9;-~]+)[\t\n\r ]*$/;
/** `sub-domain *("." sub-domain)`; the underscore is no such letter, and real selectors have it. */
const SELECTOR = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * Reads a DKIM-Signature field (RFC 6376 s3.5, s6.1.1). Whatever is unusual in a defined tag makes the whole field void.
 * @returns undefined when malformed, of another version, or when `h=` lacks From
 */
export function readSignature(message: Message, field: HeaderField): DkimSignature | undefined {
  const tagged = readTags(message, field);
  if (tagged === undefined) return undefined;
  const value = valuesOf(tagged);
  if (value.get("v") !== "1" || !asksTxt(value.get("q"))) return undefined;
  const signature = readSigned(tagged, value);
  const agent = signature && readAgent(value.get("i"), signature.domain);
  return signature && agent && { ...signature, sameAgent: agent === "same" };
}

/** The text of a field of tags and its tags; undefined where it is no tag list (RFC 6376 s3.2). */
export function readTags(message: Message, field: HeaderField): TaggedField | undefined {
  const text = message.text(field.valueStart, field.end).replace(/\r\n$/, "");
  const tags = parseTagList(text, undefined, FOLDABLE);
  return tags && { field, head: message.text(field.start, field.valueStart), text, tags };
}

/** The tags' values by name. */
export const valuesOf = ({ tags }: TaggedField): ReadonlyMap<string, string> =>
  new Map(tags.map((tag) => [tag.name, tag.value]));

/** `a=`, `b=`, `d=`, `s=` and `t=`, alike in signatures and seals; undefined when malformed. */
export function readSignedBy(value: ReadonlyMap<string, string>): SignedBy | undefined {
  const [a, b] = [value.get("a") ?? "", value.get("b") ?? ""];
  const signature = strictBase64(b);
  const domain = toALabel(value.get("d") ?? "");
  const selector = asciiLower(value.get("s") ?? "");
  const signedAt = number(value.get("t"), 12);
  if (a === "" || b === "" || signature === undefined || domain === undefined) return undefined;
  if (!SELECTOR.test(selector) || signedAt === false) return undefined;
  return { algorithm: readAlgorithm(a), signature, domain, selector, ...(signedAt !== undefined && { signedAt }) };
}

/** Everything but `v=`, `q=` and `i=`, which DKIM and ARC give different meanings; undefined when malformed. */
export function readSigned(
  tagged: TaggedField,
  value: ReadonlyMap<string, string>,
): Omit<DkimSignature, "sameAgent"> | undefined {
  const by = readSignedBy(value);
  const bodyHash = strictBase64(value.get("bh") ?? "");
  const forms = readForms(value.get("c"));
  const names = readNames(tagged);
  const [length, expires] = [number(value.get("l"), 76), number(value.get("x"), 12)];
  if (by === undefined || !value.get("bh") || bodyHash === undefined || forms === undefined || names === undefined)
    return undefined;
  if (length === false || expires === false) return undefined;
  if (by.signedAt !== undefined && expires !== undefined && expires <= by.signedAt) return undefined;
  return {
    ...tagged,
    ...by,
    bodyHash,
    ...forms,
    names,
    ...(length !== undefined && { length }),
    ...(expires !== undefined && { expires }),
  };
}

/** The algorithm a name stands for; names are lower case. */
export function readAlgorithm(text: string | undefined): DkimAlgorithm {
  return text === "rsa-sha256" || text === "ed25519-sha256" || text === "rsa-sha1" ? text : "unknown";
}

/** `simple/simple` without the tag; one word is the header's, and the body's is `simple` then. */
function readForms(text = "simple/simple"): Pick<DkimSignature, "headerForm" | "bodyForm"> | undefined {
  const [header = "", body = "simple", ...more] = text.split("/");
  const isForm = (word: string): word is Form => word === "simple" || word === "relaxed";
  return more.length === 0 && isForm(header) && isForm(body) ? { headerForm: header, bodyForm: body } : undefined;
}

/** Blanks may stand around the colons, not inside a name: `fr om` is no name. */
function readNames({ text, tags }: TaggedField): readonly string[] | undefined {
  const tag = tags.find(({ name }) => name === "h");
  const names = text
    .slice(tag?.rawStart, tag?.rawEnd)
    .split(":")
    .map((part) => FIELD_NAME.exec(part)?.[1]);
  const lower = names.flatMap((name) => (name === undefined ? [] : [asciiLower(name)]));
  // Without From a signature says nothing about whom the reader sees (RFC 6376 s5.4, s6.1.1).
  return lower.length === names.length && lower.includes("from") ? lower : undefined;
}

/** Decimal digits, at most as many as RFC 6376 allows; false when malformed. */
function number(text: string | undefined, digits: number): number | undefined | false {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) && text.length <= digits ? Number(text) : false;
}

/** `[ Local-part ] "@" domain-name`, the domain at or below `d=`; undefined when it is not. */
function readAgent(text: string | undefined, domain: string): "same" | "below" | undefined {
  if (text === undefined) return "same";
  const own = toALabel(text.slice(text.lastIndexOf("@") + 1));
  if (own === undefined || !text.includes("@")) return undefined;
  if (own === domain) return "same";
  return isBelow(own, domain) ? "below" : undefined;
}

/** A list of ways to ask for the key; DNS TXT is the only one there is. */
function asksTxt(text = "dns/txt"): boolean {
  return text.split(":").includes("dns/txt");
}
