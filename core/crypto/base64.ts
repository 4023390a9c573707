import { latin1Bytes } from "../canonical/encoding.ts";

/** Characters decoded at a time where the platform has no decoder of its own; a multiple of four. */
const SLICE = 256 * 1024;

type NativeDecoder = (text: string) => Uint8Array;

/** `Uint8Array.fromBase64`, which the library types do not know yet. */
function nativeDecoder(): NativeDecoder | undefined {
  const decoder: unknown = Reflect.get(Uint8Array, "fromBase64");
  return typeof decoder === "function" ? (text) => Reflect.apply(decoder, Uint8Array, [text]) : undefined;
}

const native = nativeDecoder();

/** Decodes canonical base64 of any length ({@link Engine.decodeBase64}). */
export function decodeBase64(text: string): Uint8Array {
  return native === undefined ? decodeInSlices(text) : native(text);
}

/** For platforms without a native decoder: `atob` never sees more than a slice, so memory stays near the result's size. */
export function decodeInSlices(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const out = new Uint8Array((text.length / 4) * 3 - padding);
  for (let at = 0; at < text.length; at += SLICE) {
    out.set(latin1Bytes(atob(text.slice(at, at + SLICE))), (at / 4) * 3);
  }
  return out;
}
