import { isToken } from "../../ipp/grammar.ts";
import { readReportCode } from "../../ipp/report-codes.ts";
import { verifyReport } from "../../ipp/verify-report.ts";
import type { Found } from "../certificate-finder.ts";
import type { Database } from "./database.ts";
import { postpone, type StoredReport, settleUnverified, settleVerified, takeUnproven } from "./store.ts";

/** Reports looked at in one go. */
const BATCH = 20;
/** Searches for the key of one report; the pauses between them add up to a day and a half. */
const MAX_ATTEMPTS = 10;
const FIRST_PAUSE = 120;

/** What proofs are looked for with. */
export interface Prover {
  readonly database: Database;
  readonly find: (address: string, now: number) => Promise<Found>;
  /** Whether anybody is told about verified reports on a domain. */
  readonly passesOn: (domain: string) => boolean;
  /** Seconds that telling them waits. */
  readonly delay: () => number;
}

/**
 * Looks for the proof of waiting reports, for which nobody who reports has to wait.
 * @param now epoch seconds
 * @returns how many were looked at
 */
export async function proveReports({ database, find, passesOn, delay }: Prover, now: number): Promise<number> {
  const taken = await takeUnproven(database, now, BATCH);
  await Promise.all(
    taken.map(async (report) => {
      // One that a mistake of ours ends with an error each time must not be looked at for ever.
      const found = report.attempts > MAX_ATTEMPTS ? ({ kind: "none" } as const) : await find(report.sender, now);
      if (found.kind === "later" && report.attempts < MAX_ATTEMPTS)
        return await postpone(database, report, now + FIRST_PAUSE * 2 ** report.attempts);
      if (found.kind !== "found" || !(await isProven(report, found)))
        return await settleUnverified(database, report, now);
      await settleVerified(database, report, { now, tellAt: passesOn(report.domain) ? now + delay() : undefined });
    }),
  );
  return taken.length;
}

async function isProven(report: StoredReport, found: Extract<Found, { kind: "found" }>): Promise<boolean> {
  const { domain, token, messageId, receivedAt } = report;
  const code = readReportCode(report.code);
  if (code === undefined || !isToken(token)) return false;
  const told = { v: "countersign-report/1", domain, token, code, messageId, fields: fieldsOf(report) } as const;
  return await verifyReport(told, receivedAt, { senderCertificates: [found.certificates] });
}

/** The header fields of a report, as they came. */
export function fieldsOf({ fields }: Pick<StoredReport, "fields">): readonly string[] {
  const list: unknown = JSON.parse(fields);
  return Array.isArray(list) ? list.filter((field) => typeof field === "string") : [];
}
