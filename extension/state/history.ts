import type { Badge } from "../../core/index.ts";
import { database } from "../database.ts";
import { effectiveSettings } from "./settings.ts";

/** One line of the history: which verdict was shown for which octets. */
export interface HistoryEntry {
  /** Given by the database. */
  readonly id?: number;
  /** Lower-case hex SHA-256 of the message as received. */
  readonly digest: string;
  readonly badge: Badge;
  /** Epoch seconds. */
  readonly at: number;
  /** Domain of the From address; "" when there is no single one. */
  readonly fromDomain: string;
}

/** Entries kept in the history at most. */
export const HISTORY_LIMIT = 1000;

/** What was shown, newest first. */
export async function listHistory(): Promise<HistoryEntry[]> {
  return (await (await database()).getAllFromIndex("history", "time")).reverse();
}

/** Forgets what was shown. */
export async function clearHistory(): Promise<void> {
  await (await database()).clear("history");
}

/** Notes what was shown, and drops what is too old or too much. */
export async function addHistory(entry: HistoryEntry): Promise<void> {
  const age = (await effectiveSettings()).historyDays.value * 86_400;
  const tx = (await database()).transaction("history", "readwrite");
  await tx.store.add(entry);
  let surplus = (await tx.store.count()) - HISTORY_LIMIT;
  for (let cursor = await tx.store.index("time").openCursor(); cursor; cursor = await cursor.continue()) {
    if (surplus <= 0 && cursor.value.at >= entry.at - age) break;
    await cursor.delete();
    surplus--;
  }
  await tx.done;
}
