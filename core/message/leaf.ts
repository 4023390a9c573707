import type { Engine } from "../engine.ts";
import { decodeCharset } from "./charset.ts";
import type { Message, Part } from "./message.ts";
import { transferDecode } from "./transfer.ts";

/** The encoding that a leaf is decoded by: none on a multipart, also on one that counts as a leaf (G14, H20). */
export function leafEncoding({ type, encoding }: Part): string {
  return type === "multipart" ? "binary" : encoding;
}

/** A leaf's octets for display: transfer decoding undone, or as they stand where it is broken (G14). */
export function decodedLeaf(message: Message, part: Part, engine: Engine): Uint8Array {
  return transferDecode(message.bytes.subarray(part.bodyStart, part.bodyEnd), leafEncoding(part), engine).octets;
}

/** A text leaf as text, for display: decoded with its charset, see {@link decodeCharset}. */
export function decodeText(message: Message, part: Part, engine: Engine): string {
  return decodeCharset(decodedLeaf(message, part, engine), part.typeParams.get("charset"));
}
