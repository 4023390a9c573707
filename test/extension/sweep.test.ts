import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { placeAfter, trailAfter } from "../../extension/arrival/resume.ts";
import type { StoredSweep } from "../../extension/arrival/stored.ts";
import {
  forgetSweep,
  newSweep,
  runSweep,
  type SweepParts,
  setSweepState,
  storeSweep,
  sweepNow,
} from "../../extension/arrival/sweep.ts";
import type { Header } from "../../extension/thunderbird/place.ts";
import { message } from "./header.ts";

// Folders are judged through stops, pauses and changes: nothing that lies in them from the beginning to the end is passed over.

const NOW = 1_790_000_000;
const PAGE = 7;

const named = (name: string): Header => ({ ...message(0), headerMessageId: name });
const several = (count: number, name = "m"): Header[] => Array.from({ length: count }, (_, n) => named(`${name}${n}`));

async function* inPages(headers: readonly Header[]): AsyncGenerator<readonly Header[]> {
  for (let at = 0; at < headers.length; at += PAGE) yield headers.slice(at, at + PAGE);
}

/** A mailbox, and what was judged in it. */
function mailbox(folders: Readonly<Record<string, readonly Header[]>>) {
  const now = new Map(Object.entries(folders));
  const judged: string[] = [];
  const parts: SweepParts = {
    judge: async ({ headerMessageId }) => {
      judged.push(headerMessageId);
      return headerMessageId.includes("bad") ? "ALERT" : undefined;
    },
    // As the program's own list: what it holds is fixed when it is asked for.
    pages: (id) => inPages([...(now.get(id) ?? [])]),
    messagesIn: async (id) => now.get(id)?.length ?? 0,
    step: async () => undefined,
  };
  const begin = () =>
    storeSweep(
      newSweep(
        Object.entries(folders).map(([id, { length }]) => ({ id, name: id, total: length })),
        NOW,
      ),
    );
  return { now, judged, parts, begin };
}

const ended = async (): Promise<Pick<StoredSweep, "state" | "checked" | "tagged">> => {
  const { state, checked, tagged } = (await sweepNow()) ?? assert.fail("no sweep");
  return { state, checked, tagged };
};

/** The page is stopped after so many steps: its next step never ends well. */
class Stopped extends Error {}
const stoppedAfter = (parts: SweepParts, steps: number): SweepParts => {
  let left = steps;
  return {
    ...parts,
    step: async () => {
      left -= 1;
      if (left < 0) throw new Stopped();
    },
  };
};
const stopped = (parts: SweepParts, steps: number) =>
  runSweep(stoppedAfter(parts, steps)).catch((error: unknown) => {
    if (!(error instanceof Stopped)) throw error;
  });

test("a whole mailbox is swept folder by folder, each message once, and one that cannot be judged stops nothing", async () => {
  const { judged, parts, begin } = mailbox({
    inbox: several(45),
    empty: [],
    lists: [...several(5, "l"), named("bad")],
  });
  await begin();
  const judge: SweepParts["judge"] = async (header) => {
    const badge = await parts.judge(header);
    if (header.headerMessageId === "m7") throw new Error("gone");
    return badge;
  };
  await runSweep({ ...parts, judge });
  assert.deepEqual(
    judged,
    [...several(45), ...several(5, "l"), named("bad")].map((one) => one.headerMessageId),
  );
  assert.deepEqual(await ended(), { state: "done", checked: 51, tagged: { ALERT: 1 } });
});

test("a pause that was asked for holds at the next step, and what was judged is not judged again", async () => {
  const { judged, parts, begin } = mailbox({ inbox: several(100) });
  await begin();
  await runSweep({ ...parts, step: () => setSweepState("paused") });
  assert.equal((await ended()).state, "paused");
  assert.ok(judged.length < 100);
  await runSweep(parts);
  assert.equal((await ended()).state, "paused", "nobody resumed it");
  await setSweepState("running");
  await runSweep(parts);
  assert.deepEqual(await ended(), { state: "done", checked: 100, tagged: {} });
  assert.equal(new Set(judged).size, judged.length);
});

test("a sweep that was forgotten writes nothing into the one that was begun after it, which goes on at once", async () => {
  const { now, judged, parts, begin } = mailbox({ inbox: several(100) });
  now.set("other", several(9, "o"));
  await begin();
  let steps = 0;
  await runSweep({
    ...parts,
    step: async () => {
      steps += 1;
      if (steps > 1) return;
      await forgetSweep();
      await storeSweep(newSweep([{ id: "other", name: "other", total: 9 }], NOW + 1));
    },
  });
  assert.deepEqual(await ended(), { state: "done", checked: 9, tagged: {} });
  assert.ok(!judged.includes("m99"), "the first one ended");
});

test("stopped anywhere, with mail deleted and arriving in between, a sweep passes over nothing that stays", async () => {
  const changes = fc.array(
    fc.record({
      steps: fc.nat({ max: 4 }),
      deleted: fc.array(fc.nat({ max: 200 }), { maxLength: 30 }),
      come: fc.nat({ max: 40 }),
    }),
    { maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 160 }), changes, async (count, between) => {
      const { now, judged, parts, begin } = mailbox({ inbox: several(count), other: several(30, "o") });
      await begin();
      for (const [turn, { steps, deleted, come }] of between.entries()) {
        await stopped(parts, steps);
        const left = (now.get("inbox") ?? []).filter((_, place) => !deleted.includes(place));
        now.set("inbox", [...left, ...several(come, `new${turn}-`)]);
      }
      await runSweep(parts);
      const seen = new Set(judged);
      const stayed = [...(now.get("inbox") ?? []), ...several(30, "o")].map((one) => one.headerMessageId);
      // What came after the folder was behind is mail on arrival.
      const missed = stayed.filter((name) => !name.startsWith("new") && !seen.has(name));
      assert.deepEqual(missed, []);
      assert.equal((await ended()).state, "done");
    }),
    { numRuns: 60 },
  );
});

test("where nothing changed, a sweep goes on exactly where it was, also among copies of one message", async () => {
  for (const names of [several(90), Array.from({ length: 90 }, () => named("same"))]) {
    const { judged, parts, begin } = mailbox({ inbox: names });
    await begin();
    await stopped(parts, 2);
    const before = judged.length;
    await runSweep(parts);
    assert.equal(judged.length, 90, `${before} were behind it`);
    assert.equal((await ended()).checked, 90);
  }
});

test("the place is found by what was judged last, earlier rather than later, and else at the beginning", async () => {
  const all = several(50);
  const trail = trailAfter([], all.slice(0, 30));
  assert.equal(trail.length, 20);
  assert.equal(await placeAfter(trail, 30, inPages(all)), 30);
  assert.equal(await placeAfter(trail, 30, inPages(all.slice(5))), 25, "five before it were deleted");
  assert.equal(await placeAfter(trail, 30, inPages(all.filter((_, n) => n !== 29))), 0, "the last one was deleted");
  assert.equal(await placeAfter([], 30, inPages(all)), 0);
  assert.equal(await placeAfter(trail, 30, inPages([])), 0);
});
