import { type AddressField, readFrom, readMailboxes } from "./message/address.ts";
import type { Message } from "./message/message.ts";
import type { ShownMailbox } from "./result.ts";

/** Who writes, and to whom. */
export interface People {
  readonly author: AddressField;
  readonly addressees: readonly AddressField[];
  readonly replyTo: AddressField;
}

export function readPeople(message: Message): People {
  return {
    author: readFrom(message),
    addressees: [readMailboxes(message, "to"), readMailboxes(message, "cc")],
    replyTo: readMailboxes(message, "reply-to"),
  };
}

/** The one mailbox of a field that names exactly one and names it clearly; undefined otherwise. */
export function onlyMailbox({ mailboxes, ambiguities }: AddressField): ShownMailbox | undefined {
  const [only, ...more] = mailboxes;
  if (only === undefined || more.length > 0 || ambiguities.length > 0) return undefined;
  return { displayName: only.displayName, addrSpec: only.addrSpec };
}
