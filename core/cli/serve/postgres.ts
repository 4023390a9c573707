import type { Pool as PoolOf } from "pg";
import { Failure, systemReason } from "../failure.ts";
import type { Database, Query } from "./database.ts";
import { missingDriver } from "./missing-driver.ts";

/** Connections of one process: more would only wait for the same disk. */
const CONNECTIONS = 10;

/**
 * Connects to a PostgreSQL server; several processes may use one database.
 * @param url `postgres://user:password@host/database`, with the parameters of libpq
 * @throws Failure `SERVE` when there is no driver or no answer
 */
export async function openPostgres(url: string): Promise<Database> {
  const { default: pg } = await import("pg").catch((error: unknown) => {
    throw missingDriver("pg", error);
  });
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: 5000,
    statement_timeout: 30_000,
    application_name: "countersign",
  });
  // A connection that breaks while nobody uses it is replaced by the next one; without a listener it would end the process.
  pool.on("error", () => undefined);
  await pool.query("SELECT 1").catch(async (error: unknown) => {
    await pool.end();
    throw new Failure("SERVE", `cannot reach the database: ${systemReason(error)}`, undefined, error);
  });
  return {
    query: async (text, values = []) => (await pool.query(text, [...values])).rows,
    transaction: (work) => transaction(pool, work),
    // The server's own fsync stands behind every commit.
    durable: async () => undefined,
    close: () => pool.end(),
  };
}

async function transaction<T>(pool: PoolOf, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(async (text, values = []) => (await client.query(text, [...values])).rows);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((second: unknown) => {
      broken = second instanceof Error ? second : new Error(String(second));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
