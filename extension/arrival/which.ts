import type { Badge } from "../../core/index.ts";
import { type ArrivalMode, TAGGED } from "./stored.ts";

/** Verdicts that warn: these alone are tagged by default, as a missing warning claims nothing. */
const NEGATIVE: readonly Badge[] = ["ALERT", "CAUTION"];

/** The badge that a tag is for, or undefined where the mode leaves a message without one. */
export function taggedBadge(badge: Badge, mode: ArrivalMode): Badge | undefined {
  if (mode === "off" || !TAGGED.includes(badge)) return undefined;
  return mode === "all" || NEGATIVE.includes(badge) ? badge : undefined;
}

/** The tags of a message as they should be: those of others stay as they are, of ours at most one is there. */
export function tagsFor(tags: readonly string[], ours: (key: string) => boolean, key?: string): readonly string[] {
  return [...tags.filter((one) => !ours(one)), ...(key === undefined ? [] : [key])];
}
