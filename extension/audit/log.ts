import type { Badge } from "../../core/index.ts";
import { database } from "../database.ts";
import type { AuditDay, AuditEvent } from "./stored.ts";

const DAY = 86_400;
/** Entries that are kept at most, besides a count for each day. */
const EVENTS = 5000;

/** The day of a time in epoch seconds, `YYYY-MM-DD` in UTC. */
export const dayOf = (now: number): string => new Date(now * 1000).toISOString().slice(0, 10);

/** Counts one verdict: no more than its word and its day is kept. */
export async function countVerdict(badge: Badge, how: "shown" | "arrived", now: number): Promise<void> {
  const tx = (await database()).transaction("auditDays", "readwrite");
  const day = dayOf(now);
  const before: AuditDay = (await tx.store.get(day)) ?? { day, shown: {}, arrived: {} };
  await tx.store.put({ ...before, [how]: { ...before[how], [badge]: (before[how][badge] ?? 0) + 1 } });
  await tx.done;
}

/** Forgets what is older than so many days. */
export async function forgetEntries(days: number, now: number): Promise<void> {
  const tx = (await database()).transaction(["auditDays", "auditEvents"], "readwrite");
  const first = now - days * DAY;
  await tx.objectStore("auditDays").delete(IDBKeyRange.upperBound(dayOf(first)));
  const events = tx.objectStore("auditEvents").index("time");
  for (let old = await events.openCursor(IDBKeyRange.upperBound(first)); old; old = await old.continue())
    await old.delete();
  await tx.done;
}

/** Notes that something was done. */
export async function noteEvent(event: Omit<AuditEvent, "id">): Promise<void> {
  const tx = (await database()).transaction("auditEvents", "readwrite");
  await tx.store.add(event);
  let surplus = (await tx.store.count()) - EVENTS;
  for (let old = await tx.store.openCursor(); old && surplus > 0; old = await old.continue()) {
    await old.delete();
    surplus--;
  }
  await tx.done;
}

/** The log as a document: what is saved to a file, and in parts what a webhook gets. The schema is documented. */
export interface AuditDocument {
  readonly audit: "countersign-audit/1";
  /** Random, made with this installation; names nobody. */
  readonly installation: string;
  readonly version: string;
  readonly madeAt: string;
  readonly days: readonly AuditDay[];
  readonly events: readonly AuditEvent[];
}

/** Everything that was noted, or what is newer than an event and a day. */
export async function auditEntries(since = { event: 0, day: "" }): Promise<Pick<AuditDocument, "days" | "events">> {
  const db = await database();
  const [days, events] = await Promise.all([
    db.getAll("auditDays", since.day === "" ? undefined : IDBKeyRange.lowerBound(since.day, true)),
    db.getAll("auditEvents", IDBKeyRange.lowerBound(since.event, true)),
  ]);
  return { days, events };
}

/** Puts the document around entries. */
export const auditDocument = (
  entries: Pick<AuditDocument, "days" | "events">,
  installation: string,
  version: string,
  now: number,
): AuditDocument => ({
  audit: "countersign-audit/1",
  installation,
  version,
  madeAt: new Date(now * 1000).toISOString(),
  ...entries,
});
