import { MAX_COMMENT_DEPTH } from "../limits.ts";
import { asciiLower } from "./fields.ts";

/** One parameter, and whether its spelling lets programs disagree about its value. */
export interface Parameter {
  /** Lower case, as it stands: `name*0` stays `name*0`. */
  readonly name: string;
  /** Unquoted; the windows-1252 view. */
  readonly value: string;
  /** A comment, an open quotation, text behind the value, or characters that need quoting. */
  readonly doubtful: boolean;
  /** A quoted pair: well-formed, and often not undone. */
  readonly escaped: boolean;
}

/** Parameters of Content-Type or Content-Disposition (RFC 2045 s5.1, RFC 2183 s2). */
export interface ParameterList {
  readonly parameters: readonly Parameter[];
  /** Something between the semicolons is no parameter at all. */
  readonly malformed: boolean;
}

/** A comment or white space that was skipped. */
export interface Skipped {
  readonly end: number;
  readonly comment: boolean;
  /** A comment is open at the end of the text, or nested too deeply. */
  readonly open: boolean;
}

/** Skips CFWS (RFC 5322 s3.2.2). */
export function skipCfws(text: string, start: number): Skipped {
  let at = start;
  let depth = 0;
  let comment = false;
  for (; at < text.length; at++) {
    const char = text[at];
    if (char === "(") {
      comment = true;
      if (++depth > MAX_COMMENT_DEPTH) return { end: text.length, comment, open: true };
    } else if (depth === 0) {
      if (char !== " " && char !== "\t") break;
    } else if (char === ")") depth--;
    else if (char === "\\") at++;
  }
  return { end: Math.min(at, text.length), comment, open: depth > 0 };
}

/**
 * Reads `*(";" parameter)`.
 *
 * @param text an unfolded field value
 * @param start offset of the first semicolon, or the end
 */
export function readParameters(text: string, start: number): ParameterList {
  const parameters: Parameter[] = [];
  let malformed = false;
  let at = start;
  while (at < text.length) {
    // text[at] is the semicolon.
    const before = skipCfws(text, at + 1);
    malformed ||= before.open;
    if (before.end >= text.length) break;
    if (text[before.end] === ";") {
      at = before.end;
      malformed = true;
      continue;
    }
    const { parameter, end } = readParameter(text, before.end, before.comment);
    if (parameter === undefined) malformed = true;
    else parameters.push(parameter);
    at = end;
  }
  return { parameters, malformed };
}

/** Attribute characters are those of a token: no blanks, controls or tspecials (RFC 2045 s5.1). */
const ATTRIBUTE = /[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]+/y;
/** Up to the next semicolon or blank. */
const BARE_VALUE = /[^;\s]*/y;
/** tspecials but for `/ : = ? @`, which every program reads as part of a bare value. */
const NEEDS_QUOTING = /[()<>[\],;\\"]/;

function readParameter(text: string, start: number, comment: boolean) {
  ATTRIBUTE.lastIndex = start;
  const name = ATTRIBUTE.exec(text)?.[0];
  if (name === undefined) return { parameter: undefined, end: nextSemicolon(text, start) };
  const equals = skipCfws(text, start + name.length);
  if (text[equals.end] !== "=") return { parameter: undefined, end: nextSemicolon(text, equals.end) };
  const begin = skipCfws(text, equals.end + 1);
  let doubtful = comment || equals.comment || begin.comment;
  const read = text[begin.end] === '"' ? readQuoted(text, begin.end) : readBare(text, begin.end);
  const after = skipCfws(text, read.end);
  doubtful ||= read.doubtful || after.comment;
  let { end } = after;
  if (end < text.length && text[end] !== ";") {
    doubtful = true;
    end = nextSemicolon(text, end);
  }
  return { parameter: { name: asciiLower(name), value: read.value, doubtful, escaped: read.escaped }, end };
}

interface Value {
  readonly value: string;
  readonly end: number;
  readonly doubtful: boolean;
  readonly escaped: boolean;
}

function readBare(text: string, start: number): Value {
  BARE_VALUE.lastIndex = start;
  const value = BARE_VALUE.exec(text)?.[0] ?? "";
  return { value, end: start + value.length, doubtful: NEEDS_QUOTING.test(value), escaped: false };
}

function nextSemicolon(text: string, from: number): number {
  const semicolon = text.indexOf(";", from);
  return semicolon < 0 ? text.length : semicolon;
}

/** A quoted-string; an open one ends with the text. */
function readQuoted(text: string, start: number): Value {
  let value = "";
  let escaped = false;
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') return { value: value + text.slice(from, at), end: at + 1, doubtful: false, escaped };
    if (text[at] !== "\\") continue;
    escaped = true;
    value += text.slice(from, at);
    from = ++at;
  }
  return { value: value + text.slice(from), end: text.length, doubtful: true, escaped };
}
