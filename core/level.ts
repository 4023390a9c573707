import type { Badge, JudgedReason } from "./result.ts";

/** Good news, from the least on. */
export const LEVELS = ["TRANSPORT", "INTACT", "VERIFIED"] as const satisfies readonly Badge[];

export type Level = (typeof LEVELS)[number];

const RANKS: readonly Badge[] = LEVELS;

/** From which badge on good news is shown, and who wants it so (8-enterprise 8). */
export interface MinimumLevel {
  readonly level: Level;
  readonly by: "policy" | "user";
}

/**
 * Why good news is not shown; undefined where it is, and for everything that is none: no level touches a warning, or what
 * could not be checked (ADM-05).
 */
export function belowLevel(badge: Badge, minimum: MinimumLevel | undefined): JudgedReason | undefined {
  const rank = RANKS.indexOf(badge);
  if (minimum === undefined || rank < 0 || rank >= LEVELS.indexOf(minimum.level)) return undefined;
  const code = minimum.by === "policy" ? "BELOW_POLICY_LEVEL" : "BELOW_OWN_LEVEL";
  return { code, params: { level: minimum.level }, effect: "note" };
}

/** Whether it was a level that left a message without a badge. */
export const isBelowLevel = ([first]: readonly JudgedReason[]): boolean =>
  first?.code === "BELOW_POLICY_LEVEL" || first?.code === "BELOW_OWN_LEVEL";
