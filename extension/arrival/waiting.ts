import { database } from "../database.ts";
import type { Header } from "../thunderbird/place.ts";
import type { Waiting } from "./stored.ts";

/** Messages that wait at most; one beyond keeps no tag until its folder is swept. */
const MOST = 20_000;

/** Writes down that messages came, before anything is done about them: the page may be stopped at any moment. */
export async function awaitAll(headers: readonly Header[]): Promise<readonly Waiting[]> {
  const named = headers.flatMap(waitingOf);
  const tx = (await database()).transaction("arrivals", "readwrite");
  const room = MOST - (await tx.store.count());
  for (const waiting of named.slice(0, Math.max(0, room))) await tx.store.put(waiting);
  await tx.done;
  return named;
}

/** How a message is found again in a later session: numbers of messages are good for one. */
function waitingOf({ folder, headerMessageId }: Header): Waiting[] {
  const folderId = folder?.id;
  if (folderId === undefined) return [];
  return [{ key: JSON.stringify([folderId, headerMessageId]), folderId, headerMessageId }];
}

/** One that waits, or undefined when none does. */
export async function nextWaiting(): Promise<Waiting | undefined> {
  const cursor = await (await database()).transaction("arrivals").store.openCursor();
  return cursor?.value;
}

/** It waits no longer. */
export async function doneWaiting({ key }: Waiting): Promise<void> {
  await (await database()).delete("arrivals", key);
}
