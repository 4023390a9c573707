import type { Base64Alphabet, Engine } from "../engine.ts";
import { octetString } from "../message/octets.ts";
import { latin1Bytes, strictBase64Url } from "./encoding.ts";

/** Base64 of whole messages, as octets: strings of that size cost more than the cipher. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PAD = 0x3d;

/** Characters of one line (RFC 2045 s6.8), and the octets in them. */
const LINE = 76;
const LINE_OCTETS = 57;
const CRLF = "\r\n";

/** The letters of every 12 bits, as they stand in memory: two octets are written at once. */
function pairsOf(more: string): Uint16Array {
  const letters = latin1Bytes(ALPHABET + more);
  const octets = new Uint8Array(2 * 4096).map((_, at) => {
    const bits = at >> 1;
    return letters[at % 2 === 0 ? bits >> 6 : bits & 63] ?? 0;
  });
  return new Uint16Array(octets.buffer);
}

const PAIRS: Readonly<Record<Base64Alphabet, Uint16Array>> = { base64: pairsOf("+/"), base64url: pairsOf("-_") };
const LINE_END = new Uint16Array(latin1Bytes(CRLF).buffer)[0] ?? 0;

/** `Uint8Array.prototype.toBase64`, which the library types do not know yet. */
const native: unknown = Reflect.get(Uint8Array.prototype, "toBase64");

function encodeNatively(octets: Uint8Array, alphabet: Base64Alphabet): string | undefined {
  if (typeof native !== "function") return undefined;
  return String(Reflect.apply(native, octets, [{ alphabet, omitPadding: alphabet === "base64url" }]));
}

/** Encodes octets: RFC 4648 section 4 with padding, or section 5 without. */
export function encodeBase64(octets: Uint8Array, alphabet: Base64Alphabet): Uint8Array {
  const text = encodeNatively(octets, alphabet);
  return text === undefined ? encodeByTable(octets, alphabet) : new TextEncoder().encode(text);
}

/** Octets encoded at a time where the platform helps: whole lines, in strings that stay young. */
const CHUNK = LINE_OCTETS * 1024;

/** Base64 in lines of 76 characters, each with its CRLF (RFC 2045 s6.8). */
export function base64Lines(octets: Uint8Array): Uint8Array {
  if (typeof native !== "function") return encodeByTable(octets, "base64", LINE_OCTETS);
  const out = new Uint8Array(lengthOf(octets.length, LINE_OCTETS));
  let to = 0;
  for (let at = 0; at < octets.length; at += CHUNK) {
    const text = encodeNatively(octets.subarray(at, at + CHUNK), "base64") ?? "";
    const lines = text.replace(/.{76}/g, `$&${CRLF}`);
    to += new TextEncoder().encodeInto(text.length % LINE === 0 ? lines : lines + CRLF, out.subarray(to)).written;
  }
  return out;
}

const lengthOf = (octets: number, line: number) =>
  Math.ceil(octets / 3) * 4 + (Number.isFinite(line) ? Math.ceil(octets / line) * CRLF.length : 0);

/**
 * For platforms without a native encoder.
 * @param line octets in a line; without it there are no lines
 */
export function encodeByTable(
  octets: Uint8Array,
  alphabet: Base64Alphabet,
  line = Number.POSITIVE_INFINITY,
): Uint8Array {
  const pairs = PAIRS[alphabet];
  const out = new Uint16Array(lengthOf(octets.length, line) / 2);
  let to = 0;
  for (let begin = 0; begin < octets.length; begin += line) {
    const end = Math.min(octets.length, begin + line);
    for (let at = begin; at < end; at += 3) {
      const group = ((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
      out[to++] = pairs[group >> 12] ?? 0;
      out[to++] = pairs[group & 4095] ?? 0;
    }
    if (line < Number.POSITIVE_INFINITY) out[to++] = LINE_END;
  }
  const text = new Uint8Array(out.buffer);
  const missing = (3 - (octets.length % 3)) % 3;
  const length = text.length - (line < Number.POSITIVE_INFINITY && octets.length > 0 ? CRLF.length : 0);
  if (alphabet === "base64url") return text.subarray(0, length - missing);
  text.fill(PAD, length - missing, length);
  return text;
}

/** Characters decoded at a time: a multiple of four, and strings that stay young. */
const SLICE = 64 * 1024;

/**
 * Decodes unpadded base64url of any length.
 * @param text its octets
 * @returns undefined unless the text is the one spelling of its octets
 */
export function decodeBase64Url(text: Uint8Array, engine: Engine): Uint8Array | undefined {
  // Only at the end can octets be spelt in two ways.
  const last = octetString(text.subarray(-(text.length % 4 || 4)));
  if (last !== "" && strictBase64Url(last) === undefined) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  for (let at = 0; at < text.length; at += SLICE) {
    const slice = octetString(text.subarray(at, at + SLICE));
    if (/[^\w-]/.test(slice)) return undefined;
    out.set(engine.decodeBase64(slice, "base64url"), (at / 4) * 3);
  }
  return out;
}
