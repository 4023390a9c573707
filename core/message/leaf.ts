import type { Engine } from "../engine.ts";
import { decodeCharset } from "./charset.ts";
import { base64Size } from "./check-part.ts";
import type { Message, Part } from "./message.ts";
import { decodeBase64, transferDecode } from "./transfer.ts";

/** The encoding that a leaf is decoded by: none on a multipart, also on one that counts as a leaf (G14, H20). */
export function leafEncoding({ type, encoding }: Part): string {
  return type === "multipart" ? "binary" : encoding;
}

/** A leaf's octets for display: transfer decoding undone, or as they stand where it is broken (G14). */
export function decodedLeaf(message: Message, part: Part, engine: Engine): Uint8Array {
  const octets = message.bytes.subarray(part.bodyStart, part.bodyEnd);
  const size = base64Size(part);
  // Base64 that was found strict while reading is not looked through once more.
  if (size !== undefined) return decodeBase64(octets, size, engine);
  return transferDecode(octets, leafEncoding(part), engine).octets;
}

/** How many octets {@link decodedLeaf} gives, without decoding what is known already. */
export function leafSize(message: Message, part: Part, engine: Engine): number {
  return base64Size(part) ?? decodedLeaf(message, part, engine).length;
}

/** A text leaf as text, for display: decoded with its charset, see {@link decodeCharset}. */
export function decodeText(message: Message, part: Part, engine: Engine): string {
  return decodeCharset(decodedLeaf(message, part, engine), part.typeParams.get("charset"));
}
