import { type Database, numberOf } from "./database.ts";
import { type StoredReport, storedReport } from "./store.ts";

/** Where reports about a domain go: a mailbox, or a URL that takes XARF. */
export type Destination =
  | { readonly kind: "mail"; readonly to: string }
  | { readonly kind: "https"; readonly url: URL };

/** What reports are passed on with. */
export interface Pusher {
  readonly database: Database;
  /** Undefined where nobody is told. */
  readonly destination: (domain: string) => Destination | undefined;
  /** Hands one report over; throws when it was not taken. */
  readonly send: (report: StoredReport, to: Destination) => Promise<void>;
}

/** Deliveries of one go, and of one domain in it: one that does not answer must not hold up the others. */
const BATCH = 20;
const PER_DOMAIN = 5;
/** Seconds for which a delivery belongs to the process that took it. */
const LEASE = 120;
/** Attempts, with pauses from two minutes to half a day between them: five days together. */
const MAX_ATTEMPTS = 16;
const FIRST_PAUSE = 120;
const LONGEST_PAUSE = 43_200;

/**
 * Hands waiting reports to the operators of the declaring senders. One that was taken but not marked, because the process
 * died in between, is handed over again with the same name, by which it is recognised.
 * @param now epoch seconds
 * @returns how many were tried
 */
export async function pushReports({ database, destination, send }: Pusher, now: number): Promise<number> {
  const taken = await database.query(
    `UPDATE deliveries SET try_at = $1::bigint + ${LEASE}, attempts = attempts + 1 WHERE report IN (
       SELECT d.report FROM deliveries d JOIN (
         SELECT report, row_number() OVER (PARTITION BY domain ORDER BY try_at, report) AS place
         FROM deliveries WHERE state = 'queued' AND try_at <= $1::bigint
       ) ranked ON ranked.report = d.report
       WHERE ranked.place <= ${PER_DOMAIN} AND d.state = 'queued' AND d.try_at <= $1::bigint
       ORDER BY d.try_at LIMIT ${BATCH} FOR UPDATE OF d SKIP LOCKED
     ) RETURNING report, attempts`,
    [now],
  );
  await Promise.all(
    taken.map(async (row) => {
      const [id, attempts] = [numberOf(row, "report"), numberOf(row, "attempts")];
      const [found] = await database.query("SELECT * FROM reports WHERE id = $1", [id]);
      const to = found && destination(storedReport(found).domain);
      if (found === undefined || to === undefined) return await conclude(database, id, "dropped");
      try {
        await send(storedReport(found), to);
        await conclude(database, id, "sent");
      } catch {
        if (attempts >= MAX_ATTEMPTS) return await conclude(database, id, "dropped");
        const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1));
        await database.query("UPDATE deliveries SET try_at = $2 WHERE report = $1", [id, now + pause]);
      }
    }),
  );
  return taken.length;
}

async function conclude(database: Database, id: number, state: "sent" | "dropped"): Promise<void> {
  await database.query("UPDATE deliveries SET state = $2 WHERE report = $1", [id, state]);
}
