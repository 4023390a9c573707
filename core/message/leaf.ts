import type { Engine } from "../engine.ts";
import { decodeCharset } from "./charset.ts";
import type { Message, Part } from "./message.ts";
import { transferDecode } from "./transfer.ts";

/** A leaf's octets for display: transfer decoding undone, or as they stand where it is broken (G14). */
export function decodedLeaf(message: Message, part: Part, engine: Engine): Uint8Array {
  return transferDecode(message.bytes.subarray(part.bodyStart, part.bodyEnd), part.encoding, engine).octets;
}

/** A text leaf as text, for display: decoded with its charset, see {@link decodeCharset}. */
export function decodeText(message: Message, part: Part, engine: Engine): string {
  return decodeCharset(decodedLeaf(message, part, engine), part.typeParams.get("charset"));
}
