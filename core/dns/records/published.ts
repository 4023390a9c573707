import { parseTagList, type TagList } from "../../canonical/taglist.ts";
import type { Lookup } from "../validate.ts";
import { versioned } from "./txt.ts";

/** Why a proven answer holds no usable record. */
export type RecordFault =
  /** Two records of the version, so none (DNS-13, G37). */
  | "several"
  | "malformed"
  /** A key of an algorithm this version does not know (H13). */
  | "unknown-algorithm"
  /** KEY_WEAK (H13). */
  | "weak"
  /** The answer was made from a wildcard, so nobody published it for this name (DNS-07). */
  | "wildcard";

/** What a look-up says about a published record. `absent` is proven; `unproven` says nothing at all (T60). */
export type Published<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "absent" }
  | { readonly kind: "unusable"; readonly fault: RecordFault }
  | { readonly kind: "unproven" };

/**
 * Reads the one TXT record of a protocol that a proven answer holds: a tag list, never out of a wildcard, never one of
 * two (DNS-07, DNS-13).
 * @param version the value of `v`, such as `GMP1`
 * @param defined names of the tags the reader knows (G22, H25)
 */
export function theRecord<T extends object>(
  { state, records, wildcard }: Pick<Lookup, "state" | "records" | "wildcard">,
  version: string,
  defined: ReadonlySet<string>,
  read: (tags: ReadonlyMap<string, string>) => T | RecordFault,
): Published<T> {
  if (state !== "SECURE") return { kind: "unproven" };
  const [text, more] = versioned(records, version);
  if (text === undefined) return { kind: "absent" };
  if (wildcard) return { kind: "unusable", fault: "wildcard" };
  if (more !== undefined) return { kind: "unusable", fault: "several" };
  const tags = parseTagList(text, defined);
  const value = tags === undefined ? "malformed" : read(byName(tags));
  return typeof value === "string" ? { kind: "unusable", fault: value } : { kind: "found", value };
}

const byName = (tags: TagList) => new Map(tags.map(({ name, value }) => [name, value]));
