import { noteEvent } from "../audit/log.ts";
import { database } from "../database.ts";
import type { Header } from "../thunderbird/place.ts";
import { groupsOf } from "./groups.ts";
import { placeAfter, trailAfter } from "./resume.ts";
import type { ArrivalMode, StoredSweep, SweptFolder } from "./stored.ts";

/** What a sweep works with. */
export interface SweepParts {
  /** What is done with a message; resolves to the badge of the tag that it has then. */
  readonly judge: (header: Header) => Promise<string | undefined>;
  /** The messages of a folder, page by page in an order that stays; of one that is gone none. */
  readonly pages: (folderId: string) => AsyncIterable<readonly Header[]>;
  readonly messagesIn: (folderId: string) => Promise<number>;
  /** Called after each stored step. */
  readonly step: () => Promise<unknown>;
}

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
  trail: [],
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
 */
export async function runSweep(parts: SweepParts): Promise<void> {
  for (let sweep = await sweepNow(); sweep?.state === "running"; sweep = await sweepNow()) {
    const folder = sweep.folders[sweep.folder];
    if (folder === undefined) await move((now) => ({ ...now, state: "done" }), sweep);
    else await sweepFolder(sweep, folder, parts);
  }
}

/** Until the folder is behind, or the sweep was paused or replaced by another. */
async function sweepFolder(sweep: StoredSweep, folder: SweptFolder, parts: SweepParts): Promise<void> {
  const total = await parts.messagesIn(folder.id);
  let at = await placeAfter(sweep.trail ?? [], sweep.position, parts.pages(folder.id));
  let trail = at === 0 ? [] : (sweep.trail ?? []);
  const again = sweep.position - at;
  const checked = Math.max(0, sweep.checked - again);
  let now = await move((before) => ({ ...before, position: at, checked, folders: withTotal(before, total) }), sweep);
  let skip = at;
  const tagged = new Map<string, number>();
  let since = 0;
  const store = async () => {
    const [more, count] = [Object.fromEntries(tagged), since];
    tagged.clear();
    since = 0;
    now = await move(
      (before) => ({
        ...before,
        position: at,
        trail,
        checked: before.checked + count,
        tagged: sum(before.tagged, more),
      }),
      sweep,
    );
    await parts.step();
    return now?.state === "running";
  };
  for await (const page of parts.pages(folder.id)) {
    const rest = page.slice(skip);
    skip -= Math.min(skip, page.length);
    for (const group of groupsOf(rest)) {
      for (const badge of await Promise.all(group.map((header) => judged(header, parts))))
        if (badge !== undefined) tagged.set(badge, (tagged.get(badge) ?? 0) + 1);
      at += group.length;
      trail = trailAfter(trail, group);
      since += group.length;
      if (since >= STEP && !(await store())) return;
    }
  }
  if (!(await store())) return;
  await move((before) => ({ ...before, folder: before.folder + 1, position: 0, trail: [] }), sweep);
}

/** One message that cannot be judged is no reason to stop. */
async function judged(header: Header, { judge }: Pick<SweepParts, "judge">): Promise<string | undefined> {
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
