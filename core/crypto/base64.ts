import { latin1Bytes } from "../canonical/encoding.ts";
import type { Base64Alphabet } from "../engine.ts";

/** Characters decoded at a time where the platform has no decoder of its own; a multiple of four. */
const SLICE = 256 * 1024;

type NativeDecoder = (text: string, alphabet: Base64Alphabet) => Uint8Array;

/** `Uint8Array.fromBase64`, which the library types do not know yet. */
function nativeDecoder(): NativeDecoder | undefined {
  const decoder: unknown = Reflect.get(Uint8Array, "fromBase64");
  return typeof decoder === "function"
    ? (text, alphabet) => Reflect.apply(decoder, Uint8Array, [text, { alphabet }])
    : undefined;
}

const native = nativeDecoder();

/** Decodes canonical base64 of any length ({@link Engine.decodeBase64}). */
export function decodeBase64(text: string, alphabet: Base64Alphabet = "base64"): Uint8Array {
  return native === undefined ? decodeInSlices(text, alphabet) : native(text, alphabet);
}

/** For platforms without a native decoder: `atob` never sees more than a slice, so memory stays near the result's size. */
export function decodeInSlices(text: string, alphabet: Base64Alphabet = "base64"): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const out = new Uint8Array(Math.floor(((text.length - padding) * 3) / 4));
  for (let at = 0; at < text.length; at += SLICE) {
    const slice = text.slice(at, at + SLICE);
    const standard = alphabet === "base64" ? slice : slice.replaceAll("-", "+").replaceAll("_", "/");
    out.set(latin1Bytes(atob(standard)), (at / 4) * 3);
  }
  return out;
}
