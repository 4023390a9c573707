import type { Result } from "../result.ts";
import { NO_AXES } from "./axes.ts";
import { decide } from "./decide.ts";
import type { ReasonCode } from "./reasons.ts";
import { summarise } from "./summary.ts";

/** The codes of what could not be checked. */
export type ErrorCode = Extract<ReasonCode, `E_${string}`>;

/**
 * The result of a message that could not be checked at all: UNCHECKED, or CAUTION where its domain requires stamps
 * (D.3). Also for hosts that never got the octets (`E_SOURCE_MISSING`, `E_SOURCE_MISMATCH`, `E_TIMEOUT`).
 *
 * @param required the From domain requires stamps, or nobody can say that it does not
 */
export function notChecked(code: ErrorCode, required: boolean, subject = ""): Result {
  const receipt = { word: "UNTRUSTED", state: "error", required, trusted: false } as const;
  const { badge, reasons } = decide({ receipt, axes: NO_AXES, reasons: [{ code, params: {} }] });
  return {
    profile: "countersign/1",
    badge,
    gmp: receipt.word,
    reasons,
    axes: NO_AXES,
    summary: summarise({ word: receipt.word, axes: NO_AXES, reasons, attachments: 0 }),
    lines: [],
    wants: [],
    net: [],
    to: [],
    subject,
    messageId: "",
    attachments: [],
    observations: {},
  };
}
