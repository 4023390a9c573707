import type { Engine } from "../../core/index.ts";

/** Units converted at a time: strings that stay young; a multiple of three, so that base64 of a slice has no padding. */
const SLICE = 48 * 1024;

const encoder = new TextEncoder();

/**
 * The octets of a string that has one in each unit, as Thunderbird reads messages. Natively throughout: its own way to
 * a File is a loop over every octet, which costs three times the reading itself.
 * @throws InvalidCharacterError for a unit that is no octet: cutting it down would make two messages the same
 */
export function binaryOctets(text: string, engine: Engine): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += SLICE) {
    const slice = text.slice(at, at + SLICE);
    // There is room for one octet a unit, so all of it is read only if all of it is ASCII.
    const { read } = encoder.encodeInto(slice, octets.subarray(at, at + slice.length));
    if (read < slice.length) octets.set(engine.decodeBase64(btoa(slice)), at);
  }
  return octets;
}
