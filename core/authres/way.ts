import { unfoldedValue } from "../message/display.ts";
import { toALabel } from "../message/domain.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";

/** What the message says about the way it took; a sender can say anything, so it only ever softens a doubt (decision 30). */
export interface Way {
  /** Domains of the mailing list: List-Id (RFC 2919), List-Post (RFC 2369). */
  readonly lists: readonly string[];
  /** Sent by nobody to tell about another message (RFC 3834 s3.3), in a name that no person has. */
  readonly bounce: boolean;
}

/** A way that excuses nothing. */
export const NO_EXCUSE: Way = { lists: [], bounce: false };

/** Reads it. @param localPart of the only From mailbox */
export function wayOf(message: Message, localPart: string): Way {
  const values = (name: string) =>
    message.fields.filter(({ lowerName }) => lowerName === name).map((field) => unfoldedValue(message, field));
  const ids = values("list-id").map((value) => /<([^<>]*)>[^<>]*$/.exec(value)?.[1] ?? value);
  const posts = values("list-post").map((value) => /mailto:[^@>?:]*@([^>?,]+)/i.exec(value)?.[1] ?? "");
  const nobody = values("return-path")[0] === "<>";
  return {
    lists: [...ids, ...posts].flatMap((name) => toALabel(name.trim()) ?? []),
    bounce: nobody && /^(?:mailer-daemon|postmaster)$/.test(asciiLower(localPart)),
  };
}
