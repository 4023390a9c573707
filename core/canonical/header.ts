import type { HeaderField, Message } from "../message/message.ts";
import { concat } from "./concat.ts";
import { asciiBytes } from "./encoding.ts";
import { rewrite } from "./rewrite.ts";

const CRLF = Uint8Array.of(0x0d, 0x0a);
const BLANK = Uint8Array.of(0x20);
const NOTHING = new Uint8Array(0);

/** Runs of blanks and line ends that are more than one SP between words; the reader made sure that a line end is a fold. */
const CHANGED_RUN = /(?:\t|\r\n)(?:[\t ]|\r\n)*| (?:[\t ]|\r\n)+|^ | $/g;
const NOT_ASCII = /[^\0-\x7f]/;

/**
 * A header field in relaxed form (RFC 6376 s3.4.2), the final CRLF included. Only SP and HTAB are blanks (G07); an empty
 * value gives `name:` CRLF (G04).
 */
export function relaxedHeader(message: Message, field: HeaderField): Uint8Array {
  const text = message.text(field.valueStart, field.end);
  const last = text.length;
  if (!NOT_ASCII.test(text)) return asciiBytes(`${field.lowerName}:${relaxedText(text)}\r\n`);
  const raw = message.bytes.subarray(field.valueStart, field.end);
  const value = rewrite(raw, text, CHANGED_RUN, (start, end) => (start === 0 || end === last ? NOTHING : BLANK));
  return concat([asciiBytes(`${field.lowerName}:`), value, CRLF]);
}

/** The value of a field in relaxed form, without a line end; ASCII as it stands, folds included. */
export function relaxedText(text: string): string {
  const last = text.length;
  return text.replace(CHANGED_RUN, (run, at: number) => (at === 0 || at + run.length === last ? "" : " "));
}
