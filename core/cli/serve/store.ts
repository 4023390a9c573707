import { randomUUID } from "node:crypto";
import { type Database, numberOf, type Row, textOf } from "./database.ts";

/** How far a report is proven: `pending` until the declared sender's key was looked for. */
export type ReportState = "pending" | "verified" | "unverified";

/** A report as it is written down. Who reported is not: only on which host's behalf. */
export interface NewReport {
  readonly domain: string;
  readonly token: string;
  readonly code: string;
  readonly route: "provider" | "sender";
  readonly state: ReportState;
  /** The declaring address; "" where nothing was declared. */
  readonly sender: string;
  /** The declared nature; "" where none is known. */
  readonly nature: string;
  readonly messageId: string;
  /** Header fields as they came, JSON. */
  readonly fields: string;
  /** The domain of this server that was reported to. */
  readonly host: string;
  /** Epoch seconds. */
  readonly receivedAt: number;
}

/** A report that was written down. */
export interface StoredReport extends NewReport {
  readonly id: number;
  readonly uid: string;
  /** Which delivery of the pair stands in the row. */
  readonly candidate: number;
  /** How often its proof was looked for. */
  readonly attempts: number;
  /** Epoch seconds at which it was found proven or unproven; 0 while it waits. */
  readonly settledAt: number;
}

/**
 * Deliveries of one pair whose evidence is looked at. The sender knows every token that it made, and could send something
 * unproven for each in advance: the true report must still be looked at. Each costs its sender a request within the limits.
 */
const MAX_CANDIDATES = 100;
/** Longest evidence, in characters, that is kept of a report which nothing proves. */
const MAX_UNPROVEN = 16_384;

/**
 * Counts a report. When this resolves, the count is on the disk.
 * @returns whether it was the first of its (domain, token)
 */
export async function countReport(database: Database, report: NewReport): Promise<boolean> {
  const { domain, token, code, route, state, sender, nature, messageId, fields, host, receivedAt } = report;
  const what = [code, route, state, sender, nature, messageId, fields, host, receivedAt];
  const inserted = await database.query(
    `INSERT INTO reports (uid, domain, token, code, route, state, sender, nature, message_id, fields, host, received_at, try_at, settled_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::bigint, $12::bigint,
       CASE WHEN $6::text = 'pending' THEN 0 ELSE $12::bigint END)
     ON CONFLICT (domain, token) DO NOTHING RETURNING id`,
    [randomUUID(), domain, token, ...what],
  );
  // Whoever knows a token could send an empty report first: a later one with other evidence is looked at in its place, and
  // an issued token needs no other proof. It stays one row, so it stays one count.
  if (inserted.length === 0)
    await database.query(
      `UPDATE reports SET code = $3, route = $4, state = $5, sender = $6, nature = $7, message_id = $8, fields = $9, host = $10,
         try_at = $11::bigint, settled_at = CASE WHEN $5::text = 'pending' THEN 0 ELSE $11::bigint END, attempts = 0, candidate = candidate + 1
       WHERE domain = $1 AND token = $2 AND candidate < ${MAX_CANDIDATES}
         AND (((state = 'unverified' OR (state = 'pending' AND attempts > 0)) AND $5 = 'pending' AND fields <> $9)
           OR (state <> 'verified' AND $5 = 'verified'))`,
      [domain, token, ...what],
    );
  // Also for the second one: "already counted" must be as true after a power cut.
  await database.durable();
  return inserted.length > 0;
}

/** Seconds for which a piece of work belongs to the process that took it; a crash gives it back. */
const LEASE = 120;

/** Takes reports whose proof is to be looked for now, no two processes the same ones. */
export async function takeUnproven(database: Database, now: number, most: number): Promise<readonly StoredReport[]> {
  const rows = await database.query(
    `UPDATE reports SET try_at = $1::bigint + ${LEASE}, attempts = attempts + 1 WHERE id IN (
       SELECT id FROM reports WHERE state = 'pending' AND try_at <= $1::bigint ORDER BY try_at LIMIT $2 FOR UPDATE SKIP LOCKED
     ) RETURNING *`,
    [now, most],
  );
  return rows.map(storedReport);
}

/**
 * Writes down that a report is proven, with the evidence that proves it, also where something else was sent in its place
 * meanwhile; and queues what is passed on.
 * @param tellAt epoch seconds at which the declared sender's operator is told; undefined for never
 */
export async function settleVerified(
  database: Database,
  { id, domain, code, sender, nature, messageId, fields, host }: StoredReport,
  { now, tellAt }: { readonly now: number; readonly tellAt: number | undefined },
): Promise<void> {
  await database.transaction(async (query) => {
    const settled = await query(
      `UPDATE reports SET state = 'verified', settled_at = $2, code = $3, sender = $4, nature = $5, message_id = $6, fields = $7,
         host = $8 WHERE id = $1 AND state <> 'verified' RETURNING id`,
      [id, now, code, sender, nature, messageId, fields, host],
    );
    if (settled.length === 0 || tellAt === undefined) return;
    await query(
      "INSERT INTO deliveries (report, domain, state, queued_at, try_at) VALUES ($1, $2, 'queued', $3, $4) ON CONFLICT DO NOTHING",
      [id, domain, now, tellAt],
    );
  });
}

/** Writes down that nothing proves a report. Of long evidence nothing is kept: anybody could fill the disk with it. */
export async function settleUnverified(
  database: Database,
  { id, candidate }: StoredReport,
  now: number,
): Promise<void> {
  await database.query(
    `UPDATE reports SET state = 'unverified', settled_at = $3,
       fields = CASE WHEN length(fields) > ${MAX_UNPROVEN} THEN '[]' ELSE fields END
     WHERE id = $1 AND candidate = $2 AND state = 'pending'`,
    [id, candidate, now],
  );
}

/** Puts the proof of a report off. */
export async function postpone(database: Database, { id, candidate }: StoredReport, until: number): Promise<void> {
  await database.query("UPDATE reports SET try_at = $3 WHERE id = $1 AND candidate = $2", [id, candidate, until]);
}

/** Forgets what is older than its time: reports with everything that belongs to them, and sessions that have ended. */
export async function forgetBefore(database: Database, oldest: number, now: number): Promise<void> {
  await database.query("DELETE FROM reports WHERE received_at < $1", [oldest]);
  await database.query("DELETE FROM sessions WHERE ends_at < $1", [now]);
}

/** Whether a text is spelt like the name of a report. */
export const isReportId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);

/** A row of `reports`. */
export function storedReport(row: Row): StoredReport {
  const state = textOf(row, "state");
  return {
    id: numberOf(row, "id"),
    uid: textOf(row, "uid"),
    domain: textOf(row, "domain"),
    token: textOf(row, "token"),
    code: textOf(row, "code"),
    route: textOf(row, "route") === "sender" ? "sender" : "provider",
    state: state === "verified" || state === "unverified" ? state : "pending",
    sender: textOf(row, "sender"),
    nature: textOf(row, "nature"),
    messageId: textOf(row, "message_id"),
    fields: textOf(row, "fields"),
    host: textOf(row, "host"),
    receivedAt: numberOf(row, "received_at"),
    candidate: numberOf(row, "candidate"),
    attempts: numberOf(row, "attempts"),
    settledAt: numberOf(row, "settled_at"),
  };
}
