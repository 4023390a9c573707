import { ownField } from "../canonical/own-field.ts";
import type { TagList } from "../canonical/taglist.ts";
import { STAMP_FIELD } from "./parse.ts";

/**
 * The octets a stamp's signature covers (3-protocols 1.3, G29).
 * @param text the field's value, as given to the tag list parser
 */
export const signingInput = (text: string, tags: TagList): Uint8Array => ownField(STAMP_FIELD, text, tags, "signature");
