import { inExtension } from "./extension-page.ts";
import { ID } from "./mail-client.ts";
import type { Marionette } from "./marionette.ts";

/** A fact that a look-up brought: a member of the knowledge, and its value. */
export interface KnownFact {
  readonly want: { readonly kind: string; readonly domain: string } & Readonly<Record<string, string>>;
  readonly member: string;
  readonly value: object;
}

/** Puts facts into the extension's database as if look-ups had proven them, for tests that are not about look-ups. */
export async function knowFacts(marionette: Marionette, facts: readonly KnownFact[]): Promise<void> {
  await inExtension(
    marionette,
    ID,
    { view: "background" },
    async (facts: readonly KnownFact[]) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open("countersign");
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const now = Math.floor(Date.now() / 1000);
      const tx = db.transaction(["findings", "facts"], "readwrite");
      for (const { want, member, value } of facts) {
        const until = now + 86_400;
        const remembered = {
          want,
          state: "secure",
          facts: [{ member, value }],
          steps: [],
          provenAt: now,
          until,
          ttl: 3600,
        };
        tx.objectStore("findings").put({
          key: JSON.stringify(want),
          want,
          domain: want.domain,
          remembered: { ...remembered, code: "SECURE", at: "", askedAt: now, askAgain: until, failures: 0 },
          next: until,
          usedAt: now,
        });
      }
      // What is known anew ends every verdict from before.
      const store = tx.objectStore("facts");
      const clockwork = store.get("clockwork");
      clockwork.onsuccess = () => store.put({ ...clockwork.result, epoch: clockwork.result.epoch + 1 }, "clockwork");
      await new Promise<void>((resolve, reject) => {
        tx.oncomplete = () => resolve();
        tx.onerror = () => reject(tx.error);
      });
      db.close();
    },
    facts,
  );
}
