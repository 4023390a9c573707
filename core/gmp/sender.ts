import type { TrustRecord } from "../knowledge.ts";
import type { Mailbox } from "../message/address.ts";
import { asciiLower } from "../message/fields.ts";
import { type Address, parseAddress } from "./grammar.ts";

/** How `sender_id` relates to the one From mailbox. */
export type SenderMatch = "match" | "case-differs" | "mismatch";

/**
 * Compares From with `sender_id`: domains as lower-case A-labels, local parts octet by octet, or a listed pair of
 * delegates (G34, ID-15).
 */
export function matchSender(from: Mailbox, sender: Address, record: TrustRecord | undefined): SenderMatch {
  if (sameAddress(from, sender)) return "match";
  for (const delegate of record?.delegates ?? []) {
    const shown = parseAddress(delegate.from);
    const stamped = parseAddress(delegate.sender);
    if (shown && stamped && sameAddress(from, shown) && sameAddress(sender, stamped)) return "match";
  }
  const differsInCase = from.domain === sender.domain && asciiLower(from.localPart) === asciiLower(sender.localPart);
  return differsInCase ? "case-differs" : "mismatch";
}

function sameAddress(a: Address, b: Address): boolean {
  return a.domain === b.domain && a.localPart === b.localPart;
}
