import { asciiBytes } from "./encoding.ts";
import type { TagList } from "./taglist.ts";

/**
 * A field as its own signature covers it (3-protocols 1.3, 4.2; G29): the lower-case name, ":", and the value with every
 * SP, HTAB, CR and LF deleted and the value of one tag emptied. Every other tag is covered, unknown ones included, and the
 * name keeps the signatures of different fields apart.
 * @param text the field's value, as given to the tag list parser
 * @param emptied name of the tag that holds the signature
 */
export function ownField(lowerName: string, text: string, tags: TagList, emptied: string): Uint8Array {
  const signature = tags.find((tag) => tag.name === emptied);
  const unsigned = signature === undefined ? text : text.slice(0, signature.rawStart) + text.slice(signature.rawEnd);
  return asciiBytes(`${lowerName}:${unsigned.replace(/[\t\n\r ]+/g, "")}`);
}
