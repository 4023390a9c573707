import { asciiBytes } from "../canonical/encoding.ts";
import type { TagList } from "../canonical/taglist.ts";
import { STAMP_FIELD } from "./parse.ts";

/**
 * The octets a stamp's signature covers (3-protocols 1.3, G29): the field itself with a lower-case name, every SP, HTAB,
 * CR and LF deleted, and the value of `signature` emptied. Every other tag is covered, unknown ones included.
 * @param text the field's value, as given to the tag list parser
 */
export function signingInput(text: string, tags: TagList): Uint8Array {
  const signature = tags.find((tag) => tag.name === "signature");
  const unsigned = signature === undefined ? text : text.slice(0, signature.rawStart) + text.slice(signature.rawEnd);
  return asciiBytes(`${STAMP_FIELD}:${unsigned.replace(/[\t\n\r ]+/g, "")}`);
}
