import type { Engine } from "../engine.ts";
import { fileName, isAttachment } from "../message/attachment.ts";
import { base64Size } from "../message/check-part.ts";
import { decodedLeaf } from "../message/leaf.ts";
import type { Message, Part } from "../message/message.ts";
import { everyPiece, octetString } from "../message/octets.ts";
import type { ShownAttachment } from "../result.ts";

/** Size after decoding; broken base64 is only counted, because a size is not worth decoding 100 MB. */
function decodedSize(message: Message, part: Part, engine: Engine): number {
  if (part.encoding !== "base64") return decodedLeaf(message, part, engine).length;
  const known = base64Size(part);
  if (known !== undefined) return known;
  let characters = 0;
  everyPiece(message.bytes.subarray(part.bodyStart, part.bodyEnd), (piece) => {
    characters += octetString(piece).replace(/[^A-Za-z0-9+/]+/g, "").length;
    return true;
  });
  return Math.floor((characters * 3) / 4);
}

/** The attachments of a message as the details list them (1.2; G08, G13). File names are foreign text. */
export function shownAttachments(message: Message, engine: Engine): readonly ShownAttachment[] {
  return message.leaves.filter(isAttachment).map((part) => ({
    path: part.path,
    fileName: fileName(part),
    type: `${part.type}/${part.subtype}`,
    octets: decodedSize(message, part, engine),
  }));
}
