import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { type Badge, type Result, verify } from "../../core/index.ts";
import { NOTHING_KNOWN } from "../../core/knowledge.ts";
import { groupsOf } from "../../extension/arrival/groups.ts";
import { type MarkParts, mark } from "../../extension/arrival/mark.ts";
import type { ArrivalMode } from "../../extension/arrival/stored.ts";
import { message } from "./header.ts";

const OURS = "countersign_";
const tags = { ours: (key: string) => key.startsWith(OURS), keyFor: async (badge: Badge) => `${OURS}${badge}` };

async function resultWith(badge: Badge): Promise<Result> {
  const bytes = new TextEncoder().encode("From: a@b.example\r\n\r\nx\r\n");
  return { ...(await verify(bytes, { ...NOTHING_KNOWN, now: 1_790_000_000 }, nodeEngine)), badge };
}

/** One message in a mailbox, and everything that was done to it, in order. */
async function rig(before: readonly string[], badge: Badge) {
  let now = [...before];
  const done: string[] = [];
  const result = await resultWith(badge);
  const parts: MarkParts = {
    check: async ({ id, subject }) => {
      done.push(`check ${now.join(" ")}`.trim());
      const knowledge = { ...NOTHING_KNOWN, now: 1_790_000_000 };
      return { messageId: id, subject, bytes: new Uint8Array(0), digest: "", result, knowledge };
    },
    tagsOf: async () => now,
    setTags: async (_id, set) => {
      now = [...set];
      done.push(`set ${now.join(" ")}`.trim());
    },
  };
  const header = { ...message(1), tags: [...before] };
  return { done, mark: (mode: ArrivalMode) => mark(header, mode, tags, parts) };
}

test("a tag of ours that a message brought is gone before anybody looks at the message, and tags of others stay", async () => {
  const { done, mark } = await rig([`${OURS}VERIFIED`, "$label1"], "NONE");
  assert.equal((await mark("all")).tagged, undefined);
  assert.deepEqual(done, ["set $label1", "check $label1"]);
});

test("a warning is tagged beside what is there; a message without news is left alone", async () => {
  const warned = await rig(["$label1"], "ALERT");
  assert.equal((await warned.mark("negatives")).tagged, "ALERT");
  assert.deepEqual(warned.done, ["check $label1", `set $label1 ${OURS}ALERT`]);
  for (const badge of ["VERIFIED", "NONE", "UNCHECKED"] as const) {
    const quiet = await rig(["$label1"], badge);
    assert.equal((await quiet.mark("negatives")).tagged, undefined);
    assert.deepEqual(quiet.done, ["check $label1"], badge);
  }
});

test("messages are judged a few at a time in their order, and a large one alone", () => {
  const LARGE = 1024 * 1024;
  const sizes = fc.array(fc.constantFrom(1, 5000, LARGE - 1, LARGE, 3 * LARGE), { maxLength: 30 });
  fc.assert(
    fc.property(sizes, (all) => {
      const groups = [...groupsOf(all.map((size, id) => ({ id, size })))];
      assert.deepEqual(
        groups.flat().map(({ id }) => id),
        all.map((_, id) => id),
      );
      for (const group of groups) {
        assert.ok(group.length >= 1 && group.length <= 4);
        assert.ok(group.length === 1 || group.every(({ size }) => size < LARGE));
      }
    }),
  );
});
