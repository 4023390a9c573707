import type { Evidence } from "../evidence.ts";
import type { Axes, GmpWord, Observations, Receipt, Result } from "../result.ts";
import type { ReceiptState } from "../verdict/table.ts";

/** The axes a receipt decides. */
export type ReceiptAxes = Pick<Axes, "integrity" | "identity" | "scope" | "freshness" | "trust">;

/** What the check of a message's receipt found. */
export interface ReceiptEvidence extends Evidence {
  /** The draft's word (section 7), by 4-threats section 0. */
  readonly word: GmpWord;
  /** The row of D.3. */
  readonly state: ReceiptState;
  /** The From domain requires stamps, and this one does not meet a requirement that came from DNS (G31, G36). */
  readonly required: boolean;
  /** The organisation that the stamp names has a record in force. */
  readonly trusted: boolean;
  readonly receipt?: Receipt;
  readonly organisation?: NonNullable<Result["organisation"]>;
  readonly trustable?: NonNullable<Result["trustable"]>;
  readonly observations: Observations;
  readonly axes: ReceiptAxes;
}

/** Evidence of nothing; each outcome states what differs. */
export const NO_EVIDENCE: Omit<ReceiptEvidence, "word" | "state" | "required"> = {
  reasons: [],
  lines: [],
  wants: [],
  trusted: false,
  observations: {},
  axes: { integrity: "none", identity: "none", scope: "none", freshness: "none", trust: "none" },
};
