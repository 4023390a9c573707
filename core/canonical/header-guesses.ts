import type { HeaderField } from "../message/message.ts";
import { octetString } from "../message/octets.ts";
import { concat } from "./concat.ts";
import { asciiBytes } from "./encoding.ts";

/** One header field as it enters a hash or a signature. */
export interface SignedField {
  readonly field: HeaderField;
  /** Relaxed form, CRLF included (RFC 6376 s3.4.2). */
  readonly octets: Uint8Array;
}

/** A way the header may have looked when it was stamped or signed. */
export interface HeaderGuess {
  readonly fields: readonly { readonly octets: Uint8Array }[];
  /** Lower-case names of the fields that were added or altered since. */
  readonly names: readonly string[];
}

/** Names that lists and forwarders add; their combinations are tried first. */
const OFTEN_ADDED = new Set([
  "sender",
  "reply-to",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "list-post",
  "mail-followup-to",
  "mail-reply-to",
  "resent-from",
  "resent-sender",
]);
/** More of these than this are not combined. */
const MOST_COMBINED = 6;

/**
 * Guesses, likely ones first: a list's prefix taken out of Subject, one field removed, combinations of what lists add,
 * any two fields removed. Each also with the Subject prefix taken out. The caller stops at its budget.
 */
export function* headerGuesses(fields: readonly SignedField[]): Generator<HeaderGuess> {
  const untagged = new Map(
    fields.flatMap((field) => {
      const octets = withoutListPrefix(field);
      return octets === undefined ? [] : [[field, octets] as const];
    }),
  );
  const guess = (removed: ReadonlySet<SignedField>, untag: boolean): HeaderGuess => {
    const kept = fields.filter((field) => !removed.has(field));
    const changed = fields.filter((field) => removed.has(field) || (untag && untagged.has(field)));
    return {
      fields: untag ? kept.map((field) => ({ octets: untagged.get(field) ?? field.octets })) : kept,
      names: [...new Set(changed.map(({ field }) => field.lowerName))],
    };
  };
  for (const removed of removals(fields)) {
    if (removed.size > 0) yield guess(removed, false);
    if (untagged.size > 0) yield guess(removed, true);
  }
}

function* removals(fields: readonly SignedField[]): Generator<ReadonlySet<SignedField>> {
  yield new Set();
  for (const field of fields) yield new Set([field]);
  const likely = fields.filter(({ field }) => OFTEN_ADDED.has(field.lowerName)).slice(0, MOST_COMBINED);
  for (let mask = 1; mask < 2 ** likely.length; mask++) {
    const chosen = likely.filter((_, index) => (mask >> index) % 2 === 1);
    if (chosen.length > 1) yield new Set(chosen);
  }
  for (const [index, first] of fields.entries())
    for (const second of fields.slice(index + 1)) yield new Set([first, second]);
}

/** A Subject without the `[name] ` that a list puts in front, behind `Re:` or not. */
function withoutListPrefix({ field, octets }: SignedField): Uint8Array | undefined {
  if (field.lowerName !== "subject") return undefined;
  // The view has one unit for each octet, so its offsets serve for the octets too.
  const match = /^subject:((?:[A-Za-z]{2,3}: )?)\[[^\]]{1,64}\] /.exec(octetString(octets));
  if (match === null) return undefined;
  return concat([asciiBytes(`subject:${match[1] ?? ""}`), octets.subarray(match[0].length)]);
}
