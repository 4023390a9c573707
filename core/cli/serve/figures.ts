import { type Database, numberOf, type Row, textOf, type Value } from "./database.ts";
import { type StoredReport, storedReport } from "./store.ts";

/** Which reports a figure is about. */
export interface Selection {
  /** Epoch seconds: the first, and the first that no longer counts. */
  readonly from: number;
  readonly to: number;
  /** Whom the reports are about. */
  readonly domain?: string;
  /** The declaring address. */
  readonly sender?: string;
  readonly code?: string;
  readonly nature?: string;
  /** Verified reports only, or the others only. */
  readonly proof?: "verified" | "other";
}

/** One line of a count. */
export interface Count {
  readonly name: string;
  readonly verified: number;
  /** Unproven, and not yet proven: they say nothing about the sender (decision 14). */
  readonly other: number;
}

const DAY = 86_400;

/** What may be counted by, with its column. */
export const COLUMNS = { domain: "domain", sender: "sender", nature: "nature", code: "code" } as const;

/** The condition of a selection, its values in the order of their numbers. */
function where(selection: Selection): { readonly text: string; readonly values: readonly Value[] } {
  const { from, to, proof } = selection;
  const values: Value[] = [from, to];
  const parts = ["received_at >= $1::bigint", "received_at < $2::bigint"];
  for (const column of ["domain", "sender", "code", "nature"] as const) {
    const value = selection[column];
    if (value === undefined) continue;
    values.push(value);
    parts.push(`${column} = $${values.length}`);
  }
  if (proof !== undefined) parts.push(proof === "verified" ? "state = 'verified'" : "state <> 'verified'");
  return { text: parts.join(" AND "), values };
}

const countOf = (row: Row, name = textOf(row, "name")): Count => ({
  name,
  verified: numberOf(row, "verified"),
  other: numberOf(row, "other"),
});

const SUMS =
  "count(*) FILTER (WHERE state = 'verified') AS verified, count(*) FILTER (WHERE state <> 'verified') AS other";

/** Reports by one property, the most frequent first. */
export async function countBy(
  database: Database,
  by: keyof typeof COLUMNS,
  selection: Selection,
  most: number,
): Promise<readonly Count[]> {
  const { text, values } = where(selection);
  const rows = await database.query(
    `SELECT ${COLUMNS[by]} AS name, ${SUMS} FROM reports WHERE ${text}
     GROUP BY 1 ORDER BY count(*) FILTER (WHERE state = 'verified') DESC, count(*) DESC, 1 LIMIT ${Math.trunc(most)}`,
    values,
  );
  return rows.map((row) => countOf(row));
}

/** Reports in one span of time. */
export interface InTime extends Count {
  /** Epoch seconds at which the span begins. */
  readonly at: number;
}

/**
 * Reports by one property and by spans of whole days (UTC), from the beginning of the selection; spans without any are
 * absent.
 * @param names the values of the property that are wanted
 */
export async function countInTime(
  database: Database,
  by: keyof typeof COLUMNS,
  selection: Selection,
  { names, days }: { readonly names: readonly string[]; readonly days: number },
): Promise<readonly InTime[]> {
  if (names.length === 0) return [];
  const { text, values } = where(selection);
  const wanted = names.map((_, i) => `$${values.length + 1 + i}`).join(", ");
  const rows = await database.query(
    `SELECT (received_at - $1::bigint) / ${Math.trunc(days) * DAY} AS span, ${COLUMNS[by]} AS name, ${SUMS} FROM reports
     WHERE ${text} AND ${COLUMNS[by]} IN (${wanted}) GROUP BY 1, 2 ORDER BY 1, 2`,
    [...values, ...names],
  );
  return rows.map((row) => ({ at: selection.from + numberOf(row, "span") * days * DAY, ...countOf(row) }));
}

/** All reports of a selection. */
export async function countAll(database: Database, selection: Selection): Promise<Count> {
  const { text, values } = where(selection);
  const [row] = await database.query(`SELECT ${SUMS} FROM reports WHERE ${text}`, values);
  return countOf(row ?? {}, "");
}

/** Where a reader of a feed is: behind this report. */
export interface Cursor {
  readonly settledAt: number;
  readonly id: number;
}

/**
 * Reports of a selection in the order in which they were settled; one that another proof changed comes again.
 * @param until last second of settling: what is older than every running transaction stays where it is, so that a feed
 * misses nothing
 */
export async function listReports(
  database: Database,
  selection: Selection,
  { after, until, most }: { readonly after: Cursor; readonly until: number; readonly most: number },
): Promise<readonly StoredReport[]> {
  const { text, values } = where(selection);
  const n = values.length;
  const rows = await database.query(
    `SELECT * FROM reports WHERE ${text} AND settled_at > 0 AND settled_at <= $${n + 1}::bigint
       AND (settled_at, id) > ($${n + 2}::bigint, $${n + 3}::bigint) ORDER BY settled_at, id LIMIT ${Math.trunc(most)}`,
    [...values, until, after.settledAt, after.id],
  );
  return rows.map(storedReport);
}

/** The latest reports of a selection. */
export async function latestReports(
  database: Database,
  selection: Selection,
  most: number,
): Promise<readonly StoredReport[]> {
  const { text, values } = where(selection);
  const rows = await database.query(
    `SELECT * FROM reports WHERE ${text} ORDER BY received_at DESC, id DESC LIMIT ${Math.trunc(most)}`,
    values,
  );
  return rows.map(storedReport);
}

/** Numbers for a monitor: reports by state, waiting and finished deliveries. */
export async function totals(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query(
    `SELECT 'reports_' || state AS name, count(*) AS n FROM reports GROUP BY state
     UNION ALL SELECT 'deliveries_' || state, count(*) FROM deliveries GROUP BY state`,
  );
  return new Map(rows.map((row) => [textOf(row, "name"), numberOf(row, "n")]));
}
