import { concat } from "../canonical/concat.ts";
import { relaxedHeader } from "../canonical/header.ts";
import { ownField } from "../canonical/own-field.ts";
import type { Message } from "../message/message.ts";
import type { Declaration } from "./declaration.ts";
import { DECLARATION_FIELD } from "./parse.ts";

/**
 * The octets a declaration's signature covers (3-protocols 4.2, G48): for each name of `h` in its order every instance,
 * the last in the message first, in relaxed form with CRLF, absent names nothing; then the field itself with `b` emptied,
 * without CRLF. The body is covered through `bh`.
 */
export function signingInput(message: Message, { fields, text, tags }: Pick<Declaration, "fields" | "text" | "tags">) {
  const covered = fields.flatMap((name) => message.fields.filter(({ lowerName }) => lowerName === name).reverse());
  const own = ownField(DECLARATION_FIELD, text, tags, "b");
  return concat([...covered.map((field) => relaxedHeader(message, field)), own]);
}
