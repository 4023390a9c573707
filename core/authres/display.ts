import { unfoldedValue } from "../message/display.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";
import type { ToldReport, ToldResult } from "../result.ts";
import { isAuthenticationResults, type Report } from "./border.ts";
import { identityValue } from "./identity.ts";

/** Enough for a screen; a sender chooses how many there are (DOS-04). */
const MAX_VALUE = 16_384;
const MAX_TOLD = 20;
const MAX_REPORTS = 5;

/** What stands between separators once comments are gone: a quoted text, or anything but a quote or ";". */
const SPEC = /(?:"(?:[^"\\]|\\.)*"?|[^";])+/g;
const RESULT = /^\s*([A-Za-z0-9_-]+)\s*(?:\/\s*(?:\d+\s*)?)?=\s*([A-Za-z0-9_-]*)(?!\S)/;
const PROPERTY = /(?<![A-Za-z0-9_-])([A-Za-z0-9_-]+)\s*\.\s*([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g;

/** The reports of a message that were not read for the judgement, the topmost first. */
export function unbelievedReports(message: Message, reports: readonly Report[]): readonly ToldReport[] {
  const believed = new Set(reports.flatMap((report) => (report.kind === "report" ? report.fields : [])));
  return message.fields
    .filter((field, index) => isAuthenticationResults(field) && !believed.has(index))
    .slice(0, MAX_REPORTS)
    .map((field) => readForDisplay(unfoldedValue(message, field)));
}

/**
 * Reads an Authentication-Results value as far as it can be read, for eyes only. Whatever it gives may be a sender's
 * invention: no decision may rest on it, and none can, as only `parse.ts` feeds the judgement (AR-03, AR-05).
 * @param value unfolded
 */
export function readForDisplay(value: string): ToldReport {
  const [first = "", ...rest] = withoutComments(value.slice(0, MAX_VALUE)).match(SPEC) ?? [];
  // A field without an authserv-id begins with its first result (T35).
  const named = RESULT.test(first) ? [] : first.trim().split(/\s+/, 1);
  const specs = named.length > 0 ? rest : [first, ...rest];
  return { server: (named[0] ?? "").replace(/^"(.*)"$/, "$1"), results: specs.flatMap(told).slice(0, MAX_TOLD) };
}

function told(spec: string): ToldResult[] {
  const [all, method = "", result = ""] = RESULT.exec(spec) ?? [];
  if (all === undefined) return [];
  const properties = new Map<string, string>();
  for (const [, ptype = "", name = "", quoted, plain = ""] of spec.slice(all.length).matchAll(PROPERTY)) {
    const key = asciiLower(`${ptype}.${name}`);
    if (!properties.has(key)) properties.set(key, quoted?.replace(/\\(.)/g, "$1") ?? plain);
  }
  const name = asciiLower(method);
  return [{ method: name, result: asciiLower(result), about: identityValue(name, properties) ?? "" }];
}

/** Comments, nested or unclosed, become one blank; brackets and escapes inside quotes are text. */
function withoutComments(value: string): string {
  let kept = "";
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    const pair = character === "\\" ? value.slice(at, at + 2) : character;
    at += pair.length - 1;
    if (pair === '"' && depth === 0) quoted = !quoted;
    if (pair === "(" && !quoted) depth++;
    else if (pair === ")" && depth > 0) {
      depth--;
      kept += " ";
    } else if (depth === 0) kept += pair;
  }
  return kept;
}
