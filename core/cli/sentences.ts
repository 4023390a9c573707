import { LEVELS } from "../level.ts";
import type { Badge, Line, Params, Reason, Result, Sentence } from "../result.ts";
import { LINES, METHODS } from "../verdict/line-codes.ts";
import { badgeWords, reasonSentence } from "../verdict/sentences.ts";
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

const inOrder = (language: string, names: readonly string[], params: Params) =>
  names.map((name) => {
    const value = `${params[name] ?? ""}`;
    if (name === "method" && METHODS.has(value)) return say(language, `method_${value}`);
    const isLevel = name === "level" && LEVELS.some((level) => level === value);
    return isLevel ? say(language, `badge_${value}_word`) : shown(value);
  });

const SUMMARY_PARAMS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(SUMMARY));

const LINE_PARAMS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(LINES));

/** The sentence of a reason. */
export function sayReason(language: string, reason: Reason): string {
  const { key, names } = reasonSentence(reason);
  return say(language, key, inOrder(language, names, reason.params));
}

/** One of the three lines. */
export function saySummary(language: string, { code, params }: Sentence): string {
  return say(language, `summary_${code}`, inOrder(language, SUMMARY_PARAMS.get(code) ?? Object.keys(params), params));
}

/** A statement of one system; its code and values where there is no sentence for it. */
export function sayLine(language: string, { system, code, params }: Line): string {
  const key = `${system}_${code.replaceAll("-", "_")}`;
  const names = LINE_PARAMS.get(key) ?? Object.keys(params);
  if (hasSentence(`line_${key}`)) return say(language, `line_${key}`, inOrder(language, names, params));
  const values = Object.entries(params).map(([name, value]) => `${name}=${shown(value)}`);
  return [`${system}: ${code}`, ...values].join(" ");
}

/** The badge's one or two words. */
export const sayBadge = (language: string, result: Result): string => say(language, `${badgeWords(result).badge}_word`);

/** The badge's title. */
export function sayTitle(language: string, result: Result): string {
  const { organisation } = result;
  return say(
    language,
    badgeWords(result).title,
    organisation ? [shown(organisation.name), shown(organisation.org_id)] : [],
  );
}

/** What to do next. */
export const sayNext = (language: string, result: Result): string => say(language, badgeWords(result).next);
