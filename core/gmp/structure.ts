import { type AddressField, readMailboxes } from "../message/address.ts";
import type { Ambiguity, Message } from "../message/message.ts";

/** Address fields besides From that a reader relies on: whom it went to, and where an answer goes. */
const RELIED_ON = ["to", "cc", "reply-to"];

/** Everything in a message that two programs could read differently (O2, G41). */
export function structureAmbiguities(message: Message, author: AddressField): readonly Ambiguity[] {
  const fields = RELIED_ON.map((name) => readMailboxes(message, name));
  return [...message.ambiguities, ...[author, ...fields].flatMap(({ ambiguities }) => ambiguities)];
}
