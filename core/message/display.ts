import { fromOctets } from "./charset.ts";
import { decodeEncodedWords } from "./encoded-word.ts";
import type { HeaderField, Message } from "./message.ts";

const OUTER_BLANKS = /^[ \t]+|(?<![ \t])[ \t]+$/g;

/** A field's value as the windows-1252 view, unfolded (RFC 5322 s2.2.3), without blanks at its ends. */
export function unfoldedValue(message: Message, field: HeaderField): string {
  return message.text(field.valueStart, field.end).replaceAll("\r\n", "").replace(OUTER_BLANKS, "");
}

/** A field's value as text: UTF-8 (RFC 6532) or windows-1252, unfolded, encoded words as they stand. */
export function fieldText(message: Message, field: HeaderField): string {
  return fromOctets(message.bytes.subarray(field.valueStart, field.end))
    .replaceAll("\r\n", "")
    .replace(OUTER_BLANKS, "");
}

/** The first field of a name for display, encoded words decoded (RFC 2047); "" without one. Foreign text. */
export function displayHeader(message: Message, lowerName: string): string {
  const field = message.fields.find((candidate) => candidate.lowerName === lowerName);
  return field === undefined ? "" : decodeEncodedWords(fieldText(message, field));
}
