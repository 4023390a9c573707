import { rowsByArrival, selectRows } from "./badge-button.ts";
import { inExtension } from "./extension-page.ts";
import { ID } from "./mail-client.ts";
import type { Marionette } from "./marionette.ts";
import { until } from "./until.ts";

/** The parts of a knowledge file that an installation keeps. */
export interface Kept {
  readonly trust?: readonly object[];
  readonly keys?: readonly object[];
  readonly statusLists?: readonly object[];
  readonly account?: { readonly authserv?: readonly object[] };
}

/**
 * Puts knowledge into the extension's database as if it had grown there, for tests that are not about how it gets there.
 * Servers are believed for the one IMAP account.
 */
export async function grow(marionette: Marionette, knowledge: Kept): Promise<void> {
  // The extension makes its database when it first looks at a message: the oldest here, whatever the dates say.
  await selectRows(marionette, (await rowsByArrival(marionette)).slice(0, 1));
  await until("the extension's database", () =>
    inExtension(marionette, ID, { view: "background" }, async () => (await indexedDB.databases()).length > 0),
  );
  await inExtension(marionette, ID, { view: "background" }, keep, knowledge, "account1", {});
}

/**
 * Runs inside the extension: writes knowledge and settings into the database that is there.
 * @param account - The one account of the settings, whose servers are believed.
 */
export async function keep(knowledge: Kept, account: string, settings: object): Promise<void> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("countersign");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const tx = db.transaction(["trust", "keys", "statusLists", "settings", "facts"], "readwrite");
  for (const record of knowledge.trust ?? []) tx.objectStore("trust").put(record);
  for (const key of knowledge.keys ?? []) tx.objectStore("keys").put(key);
  for (const list of knowledge.statusLists ?? []) tx.objectStore("statusLists").put({ serial: 0, ...list });
  const authserv = { [account]: knowledge.account?.authserv ?? [] };
  const before = tx.objectStore("settings").get("settings");
  before.onsuccess = () =>
    tx.objectStore("settings").put({ ...before.result, welcomed: true, authserv, ...settings }, "settings");
  // A change of trust ends every verdict from before.
  const facts = tx.objectStore("facts");
  const clockwork = facts.get("clockwork");
  clockwork.onsuccess = () => {
    if (clockwork.result) facts.put({ ...clockwork.result, epoch: clockwork.result.epoch + 1 }, "clockwork");
  };
  await new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onerror = () => reject(tx.error);
  });
  db.close();
}

/** Everything in one store of the extension's database. */
export const stored = (marionette: Marionette, store: string): Promise<readonly Record<string, unknown>[]> =>
  inExtension(marionette, ID, { view: "background" }, readStore, store);

/** Runs inside the extension: everything in one store. */
export async function readStore(store: string): Promise<readonly Record<string, unknown>[]> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("countersign");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = db.transaction(store).objectStore(store).getAll();
  await new Promise((resolve, reject) => {
    all.onsuccess = resolve;
    all.onerror = reject;
  });
  db.close();
  return all.result;
}
