import { type LedgerEntry, MAX_LEDGER_PER_ORG } from "../../core/index.ts";
import { database } from "../database.ts";
import { clockwork, seconds } from "./clockwork.ts";

/** How long a stamp is remembered, in seconds (4-threats E). */
const AGE = 400 * 86_400;

/**
 * Notes a stamp and tells what the ledger had to say about it before, in one transaction: two pages that check at once
 * cannot both be first.
 *
 * @returns the entries a verdict needs: the earlier one of the same rid (it stays, whatever comes later, G38), or all
 * of the organisation when its share is used up (DOS-06), or none
 */
export async function noteStamp(entry: LedgerEntry): Promise<readonly LedgerEntry[]> {
  const tx = (await database()).transaction("ledger", "readwrite");
  const before = await tx.store.get([entry.org_id, entry.rid]);
  if (before) {
    await tx.done;
    return [before];
  }
  const tooOld = IDBKeyRange.upperBound(entry.firstSeen - AGE);
  for (let old = await tx.store.index("time").openCursor(tooOld); old; old = await old.continue()) await old.delete();
  const ofOrganisation = tx.store.index("org");
  const full = (await ofOrganisation.count(entry.org_id)) >= MAX_LEDGER_PER_ORG;
  if (!full) await tx.store.add(entry);
  const needed = full ? await ofOrganisation.getAll(entry.org_id) : [];
  await tx.done;
  return needed;
}

/** All stamps remembered against repetition (G38). */
export const listLedger = async (): Promise<LedgerEntry[]> => (await database()).getAll("ledger");

/** Forgets all stamps; of messages from before, repetitions can no longer be noticed (ST-07). */
export async function clearLedger(): Promise<void> {
  const before = await clockwork();
  const tx = (await database()).transaction(["ledger", "facts"], "readwrite");
  await tx.objectStore("ledger").clear();
  const facts = (await tx.objectStore("facts").get("clockwork")) ?? before;
  await tx.objectStore("facts").put({ ...facts, epoch: facts.epoch + 1, ledgerSince: seconds() }, "clockwork");
  await tx.done;
}
