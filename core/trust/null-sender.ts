import { displayHeader } from "../message/display.ts";
import type { Message } from "../message/message.ts";

/** A phrase that names no address, and nothing between the brackets. */
const NOBODY = /^[^@<>,;:\uFF20\uFE6B]*<\s*>$/;

/**
 * From is `MAILER-DAEMON <>`, as some mail systems sign their bounces. RFC 5322 has no such form, and with a stamp it
 * stays AMBIG_FROM; but it names nobody, so in ordinary mail nobody is imitated by it (decision 30).
 */
export function isNullSender(message: Message): boolean {
  const fields = message.fields.filter(({ lowerName }) => lowerName === "from");
  return fields.length === 1 && NOBODY.test(displayHeader(message, "from").trim());
}
