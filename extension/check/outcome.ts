import { type ErrorCode, inScope, type Knowledge, notChecked, type Result, toALabel } from "../../core/index.ts";

/**
 * The result of mail whose octets could not be had. Who wrote it is known only from the client's own header, which
 * still tells whether a stamp would be required: then silence is not harmless (D.3).
 * @param author - The From header as the client shows it.
 */
export function unread(
  code: ErrorCode,
  { author, subject }: { author: string; subject: string },
  { trust, requireStamp: named = [] }: Knowledge,
): Result {
  const demanding = trust.filter(({ requireStamp }) => requireStamp === true);
  const domain = toALabel(/@([^\s@<>"(),;]+)>?\s*$/.exec(author)?.[1] ?? "");
  // Nobody can say that an unreadable sender is not one of them.
  const required =
    domain === undefined
      ? demanding.length + named.length > 0
      : named.includes(domain) || demanding.some((record) => inScope(domain, record));
  return notChecked(code, required, subject);
}

/** The result of what is not checked on purpose: nothing is wrong and nothing is said. */
export function unasked(subject: string): Result {
  return { ...notChecked("E_SOURCE_MISSING", false, subject), badge: "NONE", gmp: "NOT_FOUND", reasons: [] };
}
