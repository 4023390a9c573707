import type { Badge, Line, Params, Reason, Result, Sentence } from "../result.ts";
import { LINES } from "../verdict/line-codes.ts";
import { REASONS } from "../verdict/reasons.ts";
import { SUMMARY } from "../verdict/summary-codes.ts";
import { hasSentence, say } from "../words/format.ts";
import { shown } from "./terminal.ts";

/** The shape of each badge, so that colour is never the only sign (4-threats D.5). */
export const SHAPES: Readonly<Record<Badge, string>> = {
  VERIFIED: "✔",
  INTACT: "○",
  TRANSPORT: "▷",
  NONE: "·",
  UNCHECKED: "?",
  CAUTION: "▲",
  ALERT: "⬣",
};

const inOrder = (names: readonly string[], params: Params) => names.map((name) => shown(params[name] ?? ""));

const SUMMARY_PARAMS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(SUMMARY));

const LINE_PARAMS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(LINES));

/** The sentence of a reason. */
export function sayReason(language: string, { code, params }: Reason): string {
  return say(language, `reason_${code}`, inOrder(REASONS[code].params, params));
}

/** One of the three lines. */
export function saySummary(language: string, { code, params }: Sentence): string {
  return say(language, `summary_${code}`, inOrder(SUMMARY_PARAMS.get(code) ?? Object.keys(params), params));
}

/** A statement of one system; its code and values where there is no sentence for it. */
export function sayLine(language: string, { system, code, params }: Line): string {
  const key = `${system}_${code.replaceAll("-", "_")}`;
  const names = LINE_PARAMS.get(key) ?? Object.keys(params);
  if (hasSentence(`line_${key}`)) return say(language, `line_${key}`, inOrder(names, params));
  const values = Object.entries(params).map(([name, value]) => `${name}=${shown(value)}`);
  return [`${system}: ${code}`, ...values].join(" ");
}

/** Key of the badge's words: an alert about nothing but a missing stamp has its own. */
function badgeKey(result: Pick<Result, "badge" | "reasons">): string {
  const alerts = result.reasons.filter(({ effect }) => effect === "alert");
  const missing = alerts.length > 0 && alerts.every(({ code }) => REASONS[code].warning === "missing");
  return result.badge === "ALERT" && missing ? "badge_ALERT_missing" : `badge_${result.badge}`;
}

/** The badge's one or two words. */
export const sayBadge = (language: string, result: Result): string => say(language, `${badgeKey(result)}_word`);

/** The badge's title. */
export function sayTitle(language: string, result: Result): string {
  const { organisation } = result;
  return say(
    language,
    `${badgeKey(result)}_title`,
    organisation ? [shown(organisation.name), shown(organisation.org_id)] : [],
  );
}
