import { type Progress, type ProviderReport, queued, type ReportCode, type ReportRequest } from "../../core/index.ts";
import { noteEvent } from "../audit/log.ts";
import { database } from "../database.ts";
import { effectiveSettings } from "../state/settings.ts";

/** The two ways of a report (3-protocols 4.3). */
export type Route = "provider" | "sender";

/** One report, from the click on. Times are epoch seconds. */
export interface StoredReport extends Progress {
  /** The Idempotency-Key: one entry for one (domain, token), whatever the reason (REP-03). */
  readonly id: string;
  readonly askedAt: number;
  readonly code: ReportCode;
  readonly route: Route;
  /** The own address that reports (REP-12). */
  readonly address: string;
  /** What is sent, as it was shown before the click. */
  readonly request: ReportRequest;
  /** What can be handed to somebody else later. */
  readonly report: ProviderReport;
  /** The message carries a mark of an exercise; the report goes its way all the same (REP-14). */
  readonly exercise?: true;
}

/** What a click asks for. */
export type AskedReport = Omit<StoredReport, keyof Progress | "askedAt">;

/** How a click ended. */
export type Stored = "stored" | "already" | "too-many";

/** Reports within a day, and reports that may wait (REP-07). */
export const MOST_PER_DAY = 20;
export const MOST_WAITING = 200;
/** Reports remembered. */
const MOST = 2000;
const DAY = 86_400;

/** Whether a report never reached anybody, so that asking again is no second complaint. */
const mayAskAgain = ({ state, outcome }: StoredReport) =>
  state === "undone" || state === "expired" || (state === "failed" && outcome === "no-answer");

const waits = ({ state }: StoredReport) => state === "queued" || state === "sending";

/**
 * Writes a report down before anything is sent, in one transaction: two clicks at once are one report, and no loop of
 * clicks becomes a flood (REP-03, REP-07).
 * @param now epoch seconds
 * @param random uniform in [0, 1)
 */
export async function storeReport(asked: AskedReport, now: number, random: number): Promise<Stored> {
  const tx = (await database()).transaction("reports", "readwrite");
  const before = await tx.store.get(asked.id);
  if (before !== undefined && !mayAskAgain(before)) return "already";
  const all = await tx.store.getAll();
  const today = all.filter(({ askedAt }) => askedAt > now - DAY);
  if (today.length >= MOST_PER_DAY || all.filter(waits).length >= MOST_WAITING) return "too-many";
  await tx.store.put({ ...asked, askedAt: now, ...queued(asked.route, now, random) });
  const ended = all.filter((report) => !waits(report)).sort((a, b) => b.askedAt - a.askedAt);
  for (const { id } of ended.slice(MOST)) if (id !== asked.id) await tx.store.delete(id);
  await tx.done;
  await noteEvent({ at: now, kind: "report-made" });
  return "stored";
}

/** The report with this key. */
export const reportOf = async (id: string): Promise<StoredReport | undefined> => (await database()).get("reports", id);

/** All reports, the latest first. */
export async function listReports(): Promise<StoredReport[]> {
  return (await (await database()).getAllFromIndex("reports", "time")).reverse();
}

/**
 * Makes one step and stores it, in one transaction: what happens next happens only once it is written down (REP-10).
 * @param step undefined for no step
 * @returns the entry after the step; undefined when there was none to make
 */
export async function moveReport(
  id: string,
  step: (progress: Progress) => Progress | undefined,
): Promise<StoredReport | undefined> {
  const tx = (await database()).transaction("reports", "readwrite");
  const before = await tx.store.get(id);
  const after = before && step(before);
  if (before === undefined || after === undefined || after === before) return undefined;
  const { outcome: _, ...rest } = before;
  const moved: StoredReport = { ...rest, ...after };
  await tx.store.put(moved);
  await tx.done;
  return moved;
}

/** Forgets the reports that ended and are older than an administrator wants: "already reported" is known that long. */
export async function forgetReports(now: number): Promise<void> {
  const { reportDays } = await effectiveSettings();
  const before = IDBKeyRange.upperBound(now - reportDays.value * DAY, true);
  const tx = (await database()).transaction("reports", "readwrite");
  for (let cursor = await tx.store.index("time").openCursor(before); cursor; cursor = await cursor.continue())
    if (!waits(cursor.value)) await cursor.delete();
  await tx.done;
}

/** Forgets a report; what was sent stays sent, and what waits is not sent any more (REP-09). */
export async function removeReport(id: string): Promise<void> {
  await (await database()).delete("reports", id);
}
