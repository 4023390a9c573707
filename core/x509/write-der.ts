import { concat } from "../canonical/concat.ts";
import { compareOctets } from "../canonical/octets.ts";
import { constructed, primitive, TAG } from "./der.ts";

/** One DER element around its content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const octets = concat(content);
  const { length } = octets;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  if (length > 0xffff) throw new RangeError("no certificate is that long");
  return concat([Uint8Array.of(tag, ...head), octets]);
}

export const sequence = (...content: readonly Uint8Array[]) => element(TAG.sequence, ...content);
/** SET OF, in the order that DER asks for (X.690 s11.6). */
export const setOf = (...content: readonly Uint8Array[]) => element(TAG.set, ...[...content].sort(compareOctets));
export const octetString = (content: Uint8Array) => element(TAG.octetString, content);
/** BIT STRING of whole octets. */
export const bitString = (content: Uint8Array) => element(TAG.bitString, Uint8Array.of(0), content);
export const boolean = (value: boolean) => element(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
export const utf8String = (text: string) => element(TAG.utf8String, new TextEncoder().encode(text));
/** Context-specific around elements, and around octets. */
export const tagged = (number: number, ...content: readonly Uint8Array[]) => element(constructed(number), ...content);
export const implicit = (number: number, content: Uint8Array) => element(primitive(number), content);

/** A positive INTEGER from its big-endian octets. */
export function unsigned(octets: Uint8Array): Uint8Array {
  const first = octets.findIndex((octet) => octet !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : octets.subarray(first);
  return element(TAG.integer, (digits[0] ?? 0) >= 0x80 ? concat([Uint8Array.of(0), digits]) : digits);
}

/** An OBJECT IDENTIFIER from its text with dots. */
export function oid(text: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = text.split(".").map(Number);
  const octets = [root * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift(0x80 | (left & 0x7f));
    return digits;
  });
  return element(TAG.oid, Uint8Array.from(octets));
}

/** UTCTime through 2049, GeneralizedTime from then on (RFC 5280 s4.1.2.5). */
export function time(epochSeconds: number): Uint8Array {
  const text = new Date(epochSeconds * 1000).toISOString().replace(/[-:T]|\.\d+/g, "");
  const isShort = text < "2050";
  const octets = new TextEncoder().encode(isShort ? text.slice(2) : text);
  return element(isShort ? TAG.utcTime : TAG.generalizedTime, octets);
}

/** KEY_USAGES by their bits: a named bit list has no zero bits at its end (X.690 s11.2.2). */
export function namedBits(bits: readonly number[]): Uint8Array {
  const highest = Math.max(...bits);
  const octets = new Uint8Array((highest >> 3) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return element(TAG.bitString, Uint8Array.of(7 - (highest & 7)), octets);
}
