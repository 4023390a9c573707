import type { Knowledge } from "../../core/knowledge.ts";

/** A message, what its reader knows, and by hand what must come of it: `BADGE REASON … | line …`. */
export interface Case {
  readonly id: string;
  readonly rules: readonly string[];
  readonly bytes: Uint8Array;
  readonly knowledge?: Knowledge;
  readonly told: string;
}

/** One case; its rules are separated by spaces. */
export const one = (id: string, rules: string, bytes: Uint8Array, told: string, knowledge?: Knowledge): Case => ({
  id,
  rules: rules.split(" "),
  bytes,
  told,
  ...(knowledge && { knowledge }),
});
