import { toHex } from "../canonical/encoding.ts";
import { relaxedHeader } from "../canonical/header.ts";
import type { SignedField } from "../canonical/header-guesses.ts";
import type { Engine } from "../engine.ts";
import { SINGLE_FIELDS } from "../message/duplicates.ts";
import type { HeaderField, Message } from "../message/message.ts";

/**
 * The names hdr_hash covers, in this order (3-protocols 1.2, G59): those that may stand once, then the declaration. The
 * list is fixed: nothing in a stamp changes it.
 */
export const SIGNED_FIELDS: readonly string[] = [...SINGLE_FIELDS, "ipp-declaration"];

/**
 * The fields of hdr_hash in the order they are hashed: for each name of {@link SIGNED_FIELDS} every instance, the last
 * in the message first (G05). Their octets one after the other are the whole input.
 */
export function signedFields(message: Message): SignedField[] {
  const instances = new Map<string, HeaderField[]>(SIGNED_FIELDS.map((name) => [name, []]));
  for (const field of message.fields) instances.get(field.lowerName)?.unshift(field);
  return [...instances.values()].flat().map((field) => ({ field, octets: relaxedHeader(message, field) }));
}

/** SHA3-256 over the octets of the fields, lower-case hex; of the empty string when there is none (G05). */
export function hashFields(fields: readonly { readonly octets: Uint8Array }[], engine: Engine): string {
  const state = engine.sha3_256();
  for (const { octets } of fields) state.update(octets);
  return toHex(state.digest());
}
