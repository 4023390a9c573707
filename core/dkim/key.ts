import type { Knowledge } from "../knowledge.ts";
import { type NoKey, type PublishedKey, readDkimKeyRecords } from "./key-record.ts";
import type { SignedBy } from "./signature.ts";

/** The key of a signature and how far it is proven, or why there is none. */
export type FoundKey =
  | (PublishedKey & { readonly proven: boolean })
  | NoKey
  /** Nobody has asked yet, or nothing that was answered can be believed. */
  | { readonly kind: "unknown" | "unproven" };

/** Looks a key up by `d=` and `s=`, and by nothing else in the message. */
export function findKey({ domain, selector }: SignedBy, knowledge: Knowledge): FoundKey {
  const named = (knowledge.dkimKeys ?? []).filter((key) => key.domain === domain && key.selector === selector);
  const [answer, ...more] = named;
  // What is not known is INDETERMINATE (T60); neither is two answers to one question.
  if (answer === undefined || more.length > 0 || answer.state === "indeterminate") return { kind: "unknown" };
  if (answer.state === "bogus") return { kind: "unproven" };
  const record = readDkimKeyRecords(answer.records);
  return record.kind === "key" ? { ...record, proven: answer.state === "secure" } : record;
}
