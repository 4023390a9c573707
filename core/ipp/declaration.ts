import { strictBase64 } from "../canonical/encoding.ts";
import { parseTagList, type TagList } from "../canonical/taglist.ts";
import type { SignatureAlgorithm } from "../knowledge.ts";
import { decodeAlias } from "./alias.ts";
import { isDomain, isNature, isToken, readEpoch } from "./grammar.ts";

/** A declaration whose every value has been read (3-protocols 4.2). */
export interface Declaration {
  /** The field's value as it stands, without its last line end. */
  readonly text: string;
  readonly tags: TagList;
  /** `d`: lower-case A-labels. */
  readonly domain: string;
  /** `l`, decoded once: the local part. */
  readonly localPart: string;
  readonly nature: string;
  /** `n`. */
  readonly token: string;
  /** `t` and `x`, epoch seconds. */
  readonly created: number;
  readonly expires: number;
  /** `h`: lower-case names in their order. */
  readonly fields: readonly string[];
  /** `bh`: 32 octets. */
  readonly bodyHash: Uint8Array;
  readonly alg: SignatureAlgorithm;
  /** `b`. */
  readonly signature: Uint8Array;
}

const DEFINED = new Set(["v", "d", "l", "nature", "n", "t", "x", "h", "bh", "a", "b"]);
/** G19, and blanks around the colons of `h` (G48). */
const FOLDABLE = new Set(["b", "bh", "h"]);
const ALGORITHMS = ["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha256"] as const satisfies readonly SignatureAlgorithm[];
/** Fields that cannot cover themselves, or come later (G48, G60). */
const NEVER_COVERED = new Set(["ipp-declaration", "x-guardmail-stamp"]);
/** Longest validity, in seconds (G50). */
const MAX_LIFETIME = 90 * 86_400;
/** A field name in lower case (RFC 5322 s3.6.8), without the `;` that ends a tag. */
const FIELD_NAMES = /^[!-9<-@[-~]+(?::[!-9<-@[-~]+)*$/;

/**
 * Reads the value of an `IPP-Declaration` field.
 * @param text the value as it stands, folds included, without the line end of the field
 * @returns undefined when malformed: any value out of its grammar makes the whole field that (G51, H19)
 */
export function readDeclaration(text: string): Declaration | undefined {
  const tags = parseTagList(text, DEFINED, FOLDABLE);
  if (tags === undefined) return undefined;
  const value = (name: string) => tags.find((tag) => tag.name === name)?.value ?? "";
  const domain = value("d");
  const nature = value("nature");
  const token = value("n");
  if (value("v") !== "IPP1" || !isDomain(domain) || !isNature(nature) || !isToken(token)) return undefined;
  const localPart = decodeAlias(value("l"));
  const times = readTimes(value("t"), value("x"));
  const fields = readFields(text, tags);
  const alg = ALGORITHMS.find((known) => known === value("a"));
  const bodyHash = /^.{43}=$/.test(value("bh")) ? strictBase64(value("bh")) : undefined;
  const signature = value("b") === "" ? undefined : strictBase64(value("b"));
  if (localPart === undefined || times === undefined || fields === undefined) return undefined;
  if (alg === undefined || bodyHash === undefined || signature === undefined) return undefined;
  return { text, tags, domain, localPart, nature, token, ...times, fields, bodyHash, alg, signature };
}

function readTimes(t: string, x: string): Pick<Declaration, "created" | "expires"> | undefined {
  const [created, expires] = [readEpoch(t), readEpoch(x)];
  if (created === undefined || expires === undefined) return undefined;
  return expires > created && expires - created <= MAX_LIFETIME ? { created, expires } : undefined;
}

function readFields(text: string, tags: TagList): readonly string[] | undefined {
  const tag = tags.find(({ name }) => name === "h");
  if (tag === undefined || !FIELD_NAMES.test(tag.value)) return undefined;
  // The tag list reader took blanks out; inside a name they would join two words into one (G48).
  const raw = text.slice(tag.rawStart, tag.rawEnd).trim();
  if (raw.split(":").some((piece) => /[\t\n\r ]/.test(piece.trim()))) return undefined;
  const names = tag.value.split(":");
  const repeated = new Set(names).size < names.length;
  return repeated || names.some((name) => NEVER_COVERED.has(name)) ? undefined : names;
}
