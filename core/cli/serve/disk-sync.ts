import { closeSync, fdatasync, fsyncSync, openSync, readdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Forces a folder of the embedded database to the disk. */
export interface DiskSync {
  /** The log of everything committed before the call. Calls that come while one is under way share the next. */
  readonly log: () => Promise<void>;
  /** Every file, when the database is closed. */
  readonly everything: () => void;
}

/**
 * The embedded build of PostgreSQL writes its log ahead but never asks the system to put it on the disk (`fsync` is off and
 * its file layer has none), so that a power cut could take back what was acknowledged. That is done here, once for all
 * reports that wait.
 * @param folder PostgreSQL's data directory
 */
export function diskSync(folder: string): DiskSync {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = () => {
    running = syncLog(join(folder, "pg_wal")).finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    log: () => {
      if (running === undefined) return start();
      // What is under way may have begun before our commit.
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return start();
        });
      return next;
    },
    everything: () => {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) syncFile(join(entry.parentPath, entry.name));
    },
  };
}

const dataSync = promisify(fdatasync);

async function syncLog(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    if (!/^[0-9A-F]{24}$/.test(name)) continue;
    const file = await open(join(folder, name), "r+");
    try {
      await dataSync(file.fd);
    } finally {
      await file.close();
    }
  }
}

function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
