import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { Failure } from "../failure.ts";
import type { Database, Query, Value } from "./database.ts";
import { diskSync } from "./disk-sync.ts";
import { missingDriver } from "./missing-driver.ts";

/**
 * Opens the embedded database in a folder, which is made if need be.
 * @throws Failure `SERVE` when the driver is not installed, or when another process has the folder open
 */
export async function openEmbedded(folder: string): Promise<Database> {
  const { PGlite } = await import("@electric-sql/pglite").catch((error: unknown) => {
    throw missingDriver("@electric-sql/pglite", error);
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lock(join(folder, "lock"));
  const data = join(folder, "data");
  const db = await PGlite.create(data);
  const sync = diskSync(data);
  const run =
    (on: Pick<PGlite, "query">): Query =>
    async (text, values: readonly Value[] = []) =>
      (await on.query<Record<string, unknown>>(text, [...values])).rows;
  return {
    query: run(db),
    transaction: (work) => db.transaction((tx) => work(run(tx))),
    durable: sync.log,
    async close() {
      await db.close();
      sync.everything();
      unlock();
    },
  };
}

/**
 * Two processes would destroy each other's data. The file names the process that has it; one whose process is gone was
 * left by a crash, and so was one that names us (a container starts with the same number again).
 */
function lock(path: string): () => void {
  for (;;) {
    try {
      const file = openSync(path, "wx", 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const holder = Number(readFileSync(path, "utf8"));
      if (holder !== process.pid && isRunning(holder))
        throw new Failure(
          "SERVE",
          `process ${holder} has the database open`,
          `Several processes need a PostgreSQL server (--database). If process ${holder} is another program, remove ${path}.`,
        );
      rmSync(path, { force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
