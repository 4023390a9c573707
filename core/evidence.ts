import type { Line, Reason, UsedKey, Want } from "./result.ts";

/** What one system found out about a message. Systems never see each other's evidence; they meet in `verify.ts`. */
export interface Evidence {
  readonly reasons: readonly Reason[];
  readonly lines: readonly Line[];
  readonly wants: readonly Want[];
  /** What its credit rests on. */
  readonly keys?: readonly UsedKey[];
}

/**
 * One result of a server whose Authentication-Results this account believes (3-protocols section 9), for the systems
 * that build on it.
 */
export interface ServerReport {
  readonly server: string;
  /** Lower case, as `result`. */
  readonly method: string;
  readonly result: string;
  /** Whom it speaks about (T34), lower-case A-labels; absent when it names nobody. */
  readonly domain?: string;
  /** A `pass` that is credit for its domain: neither partial, nor in testing, nor without a proven anchor (T07, T37, T61). */
  readonly credit: boolean;
  /** `ptype.property` in lower case to value. */
  readonly properties: ReadonlyMap<string, string>;
}

/** A DKIM signature that is not true on this device, by its `d=` and `s=` in lower case: no server's word lifts that. */
export interface RefutedSignature {
  readonly domain: string;
  readonly selector: string;
}

/** What the first intermediary of a true ARC chain says it found when the message reached it; its word and no more. */
export interface SealedResults {
  /** Whose seal it is, lower-case A-labels. */
  readonly domain: string;
  /** An authserv-id and results (RFC 8601), unfolded; foreign text. */
  readonly value: string;
}

/** Equal items once: evidence that is repeated says nothing more (L5). */
export function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
