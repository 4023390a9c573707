import { MAX_FIELD_OCTETS, MAX_HEADER_FIELDS } from "../limits.ts";
import type { ReasonCode } from "../verdict/reasons.ts";
import type { Ambiguities } from "./ambiguities.ts";
import type { HeaderField } from "./message.ts";
import type { OctetText } from "./octets.ts";

/** A header section of the message or of a part. */
export interface HeaderSection {
  readonly fields: readonly HeaderField[];
  readonly strayLines: readonly { readonly start: number; readonly end: number }[];
  /** First octet of the body; the range's end when there is no empty line. */
  readonly bodyStart: number;
  /** The empty line is there. */
  readonly closed: boolean;
  readonly limit: ReasonCode | undefined;
}

/** ASCII lower case and nothing else: other folding would make two names one (ID-11). */
export function asciiLower(text: string): string {
  return /[^\0-\x7f]/.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text.toLowerCase();
}

/** The end of a line whose next line is no continuation. */
const FIELD_END = /\r\n(?![ \t])/g;
/** `field-name *WSP ":"` (RFC 5322 s2.2, s4.5.8; G02). */
const FIELD_NAME = /^([!-9;-~]+)([ \t]*):/;
/** A continuation line that is otherwise blank: some programs end the header there (MIME-04). */
const BLANK_CONTINUATION = /\r\n[ \t]+(?=\r\n|$)/;
/** A continuation line that some programs take for a From field of its own (MIME-02); never a list of field names. */
const FOLDED_FROM = /\r\n[ \t]+from[ \t]*:[^:;=\r]*@/i;

/**
 * Reads one header section (G01 to G03; H03).
 *
 * @param end where the section ends at the latest: the end of the part
 */
export function readFields(text: OctetText, start: number, end: number, ambiguities: Ambiguities): HeaderSection {
  const { headerEnd, bodyStart, closed } = border(text, start, end);
  const fields: HeaderField[] = [];
  const strayLines: { start: number; end: number }[] = [];
  let limit: ReasonCode | undefined;
  for (let at = start; at < headerEnd; ) {
    const next = fieldEnd(text, at, headerEnd);
    if (fields.length + strayLines.length === MAX_HEADER_FIELDS) limit = "E_TOO_MANY_FIELDS";
    else if (next - at > MAX_FIELD_OCTETS) limit = "E_FIELD_TOO_LONG";
    if (limit !== undefined) break;
    const lines = text.slice(at, next);
    const field = readField(lines, at, next);
    if (field === undefined) {
      strayLines.push({ start: at, end: next });
      ambiguities.add("AMBIG_HEADER_SYNTAX");
      if (!lines.includes(":")) ambiguities.add("AMBIG_BORDER");
    } else {
      fields.push(field);
      if (field.spaceBeforeColon) ambiguities.add("AMBIG_HEADER_SYNTAX");
    }
    if (FOLDED_FROM.test(lines)) ambiguities.add("AMBIG_HEADER_SYNTAX");
    if (BLANK_CONTINUATION.test(lines)) ambiguities.add("AMBIG_BORDER");
    at = next;
  }
  return { fields, strayLines, bodyStart, closed, limit };
}

/** The header section ends at the first empty line; without one everything is header (G02). */
function border(text: OctetText, start: number, end: number) {
  if (end - start >= 2 && text.slice(start, start + 2) === "\r\n")
    return { headerEnd: start, bodyStart: start + 2, closed: true };
  const empty = text.indexOf("\r\n\r\n", start, end);
  if (empty < 0) return { headerEnd: end, bodyStart: end, closed: false };
  return { headerEnd: empty + 2, bodyStart: empty + 4, closed: true };
}

function fieldEnd(text: OctetText, start: number, headerEnd: number): number {
  // The look-ahead reads one octet behind the match, so a match in a window's last octets is tried again in the next.
  for (let from = start; from < headerEnd; ) {
    const lineEnd = text.search(FIELD_END, 3, from, headerEnd);
    if (lineEnd < 0) return headerEnd;
    const next = text.bytes[lineEnd + 2];
    if (lineEnd + 2 >= headerEnd || (next !== 0x20 && next !== 0x09)) return lineEnd + 2;
    from = lineEnd + 2;
  }
  return headerEnd;
}

function readField(lines: string, start: number, end: number): HeaderField | undefined {
  const match = FIELD_NAME.exec(lines);
  const name = match?.[1];
  if (match === null || name === undefined) return undefined;
  return {
    name,
    lowerName: asciiLower(name),
    start,
    valueStart: start + match[0].length,
    end,
    spaceBeforeColon: match[2] !== "",
  };
}
