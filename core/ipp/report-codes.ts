/**
 * Why a person reports a message (3-protocols 4.3), with the Feedback-Type of RFC 5965 s7.3 that abuse desks know; the
 * words for people are `report_<code>` in the interface.
 */
const FEEDBACK_TYPES = {
  "nature-mismatch": "abuse",
  "undeclared-marketing": "abuse",
  "not-subscribed": "abuse",
  "wrong-recipient": "other",
  impersonation: "fraud",
  malware: "virus",
  "policy-violation": "abuse",
  "bad-signature": "other",
} as const;

/** One of the codes; no other text ever becomes part of a URL (REP-08). */
export type ReportCode = keyof typeof FEEDBACK_TYPES;

/** The codes, in the order in which they are offered. */
export const REPORT_CODES: readonly ReportCode[] = Object.keys(FEEDBACK_TYPES).map((code) => code as ReportCode);

/** A code that came from outside. */
export function readReportCode(text: string): ReportCode | undefined {
  return REPORT_CODES.find((code) => code === text);
}

/** How abuse desks call the reason. */
export const feedbackTypeOf = (code: ReportCode): string => FEEDBACK_TYPES[code];
