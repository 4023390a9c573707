import { isCanonicalBase64, latin1Bytes } from "../canonical/encoding.ts";
import type { Engine } from "../engine.ts";

/** Base64 of whole messages, as octets: strings of that size cost more than the cipher. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const SPELLINGS = { base64: latin1Bytes(`${ALPHABET}+/`), base64url: latin1Bytes(`${ALPHABET}-_`) } as const;
const PAD = 0x3d;

/** `Uint8Array.prototype.toBase64`, which the library types do not know yet. */
const native: unknown = Reflect.get(Uint8Array.prototype, "toBase64");

/** Encodes octets: RFC 4648 section 4 with padding, or section 5 without. */
export function encodeBase64(octets: Uint8Array, alphabet: keyof typeof SPELLINGS): Uint8Array {
  if (typeof native !== "function") return encodeByTable(octets, alphabet);
  const text: unknown = Reflect.apply(native, octets, [{ alphabet, omitPadding: alphabet === "base64url" }]);
  return new TextEncoder().encode(String(text));
}

/** For platforms without a native encoder. */
export function encodeByTable(octets: Uint8Array, alphabet: keyof typeof SPELLINGS): Uint8Array {
  const letters = SPELLINGS[alphabet];
  const letter = (value: number) => letters[value & 63] ?? 0;
  const out = new Uint8Array(Math.ceil(octets.length / 3) * 4);
  let to = 0;
  for (let at = 0; at < octets.length; at += 3) {
    const group = ((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
    out[to++] = letter(group >> 18);
    out[to++] = letter(group >> 12);
    out[to++] = letter(group >> 6);
    out[to++] = letter(group);
  }
  const missing = (3 - (octets.length % 3)) % 3;
  if (alphabet === "base64url") return out.subarray(0, out.length - missing);
  return out.fill(PAD, out.length - missing);
}

/** Characters decoded at a time: a multiple of four, and strings that stay young. */
const SLICE = 64 * 1024;

/**
 * Decodes unpadded base64url of any length.
 * @returns undefined unless the text is the one spelling of its octets
 */
export function decodeBase64Url(text: string, engine: Engine): Uint8Array | undefined {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  for (let at = 0; at < text.length; at += SLICE) {
    const slice = text.slice(at, at + SLICE);
    const padded = slice
      .padEnd(Math.ceil(slice.length / 4) * 4, "=")
      .replaceAll("-", "+")
      .replaceAll("_", "/");
    if (/[+/=]/.test(slice) || !isCanonicalBase64(padded)) return undefined;
    const decoded = engine.decodeBase64(padded);
    out.set(decoded, length);
    length += decoded.length;
  }
  return out.subarray(0, length);
}
