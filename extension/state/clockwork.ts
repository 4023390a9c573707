import type { IDBPTransaction } from "idb";
import { type Clockwork, database, type Schema } from "../database.ts";

/** The time, epoch seconds. */
export const seconds = () => Math.floor(Date.now() / 1000);

/** The facts about this state; made on first use. */
export async function clockwork(): Promise<Clockwork> {
  const db = await database();
  const found = await db.get("facts", "clockwork");
  if (found) return found;
  const tx = db.transaction("facts", "readwrite");
  // Another page may have been faster: look again inside the transaction.
  const facts = (await tx.store.get("clockwork")) ?? {
    epoch: 1,
    installId: crypto.randomUUID(),
    ledgerSince: seconds(),
    latestSeen: seconds(),
  };
  await Promise.all([tx.store.put(facts, "clockwork"), tx.done]);
  return facts;
}

const CHANGED_BY_USER = ["trust", "keys", "settings", "facts", "stamped"] as const;
type Change = IDBPTransaction<Schema, typeof CHANGED_BY_USER, "readwrite">;

/** Makes a change and raises the epoch in one transaction: no verdict from before outlives the change (ST-05). */
export async function change(make: (tx: Change) => Promise<unknown>): Promise<void> {
  await clockwork();
  const tx = (await database()).transaction(CHANGED_BY_USER, "readwrite");
  const facts = tx.objectStore("facts");
  await make(tx);
  const before = await facts.get("clockwork");
  if (before) await facts.put({ ...before, epoch: before.epoch + 1 }, "clockwork");
  await tx.done;
}

/** Ends every verdict from before, when something outside of the state changed (ST-05). */
export const forgetVerdicts = () => change(async () => undefined);

/** Takes back the highest time seen: whoever knows that a clock was wrong says so, nothing else does (ST-04). */
export const resetClock = () =>
  change(async (tx) => {
    const store = tx.objectStore("facts");
    const facts = await store.get("clockwork");
    if (facts) await store.put({ ...facts, latestSeen: seconds() }, "clockwork");
  });
