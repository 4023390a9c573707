import { asciiLower } from "../message/fields.ts";
import { type Cursor, DIGITS, KEYWORD, peek, skipCfws, TOKEN, take, takeMark, takeQuoted } from "./cursor.ts";

/** One `resinfo` of RFC 8601 section 2.2. Method, result and property names are in ASCII lower case. */
export interface MethodResult {
  readonly method: string;
  readonly result: string;
  readonly reason: string | undefined;
  /** `ptype.property` to value. A Map, because senders choose names such as `constructor.keys` (AR-06). */
  readonly properties: ReadonlyMap<string, string>;
}

/** An Authentication-Results field that follows the grammar. */
export interface AuthenticationResults {
  /** As it stands; always a token (T35). */
  readonly authservId: string;
  /** 1 when it is not given. */
  readonly version: number;
  /** Empty for `none`. */
  readonly results: readonly MethodResult[];
}

/** `[local-part] "@" domain-name` without quotes. */
const ADDRESS = /^(?:[!#-'*+\-/-9=?A-Z^-~]+(?:\.[!#-'*+\-/-9=?A-Z^-~]+)*)?@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const AT_DOMAIN = /@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*/y;
const WHOLE_TOKEN = new RegExp(`^(?:${TOKEN.source})$`);
/** Everything that may occur in a token or an address. */
const WORD = /[!#-'*+\-./0-9=?@A-Z^_`a-z{|}~]+/y;

/**
 * Parses the value of an Authentication-Results field for decisions: RFC 8601 section 2.2 as narrowed by T35 and T36.
 * One irregular token drops the whole field (AR-05).
 * @param value unfolded
 */
export function parseAuthenticationResults(value: string): AuthenticationResults | undefined {
  const cursor: Cursor = { text: value, at: 0 };
  skipCfws(cursor);
  const authservId = take(cursor, TOKEN);
  // A comment glued to the id is legal and no server writes it; a border that strips by name may not see through it (AR-04).
  if (authservId === undefined || peek(cursor) === "(") return undefined;
  skipCfws(cursor);
  const version = Number(take(cursor, DIGITS) ?? 1);
  const results: MethodResult[] = [];
  for (let none = false; takeMark(cursor, ";"); ) {
    // One trailing ";" (T36).
    if (atEnd(cursor)) return none || results.length > 0 ? { authservId, version, results } : undefined;
    if (none) return undefined;
    if (results.length === 0 && takeNone(cursor)) none = true;
    else {
      const result = parseResult(cursor);
      if (result === undefined) return undefined;
      results.push(result);
    }
    if (atEnd(cursor)) return { authservId, version, results };
  }
  return undefined;
}

function atEnd(cursor: Cursor): boolean {
  skipCfws(cursor);
  return cursor.at === cursor.text.length;
}

function takeNone(cursor: Cursor): boolean {
  const start = cursor.at;
  const word = take(cursor, KEYWORD);
  skipCfws(cursor);
  const next = peek(cursor);
  if (word !== undefined && asciiLower(word) === "none" && next !== "=" && next !== "/") return true;
  cursor.at = start;
  return false;
}

/** `methodspec [reasonspec] [1*propspec]`; what follows is left to the caller. */
function parseResult(cursor: Cursor): MethodResult | undefined {
  const method = take(cursor, KEYWORD);
  if (method === undefined) return undefined;
  // A method version other than 1 is irregular (T36).
  if (takeMark(cursor, "/") && Number(take(cursor, DIGITS)) !== 1) return undefined;
  const result = takeMark(cursor, "=") ? take(cursor, KEYWORD) : undefined;
  if (result === undefined) return undefined;
  const properties = new Map<string, string>();
  let reason: string | undefined;
  for (;;) {
    const before = cursor.at;
    skipCfws(cursor);
    if (peek(cursor) === ";" || peek(cursor) === "") break;
    const item = cursor.at > before ? parseItem(cursor) : undefined;
    if (item === undefined) return undefined;
    if (item.name === "reason") {
      if (reason !== undefined || properties.size > 0) return undefined;
      reason = item.value;
    } else {
      if (properties.has(item.name)) return undefined;
      properties.set(item.name, item.value);
    }
  }
  return { method: asciiLower(method), result: asciiLower(result), reason, properties };
}

/** A reasonspec, named `reason`, or a propspec, named `ptype.property`. */
function parseItem(cursor: Cursor): { name: string; value: string } | undefined {
  const ptype = take(cursor, KEYWORD);
  if (ptype === undefined) return undefined;
  if (asciiLower(ptype) === "reason" && takeMark(cursor, "=")) {
    const value = takeQuoted(cursor) ?? take(cursor, TOKEN);
    return value === undefined ? undefined : { name: "reason", value };
  }
  const property = takeMark(cursor, ".") ? take(cursor, KEYWORD) : undefined;
  if (property === undefined || !takeMark(cursor, "=")) return undefined;
  const value = takeValue(cursor);
  return value === undefined ? undefined : { name: asciiLower(`${ptype}.${property}`), value };
}

/** pvalue without the CFWS around it. */
function takeValue(cursor: Cursor): string | undefined {
  const start = cursor.at;
  const quoted = takeQuoted(cursor);
  if (quoted !== undefined) {
    // Readers disagree about what a value with quotes inside quotes names; no other parser at hand takes one.
    if (cursor.text.slice(start, cursor.at).includes("\\")) return undefined;
    return quoted + (take(cursor, AT_DOMAIN) ?? "");
  }
  const word = take(cursor, WORD);
  return word !== undefined && (WHOLE_TOKEN.test(word) || ADDRESS.test(word)) ? word : undefined;
}
