import { browser } from "../browser.ts";
import type { Checked } from "../check/check.ts";
import { getSettings } from "../state/settings.ts";
import type { Header } from "../thunderbird/place.ts";
import { pagesOf } from "./lists.ts";
import { mark, settle, unmark } from "./mark.ts";
import { MARK_PARTS } from "./mark-parts.ts";
import type { Waiting } from "./stored.ts";
import { mayTag, ourTags } from "./tags.ts";
import { awaitAll, doneWaiting, nextWaiting } from "./waiting.ts";

/** What happens to new mail. */
export interface Arrivals {
  /** Goes on with what waits; called when the page starts. */
  resume(): Promise<void>;
  /** A verdict stands on the screen: the tag of that message says the same. */
  stands(checked: Checked): Promise<void>;
}

/** Numbers of messages that this page was told of; the others are looked up. */
const MOST_NUMBERS = 2000;

/** Starts judging mail on arrival: registers its listener at once, and works on one message after the other. */
export function startArrivals(): Arrivals {
  const numbers = new Map<string, number>();
  let running: Promise<unknown> = Promise.resolve();

  const came = async (list: unknown) => {
    if (!(await mayTag())) return;
    const tags = await ourTags();
    const { arrival } = await getSettings();
    for await (const headers of pagesOf(list)) {
      // First of all, whatever else follows: nobody's mail comes with a tag of ours.
      for (const { id } of headers.filter((header) => header.tags.some(tags.ours))) await unmark(id, tags, MARK_PARTS);
      if (arrival === "off") continue;
      const waiting = await awaitAll(headers);
      if (numbers.size > MOST_NUMBERS) numbers.clear();
      for (const [place, { key }] of waiting.entries()) {
        const header = headers[place];
        if (header !== undefined) numbers.set(key, header.id);
      }
    }
    await drain();
  };

  const drain = async () => {
    const { arrival } = await getSettings();
    if (!(await mayTag())) return;
    const tags = await ourTags();
    for (let waiting = await nextWaiting(); waiting !== undefined; waiting = await nextWaiting()) {
      if (arrival !== "off")
        for (const header of await find(waiting, numbers))
          await mark(header, arrival, tags, MARK_PARTS).catch((error: unknown) => {
            // Moved or deleted meanwhile, by the user or by another filter.
            console.info("a new message could not be tagged", error);
          });
      numbers.delete(waiting.key);
      await doneWaiting(waiting);
    }
  };

  /** One run after the other. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = running.then(work).catch((error: unknown) => console.error("new mail could not be judged", error));
    running = done;
    return done;
  };

  browser.messages.onNewMailReceived.addListener((_folder, list) => inTurn(() => came(list)));

  return {
    resume: () => inTurn(drain),
    async stands(checked) {
      const { arrival } = await getSettings();
      if (arrival === "off" || !(await mayTag())) return;
      // A message that was opened from a file has no tags.
      await settle(checked, checked.messageId, arrival, await ourTags(), MARK_PARTS).catch(() => undefined);
    },
  };
}

/** The messages that were meant: several may share a name, and each is judged for itself. */
async function find(waiting: Waiting, numbers: ReadonlyMap<string, number>): Promise<readonly Header[]> {
  const { folderId, headerMessageId, key } = waiting;
  const id = numbers.get(key);
  const known = id === undefined ? undefined : await browser.messages.get(id).catch(() => undefined);
  if (known?.folder?.id === folderId && known.headerMessageId === headerMessageId) return [known];
  const found: Header[] = [];
  for await (const page of pagesOf(await browser.messages.query({ folderId, headerMessageId }))) found.push(...page);
  return found;
}
