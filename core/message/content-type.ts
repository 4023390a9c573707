import { asciiLower } from "./fields.ts";
import { type ParameterList, readParameters, skipCfws } from "./parameters.ts";

/** A token of RFC 2045 s5.1. */
const TOKEN = /[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]+/y;

function tokenAt(text: string, at: number): string {
  TOKEN.lastIndex = at;
  return TOKEN.exec(text)?.[0] ?? "";
}

/** A Content-Type field. */
export interface ContentType extends ParameterList {
  readonly type: string;
  readonly subtype: string;
  /** Not of RFC 2045's form: lenient programs may see another type (G12, H28). */
  readonly invalid: boolean;
}

/** What a part without a valid Content-Type is (RFC 2045 s5.2, RFC 2046 s5.1.5). */
export function defaultType(inDigest: boolean): ContentType {
  const [type, subtype] = inDigest ? ["message", "rfc822"] : ["text", "plain"];
  return { type, subtype, invalid: false, parameters: [], malformed: false };
}

/** Reads `[CFWS] token "/" token [CFWS]` followed by ";" or the end (H28). */
export function readContentType(text: string, inDigest: boolean): ContentType {
  const before = skipCfws(text, 0);
  const type = tokenAt(text, before.end);
  const slash = before.end + type.length;
  const subtype = text[slash] === "/" ? tokenAt(text, slash + 1) : "";
  const after = skipCfws(text, slash + 1 + subtype.length);
  const ends = after.end >= text.length || text[after.end] === ";";
  if (type === "" || subtype === "" || !ends) return { ...defaultType(inDigest), invalid: true };
  return {
    type: asciiLower(type),
    subtype: asciiLower(subtype),
    // A comment before the parameters is well-formed, and still cuts the type short for programs that know none.
    invalid: before.comment || after.comment || after.open,
    ...readParameters(text, after.end),
  };
}

/** Reads a Content-Disposition; a type that is no token reads as "" (H21). */
export function readDisposition(text: string): ParameterList & { readonly disposition: string } {
  const before = skipCfws(text, 0);
  const disposition = tokenAt(text, before.end);
  const after = skipCfws(text, before.end + disposition.length);
  if (after.end < text.length && text[after.end] !== ";") {
    const semicolon = text.indexOf(";", after.end);
    const rest = readParameters(text, semicolon < 0 ? text.length : semicolon);
    return { disposition: "", parameters: rest.parameters, malformed: true };
  }
  return { disposition: asciiLower(disposition), ...readParameters(text, after.end) };
}

/** The first token, comments removed (H29), and whether anything else stands in the field. */
export function readEncoding(text: string): { readonly encoding: string; readonly alone: boolean } {
  const before = skipCfws(text, 0);
  const encoding = tokenAt(text, before.end);
  const after = skipCfws(text, before.end + encoding.length);
  return { encoding: asciiLower(encoding), alone: encoding !== "" && after.end >= text.length && !after.open };
}
