import { displayHeader } from "../message/display.ts";
import type { Message } from "../message/message.ts";

/** One name and no address, full-width and small `@` included; the brackets may hold a name of the local system. */
const NO_ADDRESS = /^[^@<>,;:\uFF20\uFE6B]*(?:<[^@<>,;:\uFF20\uFE6B]*>)?$/;

/**
 * From is `MAILER-DAEMON <>` or `<MAILER-DAEMON>`, as some mail systems sign their bounces, or a bare `root`. RFC 5322
 * has no such form, and under a stamp it stays AMBIG_FROM; but it names nobody, so in ordinary mail nobody is imitated
 * by it (decision 30).
 */
export function isNullSender(message: Message): boolean {
  const fields = message.fields.filter(({ lowerName }) => lowerName === "from");
  return fields.length === 1 && NO_ADDRESS.test(displayHeader(message, "from").trim());
}
