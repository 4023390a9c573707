import assert from "node:assert/strict";
import { test } from "node:test";
import { createWaking } from "../../extension/thunderbird/waking.ts";
import { message } from "./header.ts";

/** Three tabs: a message nobody has judged yet, one that was judged, and a tab that shows none. */
function rig() {
  const shown: number[] = [];
  const wake = createWaking({
    board: {
      current: (tabId) => (tabId === 2 ? { tabId, messageIds: [1], signal: new AbortController().signal } : undefined),
    },
    display: {
      shown: async (tabId) => {
        shown.push(tabId);
      },
    },
    tabs: async () => [{ id: 1 }, { id: 2 }, { id: 3 }, {}],
    displayed: async (tabId) => {
      if (tabId === 3) throw new Error("this tab shows no message");
      return [message(1)];
    },
  });
  return { wake, shown };
}

test("EXT-11: a page that wakes checks what is shown without a face, and a change what is shown at all", async () => {
  const first = rig();
  await first.wake(false);
  assert.deepEqual(first.shown, [1]);
  const second = rig();
  await second.wake(true);
  assert.deepEqual(second.shown.sort(), [1, 2]);
});
