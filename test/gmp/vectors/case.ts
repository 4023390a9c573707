import type { Knowledge } from "../../../core/knowledge.ts";
import { knowing } from "../support.ts";

/** One vector before it is computed. The expectation is written by hand; the generator refuses to write another. */
export interface VectorCase {
  readonly id: string;
  /** Rules of docs/protocols/gmp.md that this case would break under. */
  readonly rules: readonly string[];
  readonly about: string;
  /** `WORD BADGE REASON…`, reasons sorted. */
  readonly expect: string;
  readonly message: () => Promise<Uint8Array> | Uint8Array;
  readonly knowledge: Knowledge;
}

/** A case under Bob's usual knowledge, or another. */
export function vector(
  id: string,
  rules: string,
  about: string,
  expect: string,
  message: VectorCase["message"],
  knowledge: Knowledge = knowing(),
): VectorCase {
  return { id, rules: rules.split(" "), about, expect, message, knowledge };
}

export const GOOD = "VALID VERIFIED";
