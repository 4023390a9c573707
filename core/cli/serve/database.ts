/** What a statement takes; both drivers send it apart from the text of the statement. */
export type Value = string | number | null;

/** One line of an answer, by column. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement; `$1`, `$2` … stand for the values. */
export type Query = (text: string, values?: readonly Value[]) => Promise<readonly Row[]>;

/** PostgreSQL, embedded or on a server: everything above this interface is one dialect. */
export interface Database {
  readonly query: Query;
  /** All statements of `work`, or none of them. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** Resolves when everything committed so far is on the disk. */
  durable(): Promise<void>;
  close(): Promise<void>;
}

/** A whole number out of a column, which drivers give as number, string or bigint. */
export function numberOf(row: Row | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}

/** A text out of a column; "" for NULL. */
export function textOf(row: Row | undefined, column: string): string {
  const value = row?.[column];
  return typeof value === "string" ? value : "";
}
