import { database } from "../../extension/database.ts";

/** Begins a test with an empty installation: every store of the extension's database, which stands open already. */
export async function emptyInstallation(): Promise<void> {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
}
