import type { Ambiguities } from "./ambiguities.ts";
import type { HeaderField } from "./message.ts";

/**
 * Fields that a message carries at most once (G41, MIME-01): the signed names, ipp-declaration apart (G46 counts it). The
 * order is that of hdr_hash (3-protocols 1.2, G59).
 */
export const SINGLE_FIELDS: ReadonlySet<string> = new Set([
  "from",
  "sender",
  "reply-to",
  "to",
  "cc",
  "subject",
  "date",
  "message-id",
  "in-reply-to",
  "references",
  "mime-version",
  "content-type",
  "content-transfer-encoding",
  "content-disposition",
  "content-id",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "list-post",
  "mail-followup-to",
  "mail-reply-to",
  "disposition-notification-to",
  "resent-from",
  "resent-sender",
]);

/** Says which of them stand in the message more than once; which one a client shows is its own choice. */
export function checkDuplicates(fields: readonly HeaderField[], ambiguities: Ambiguities): void {
  const seen = new Set<string>();
  for (const { lowerName } of fields) {
    if (!SINGLE_FIELDS.has(lowerName)) continue;
    if (seen.has(lowerName)) ambiguities.add("AMBIG_DUP_HEADER", { field: lowerName });
    seen.add(lowerName);
  }
}
