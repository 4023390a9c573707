import type { Engine } from "../engine.ts";
import { everyPiece, octetString } from "./octets.ts";

/** Octets after transfer decoding. */
export interface Decoded {
  /** The input itself where the encoding changes nothing or is not kept to (G14). */
  readonly octets: Uint8Array;
  /** False for broken base64 or quoted-printable, and for encodings other than the five of RFC 2045. */
  readonly strict: boolean;
}

/**
 * Undoes a Content-Transfer-Encoding strictly (RFC 2045 s6.7, s6.8; G14): all of it is well-formed, or nothing is
 * decoded. Lenient decoders show different content for the same octets (MIME-08).
 *
 * @param encoding lower case
 */
export function transferDecode(octets: Uint8Array, encoding: string, engine: Engine): Decoded {
  if (encoding === "base64") {
    const size = strictBase64Size(octets);
    return size === undefined
      ? { octets, strict: false }
      : { octets: decodeBase64(octets, size, engine), strict: true };
  }
  if (!isStrict(octets, encoding)) return { octets, strict: false };
  if (encoding === "quoted-printable") return { octets: decodeQuotedPrintable(octets), strict: true };
  return { octets, strict: true };
}

/** Whether octets keep to the encoding they are said to have, without decoding them. */
export function isStrict(octets: Uint8Array, encoding: string): boolean {
  if (encoding === "base64") return strictBase64Size(octets) !== undefined;
  if (encoding === "quoted-printable") return everyPiece(octets, (piece) => !INVALID_ESCAPE.test(octetString(piece)));
  return encoding === "7bit" || encoding === "8bit" || encoding === "binary";
}

/** Octets that strict base64 decodes to; undefined when it is not strict. */
export function strictBase64Size(octets: Uint8Array): number | undefined {
  let size = 0;
  const strict = eachQuanta(octets, (quanta) => {
    size += (quanta.length / 4) * 3 - (quanta.endsWith("==") ? 2 : quanta.endsWith("=") ? 1 : 0);
    return isBase64Alphabet(quanta);
  });
  return strict ? size : undefined;
}

/** What may stand at the end so that no bit is left over (RFC 4648 s3.5). */
const LAST_QUANTUM = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?$/;

/**
 * Visits base64 text without white space (SP, HTAB, CRLF; G07), in whole quanta, the last one alone. False when the
 * text is not canonical or `visit` says so.
 */
function eachQuanta(octets: Uint8Array, visit: (quanta: string) => boolean): boolean {
  let rest = "";
  const whole = everyPiece(octets, (piece) => {
    let text = rest + octetString(piece).replaceAll("\r\n", "");
    if (text.includes(" ") || text.includes("\t")) text = text.replace(/[ \t]+/g, "");
    const cut = Math.floor(Math.max(0, text.length - 1) / 4) * 4;
    const quanta = text.slice(0, cut);
    rest = text.slice(cut);
    return cut === 0 || (!quanta.includes("=") && visit(quanta));
  });
  return whole && LAST_QUANTUM.test(rest) && (rest === "" || visit(rest));
}

/** `atob` is native everywhere and refuses foreign characters; the white space it skips is refused before. */
function isBase64Alphabet(quanta: string): boolean {
  if (quanta.includes("\r") || quanta.includes("\n") || quanta.includes("\f")) return false;
  try {
    atob(quanta);
    return true;
  } catch {
    return false;
  }
}

/**
 * Decodes base64 that was found strict.
 * @param size what {@link strictBase64Size} said
 */
export function decodeBase64(octets: Uint8Array, size: number, engine: Engine): Uint8Array {
  const out = new Uint8Array(size);
  let length = 0;
  eachQuanta(octets, (quanta) => {
    const decoded = engine.decodeBase64(quanta);
    out.set(decoded, length);
    length += decoded.length;
    return true;
  });
  return out;
}

/** An equals sign that begins neither an octet (either case, H06) nor a soft line end. */
const INVALID_ESCAPE = /=(?![0-9A-Fa-f]{2}|[ \t]*(?:\r\n|$))/;
/** Blanks before a line end were added on the way (RFC 2045 s6.7 rule 3). The look-behind keeps this linear. */
const TRAILING_BLANKS = /(?<![ \t])[ \t]+(?=\r\n|$)/g;
const SOFT_BREAK_AT_END = /=$/;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

function decodeQuotedPrintable(octets: Uint8Array): Uint8Array {
  const out = new Uint8Array(octets.length);
  let length = 0;
  everyPiece(octets, (piece) => {
    length += decodeAsUtf8(piece, out.subarray(length)) ?? decodeEscapes(piece, out.subarray(length));
    return true;
  });
  return out.subarray(0, length);
}

/** UTF-8 content by native functions alone; undefined for other content. Returns the number of octets written. */
function decodeAsUtf8(piece: Uint8Array, out: Uint8Array): number | undefined {
  try {
    const lines = utf8
      .decode(piece)
      .replace(TRAILING_BLANKS, "")
      .replaceAll("=\r\n", "")
      .replace(SOFT_BREAK_AT_END, "");
    return encoder.encodeInto(decodeURIComponent(lines.replaceAll("%", "=25").replaceAll("=", "%")), out).written;
  } catch {
    return undefined;
  }
}

const ESCAPE_OR_BLANKS = /=[ \t]*(?:\r\n|$)|=[0-9A-Fa-f]{2}|(?<![ \t])[ \t]+(?=\r\n|$)/g;

/** Content in other charsets, escape by escape. */
function decodeEscapes(piece: Uint8Array, out: Uint8Array): number {
  let length = 0;
  let from = 0;
  for (const match of octetString(piece).matchAll(ESCAPE_OR_BLANKS)) {
    const kept = piece.subarray(from, match.index);
    out.set(kept, length);
    length += kept.length;
    const [text] = match;
    if (/^=[0-9A-Fa-f]{2}/.test(text)) out[length++] = Number.parseInt(text.slice(1), 16);
    from = match.index + text.length;
  }
  const kept = piece.subarray(from);
  out.set(kept, length);
  return length + kept.length;
}
