import { noteEvent } from "../audit/log.ts";
import { browser } from "../browser.ts";
import { database } from "../database.ts";
import type { Header } from "../thunderbird/place.ts";
import { messagesIn } from "./folders.ts";
import { groupsOf } from "./groups.ts";
import { pagesOf } from "./lists.ts";
import type { ArrivalMode, StoredSweep, SweptFolder } from "./stored.ts";

/** What one step of a sweep does with a message; resolves to the badge of the tag that it has then. */
export type Judge = (header: Header) => Promise<string | undefined>;

/** Messages after which progress is written down: a stop costs no more than these again. */
const STEP = 20;

/** The sweep there is: running, paused, or the last one that ended. */
export const sweepNow = async (): Promise<StoredSweep | undefined> => (await database()).get("sweep", "sweep");

/** A sweep that has not begun. Tags follow the mode; where nothing is tagged otherwise, a sweep tags warnings. */
export const newSweep = (folders: readonly SweptFolder[], now: number): StoredSweep => ({
  state: "running",
  folders,
  folder: 0,
  position: 0,
  checked: 0,
  tagged: {},
  startedAt: now,
});

/** The mode of a sweep: the user's click is consent for the warnings. */
export const sweepMode = (mode: ArrivalMode): ArrivalMode => (mode === "off" ? "negatives" : mode);

/** Stores a sweep that a click began. */
export async function storeSweep(sweep: StoredSweep): Promise<void> {
  await (await database()).put("sweep", sweep, "sweep");
  await noteEvent({ at: sweep.startedAt, kind: "sweep-begun" });
}

/** Forgets the sweep; tags that were set stay. */
export async function forgetSweep(): Promise<void> {
  await (await database()).delete("sweep", "sweep");
}

/** Pauses or resumes, whatever the background is doing: it looks before each step. */
export async function setSweepState(state: "running" | "paused"): Promise<void> {
  const tx = (await database()).transaction("sweep", "readwrite");
  const sweep = await tx.store.get("sweep");
  if (sweep !== undefined && sweep.state !== "done") await tx.store.put({ ...sweep, state }, "sweep");
  await tx.done;
}

/**
 * Goes on with the sweep until it is paused or done. A few messages are judged at a time and one page of headers is held;
 * where it stands is stored after every {@link STEP} messages. What came into a folder meanwhile is mail on arrival.
 * @param step called after each stored step
 */
export async function runSweep(judge: Judge, step: () => Promise<unknown>): Promise<void> {
  for (let sweep = await sweepNow(); sweep?.state === "running"; sweep = await sweepNow()) {
    const folder = sweep.folders[sweep.folder];
    if (folder === undefined) await move((now) => ({ ...now, state: "done" }), sweep);
    else if (!(await sweepFolder(sweep, folder, judge, step))) return;
  }
}

/** Resolves to whether the folder is behind: not when the sweep was paused or replaced meanwhile. */
async function sweepFolder(sweep: StoredSweep, folder: SweptFolder, judge: Judge, step: () => Promise<unknown>) {
  const total = await messagesIn(folder.id);
  // Deleted meanwhile: what is gone stood before this place at worst, so as many are looked at again.
  const lost = Math.max(0, folder.total - total);
  let at = Math.max(0, sweep.position - lost);
  let now = await move((before) => ({ ...before, position: at, folders: withTotal(before, total) }), sweep);
  let skip = at;
  const tagged = new Map<string, number>();
  let since = 0;
  const store = async () => {
    const [more, count] = [Object.fromEntries(tagged), since];
    tagged.clear();
    since = 0;
    now = await move(
      (before) => ({ ...before, position: at, checked: before.checked + count, tagged: sum(before.tagged, more) }),
      sweep,
    );
    await step();
    return now?.state === "running";
  };
  for await (const page of pagesOf(await listIn(folder.id))) {
    const rest = page.slice(skip);
    skip -= Math.min(skip, page.length);
    for (const group of groupsOf(rest)) {
      for (const badge of await Promise.all(group.map((header) => judged(header, judge))))
        if (badge !== undefined) tagged.set(badge, (tagged.get(badge) ?? 0) + 1);
      at += group.length;
      since += group.length;
      if (since >= STEP && !(await store())) return false;
    }
  }
  if (!(await store())) return false;
  await move((before) => ({ ...before, folder: before.folder + 1, position: 0 }), sweep);
  return true;
}

/** One message that cannot be judged is no reason to stop. */
async function judged(header: Header, judge: Judge): Promise<string | undefined> {
  try {
    return await judge(header);
  } catch (error) {
    console.info("a message could not be swept", error);
    return undefined;
  }
}

/** Writes a step down, unless the sweep is another one by now. A pause that was asked for stays. */
async function move(
  step: (before: StoredSweep) => StoredSweep,
  { startedAt }: StoredSweep,
): Promise<StoredSweep | undefined> {
  const tx = (await database()).transaction("sweep", "readwrite");
  const before = await tx.store.get("sweep");
  const after = before?.startedAt === startedAt ? step(before) : undefined;
  if (after !== undefined) await tx.store.put(after, "sweep");
  await tx.done;
  return after;
}

const withTotal = ({ folders, folder: at }: StoredSweep, total: number) =>
  folders.map((folder, place) => (place === at ? { ...folder, total } : folder));

function sum(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) {
  const all = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(other)) all.set(name, (all.get(name) ?? 0) + count);
  return Object.fromEntries(all);
}

/** A folder that is gone has no messages. */
const listIn = (folderId: string): Promise<unknown> => browser.messages.list(folderId).catch(() => ({ messages: [] }));
