import type { HeaderField, Message } from "../message/message.ts";
import { concat } from "./concat.ts";
import { asciiBytes } from "./encoding.ts";
import { rewrite, searchable } from "./rewrite.ts";

const CRLF = Uint8Array.of(0x0d, 0x0a);
const BLANK = Uint8Array.of(0x20);
const NOTHING = new Uint8Array(0);

/** Runs of blanks and line ends inside a field; a reader has made sure that a line end there is a fold. */
const FOLDED_RUN = /(?:[\t ]|\r\n)+/g;

/**
 * A header field in relaxed form (RFC 6376 s3.4.2), the final CRLF included. Only SP and HTAB are blanks (G07); an empty
 * value gives `name:` CRLF (G04).
 */
export function relaxedHeader(message: Message, field: HeaderField): Uint8Array {
  const raw = message.bytes.subarray(field.valueStart, field.end);
  const text = searchable(raw);
  const value = rewrite(raw, text, FOLDED_RUN, (start, end) => (start === 0 || end === text.length ? NOTHING : BLANK));
  return concat([asciiBytes(`${field.lowerName}:`), value, CRLF]);
}
