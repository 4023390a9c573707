import { isBelowLevel } from "../level.ts";
import type { Reason, Result } from "../result.ts";
import { REASONS, type ReasonCode } from "./reasons.ts";

/** Which sentence of `core/words/` is said, and the names of its values in the order of its placeholders. */
export interface SentenceKey {
  readonly key: string;
  readonly names: readonly string[];
}

/** Reasons with a list of names. Only what is proven is named, so the list may be empty: then another sentence speaks. */
export const LISTING: ReadonlyMap<ReasonCode, string> = new Map([
  ["HDR", "fields"],
  ["ATT", "files"],
]);

/** The sentence of a reason: `reason_<CODE>`, or `reason_<CODE>_unnamed` where there is nothing to name. */
export function reasonSentence({ code, params }: Reason): SentenceKey {
  const names: readonly string[] = REASONS[code].params;
  const list = LISTING.get(code);
  if (list === undefined || (params[list] ?? "") !== "") return { key: `reason_${code}`, names };
  return { key: `reason_${code}_unnamed`, names: names.filter((name) => name !== list) };
}

/** Where there is nobody to trust at one click, the badge does not offer it. */
const SEALED_WORDS: ReadonlyMap<string, string> = new Map([
  ["trust_sealed", "_sealed"],
  ["trust_mt2", "_mt2"],
  ["trust_mt2_vouched", "_mt2"],
]);

const wordsOf = (badge: string) => ({ badge, title: `${badge}_title`, next: `${badge}_next` });

/**
 * The badge's words: `<badge>_word`, and the keys of its title and of what to do next. An alert about nothing but a
 * missing stamp has words of its own, the title of a doubt says what kind of doubt it is (4-threats D.5), that of a
 * checked domain who checked it, and under a server's seal there is nobody to trust. Where a level left no badge, that is
 * said and not that there is no receipt.
 */
export function badgeWords({ badge, reasons, summary }: Pick<Result, "badge" | "reasons" | "summary">): {
  readonly badge: string;
  readonly title: string;
  readonly next: string;
} {
  if (badge === "NONE" && isBelowLevel(reasons)) return wordsOf("badge_NONE_level");
  const [heaviest] = reasons;
  const doubt = heaviest && REASONS[heaviest.code].warning;
  const others = reasons.some(({ code, effect }) => effect === "alert" && REASONS[code].warning !== "missing");
  const words = badge === "ALERT" && doubt === "missing" && !others ? "badge_ALERT_missing" : `badge_${badge}`;
  if (badge === "TRANSPORT" && summary.from.code === "from_signed")
    return { badge: words, title: "badge_TRANSPORT_signed_title", next: `${words}_next` };
  const sealed = badge === "INTACT" ? (SEALED_WORDS.get(summary.trust.code) ?? "") : "";
  const title = badge === "CAUTION" && doubt ? `warning_${doubt}` : `${words}${sealed}_title`;
  return { badge: words, title, next: `${words}${sealed}_next` };
}
