import type { Badge } from "../result.ts";

/** What the receipt alone says: the rows of 4-threats D.3. */
export type ReceiptState =
  | "valid"
  | "valid-caution"
  | "valid-scope"
  | "known-key"
  | "no-key"
  | "kid-unknown"
  | "malformed"
  | "malformed-trusted"
  | "tampered"
  | "not-found"
  | "not-found-expected"
  | "not-found-required"
  | "error";

/** Aligned transport evidence from a server the user named: the columns of D.3. */
export type TransportColumn = "pass" | "none" | "fail";

/** One row of the table. */
export interface TableRow {
  readonly badge: Readonly<Record<TransportColumn, Badge>>;
  /** Replaces `badge` when the From domain requires stamps. */
  readonly required?: Readonly<Record<TransportColumn, Badge>>;
}

const always = (badge: Badge): Record<TransportColumn, Badge> => ({ pass: badge, none: badge, fail: badge });

/**
 * The combination table of 4-threats D.3, as data. Reasons of every source can only lower what stands here
 * (`decide.ts`). "Structure ambiguous" is no row: every `AMBIG_*` reason brings its own CAUTION.
 *
 * `malformed.required` is ALERT where D.3 prints CAUTION: with a record that requires stamps G44 already says
 * `malformed-trusted`, and under `stamp=all` a mangled stamp would otherwise look better than a missing or failing one
 * (L3, G30).
 */
export const TABLE: Readonly<Record<ReceiptState, TableRow>> = {
  valid: { badge: { pass: "VERIFIED", none: "VERIFIED", fail: "CAUTION" } },
  "valid-caution": { badge: always("CAUTION") },
  "valid-scope": { badge: always("CAUTION") },
  "known-key": { badge: { pass: "INTACT", none: "INTACT", fail: "CAUTION" }, required: always("ALERT") },
  "no-key": { badge: { pass: "TRANSPORT", none: "NONE", fail: "CAUTION" }, required: always("ALERT") },
  "kid-unknown": { badge: always("CAUTION"), required: always("ALERT") },
  malformed: { badge: always("CAUTION"), required: always("ALERT") },
  "malformed-trusted": { badge: always("ALERT") },
  tampered: { badge: always("ALERT") },
  "not-found": { badge: { pass: "TRANSPORT", none: "NONE", fail: "CAUTION" } },
  "not-found-expected": { badge: always("CAUTION") },
  "not-found-required": { badge: always("ALERT") },
  error: {
    badge: { pass: "UNCHECKED", none: "UNCHECKED", fail: "CAUTION" },
    required: { pass: "CAUTION", none: "CAUTION", fail: "ALERT" },
  },
};
