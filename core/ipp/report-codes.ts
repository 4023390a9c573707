/** Why a person reports a message (3-protocols 4.3); the words for people are `report_<code>` in the interface. */
export const REPORT_CODES = [
  "nature-mismatch",
  "undeclared-marketing",
  "not-subscribed",
  "wrong-recipient",
  "impersonation",
  "malware",
  "policy-violation",
  "bad-signature",
] as const;

/** One of {@link REPORT_CODES}; no other text ever becomes part of a URL (REP-08). */
export type ReportCode = (typeof REPORT_CODES)[number];

/** A code that came from outside. */
export function readReportCode(text: string): ReportCode | undefined {
  return REPORT_CODES.find((code) => code === text);
}
