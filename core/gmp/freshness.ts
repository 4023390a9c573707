import type { Knowledge, TrustRecord } from "../knowledge.ts";
import { readMailboxes } from "../message/address.ts";
import { parseDate } from "../message/date.ts";
import { unfoldedValue } from "../message/display.ts";
import type { Message } from "../message/message.ts";
import type { Reason } from "../result.ts";
import { isOwnAddress } from "../trust/identity.ts";
import type { Stamp } from "./stamp.ts";

/** A stamp may be this much ahead of the clock that saw it, in seconds (G33). */
const AHEAD = 600;
/** Older than this when first seen, and it is a repeat rather than mail. */
const STALE_AFTER = 7 * 86_400;
/** Most that Date and `ts` may differ. */
const DATE_DIFFERENCE = 86_400;

/** When this mailbox first saw the message; where nobody knows, now (H14). */
export function firstSeenOf(knowledge: Knowledge): number {
  return knowledge.firstSeen ?? knowledge.now;
}

/** What is wrong with the times of a stamp (G33, GMR-11, GMR-12). */
export function timeReasons(message: Message, stamp: Stamp, knowledge: Knowledge): Reason[] {
  const params = { time: stamp.ts };
  const reasons: Reason[] = [];
  if (stamp.time > firstSeenOf(knowledge) + AHEAD) reasons.push({ code: "FUTURE", params });
  // Only a known first sight can be late: an imported archive is not a replay (H14).
  if (knowledge.firstSeen !== undefined && knowledge.firstSeen > stamp.time + STALE_AFTER)
    reasons.push({ code: "STALE", params });
  const date = dateOf(message);
  if (date === undefined || Math.abs(date - stamp.time) > DATE_DIFFERENCE)
    reasons.push({ code: "DATE_MISMATCH", params });
  return reasons;
}

/** The time of the one Date field, in epoch seconds. */
export function dateOf(message: Message): number | undefined {
  const dates = message.fields.filter((field) => field.lowerName === "date");
  const [field] = dates;
  return field === undefined || dates.length > 1 ? undefined : parseDate(unfoldedValue(message, field));
}

/**
 * Whether the message is addressed to the user: one of their addresses stands in To or Cc, both of which are signed
 * (O8, G35, GMR-10). Without a known address nothing is addressed to them; a record with `acceptBcc` asks for none (H26).
 */
export function isAddressed(message: Message, record: TrustRecord | undefined, knowledge: Knowledge): boolean {
  if (record?.acceptBcc === true) return true;
  if (knowledge.account?.addressed !== undefined) return knowledge.account.addressed;
  const own = knowledge.account?.addresses ?? [];
  const named = ["to", "cc"].flatMap((name) => readMailboxes(message, name).mailboxes);
  return named.some((mailbox) => isOwnAddress(mailbox.addrSpec, own));
}
