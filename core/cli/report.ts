import type { Badge, Result, Want } from "../result.ts";
import { languageOfLocale } from "../words/format.ts";
import type { Found } from "./inputs.ts";
import { SHAPES, sayBadge, sayLine, sayNext, sayReason, saySummary, sayTitle } from "./sentences.ts";
import { shown, wantsColour } from "./terminal.ts";
import { fit, wrap } from "./width.ts";

/** How a report is to look. */
export interface Style {
  readonly language: string;
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** How this terminal and this user want their reports. */
export function styleOf(): Style {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return {
    language: languageOfLocale(LC_ALL || LC_MESSAGES || LANG || "en"),
    colour: wantsColour(process.stdout),
    width: process.stdout.columns ?? 120,
  };
}

/** SGR codes (ECMA-48); the words and shapes say the same without them. */
const COLOURS: Readonly<Record<Badge, string>> = {
  VERIFIED: "32",
  INTACT: "36",
  TRANSPORT: "34",
  NONE: "2",
  UNCHECKED: "35",
  CAUTION: "33",
  ALERT: "1;31",
};

const paint = (style: Style, badge: Badge, text: string) =>
  style.colour ? `\u001b[${COLOURS[badge]}m${text}\u001b[0m` : text;

const INDENT = "    ";

/** Where a message was found, for people: `inbox #3`. */
export function place({ file, index, mailbox }: Found): string {
  return `${shown(file, 200)}${mailbox ? ` #${index}` : ""}`;
}

/** The whole report of one message. */
export function report(found: Found, result: Result, style: Style): string {
  const { language } = style;
  const line = (mark: string, text: string) => `  ${mark} ${wrap(text, style.width, INDENT)}`;
  const { unchanged, from, trust } = result.summary;
  const sender = result.from === undefined ? "?" : mailbox(result.from.displayName, result.from.addrSpec);
  return [
    place(found),
    paint(style, result.badge, `${SHAPES[result.badge]} ${sayBadge(language, result)} · ${sayTitle(language, result)}`),
    `  From: ${sender}`,
    `  Subject: ${shown(result.subject, 200)}`,
    ...[unchanged, from, trust].map((sentence) => line("-", saySummary(language, sentence))),
    line("→", sayNext(language, result)),
    ...result.reasons.map((reason) => line("!", `${sayReason(language, reason)} [${reason.code}]`)),
    ...result.lines.map((said) => line("·", sayLine(language, said))),
    ...result.wants.map((want) => line("?", sayWant(want))),
    "",
    "",
  ].join("\n");
}

const mailbox = (name: string, address: string) =>
  name === "" ? shown(address, 320) : `${shown(name)} <${shown(address, 320)}>`;

/** A look-up that could change the result; told, never made here. */
function sayWant(want: Want): string {
  const { kind, ...rest } = want;
  return [`${kind}:`, ...Object.values(rest).map((value) => shown(value, 200))].join(" ");
}

/** Widths of the table's columns; subject and reasons share what is left. */
const BADGE_COLUMNS = 17;
const SENDER_COLUMNS = 30;

/** One line of the table: badge, sender, subject, reasons. */
export function row(result: Result, style: Style): string {
  const badge = fit(`${SHAPES[result.badge]} ${sayBadge(style.language, result)}`, BADGE_COLUMNS);
  const rest = Math.max(24, style.width - BADGE_COLUMNS - SENDER_COLUMNS - 3);
  const subject = Math.ceil(rest * 0.6);
  const codes = result.reasons.map((reason) => reason.code).join(" ") || result.gmp;
  return [
    paint(style, result.badge, badge),
    fit(shown(result.from?.addrSpec ?? "?"), SENDER_COLUMNS),
    fit(shown(result.subject, 200), subject),
    `${fit(codes, rest - subject).trimEnd()}\n`,
  ].join(" ");
}

/** One line of JSON, as documented: `{file,index,badge,gmp,reasons,axes,lines,wants}`. */
export function jsonLine({ file, index }: Found, result: Result): string {
  const { badge, gmp, reasons, axes, lines, wants } = result;
  return `${JSON.stringify({ file, index, badge, gmp, reasons, axes, lines, wants })}\n`;
}

/** How many messages have each badge, worst last. */
export function totals(counts: ReadonlyMap<Badge, number>, style: Style): string {
  const present = (Object.keys(SHAPES) as Badge[]).filter((badge) => counts.has(badge));
  return present.map((badge) => paint(style, badge, `${SHAPES[badge]} ${badge} ${counts.get(badge)}`)).join("   ");
}
