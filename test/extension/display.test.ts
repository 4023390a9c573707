import assert from "node:assert/strict";
import { test } from "node:test";
import type { Badge } from "../../core/index.ts";
import { createBoard } from "../../extension/button/board.ts";
import type { Face } from "../../extension/button/face.ts";
import type { Checked } from "../../extension/check/check.ts";
import { unasked } from "../../extension/check/outcome.ts";
import { createVerdicts } from "../../extension/check/verdicts.ts";
import { createDisplay } from "../../extension/thunderbird/display.ts";
import type { Header } from "../../extension/thunderbird/place.ts";
import { checkedAs } from "./checked.ts";
import { message } from "./header.ts";

const TAB = 7;

const checked = (header: Header, badge: Badge): Checked =>
  checkedAs(header.id, badge, { subject: header.subject, result: { ...unasked(header.subject), badge } });

/** A display whose tab is looked at in a way of its own, and whose checks are there at once; and what its button shows. */
function looking(look: () => Promise<readonly Header[]>) {
  const shown: Partial<Face> = {};
  const display = createDisplay({
    board: createBoard(async (_tab, change) => Object.assign(shown, change)),
    say: (key) => key,
    verdicts: createVerdicts(),
    check: async (header) => checked(header, "VERIFIED"),
    stands: async () => undefined,
    look,
  });
  return { display, shown };
}

/** A Thunderbird whose checks end when the test says so, and whose button is an object. */
function rig() {
  const shown: Partial<Face> = {};
  const seen: string[] = [];
  const running = new Map<number, { end: (badge: Badge) => void; signal: AbortSignal | undefined }>();
  const stood: number[] = [];
  let failing = false;
  const screen: { messages: readonly Header[] } = { messages: [] };
  const paint = async (_tab: number, change: Partial<Face>) => {
    if (failing) throw new Error("no such tab");
    Object.assign(shown, change);
    seen.push(shown.icon ?? "");
  };
  const board = createBoard(paint);
  const display = createDisplay({
    board,
    say: (key) => key,
    verdicts: createVerdicts(),
    check: (header, { signal }) =>
      new Promise((resolve) => {
        running.set(header.id, { end: (badge) => resolve(checked(header, badge)), signal });
      }),
    stands: async ({ messageId }) => void stood.push(messageId),
    look: async () => screen.messages,
  });
  return {
    display,
    screen,
    board,
    shown,
    seen,
    running,
    stood,
    fail: (now: boolean) => {
      failing = now;
    },
    /** The icon's name. */
    icon: () => /icons\/(\w+)\.svg/.exec(shown.icon ?? "")?.[1],
  };
}

const A = message(1);
const B = message(2);

test("ACQ-01: a verdict that comes after the reader moved on is dropped", async () => {
  const { display, running, seen, icon, stood } = rig();
  const first = display.shown(TAB, [A]);
  const second = display.shown(TAB, [B]);
  const from = seen.length;
  running.get(1)?.end("VERIFIED");
  await first;
  running.get(2)?.end("NONE");
  await second;
  assert.equal(icon(), "none");
  assert.ok(!seen.slice(from).some((face) => face.includes("verified")), String(seen));
  assert.deepEqual(stood, [2]);
});

test("ACQ-01: every order of two checks' ends leaves the button with the message on the screen", async () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const { display, running, icon } = rig();
    const shows = [display.shown(TAB, [A]), display.shown(TAB, [B])];
    for (const id of order) {
      running.get(id)?.end(id === 1 ? "VERIFIED" : "CAUTION");
      await shows[id - 1];
    }
    assert.equal(icon(), "caution");
  }
});

test("ACQ-01: the button is reset in the same turn of the event loop in which the selection changes", async () => {
  const { display, running, icon } = rig();
  const done = display.shown(TAB, [A]);
  running.get(1)?.end("VERIFIED");
  await done;
  assert.equal(icon(), "verified");
  void display.selected(TAB, [B]);
  assert.equal(icon(), "pending");
});

test("ACQ-01: an event that comes too late takes the verdict away for a moment, and never for good", async () => {
  for (const late of ["selected", "shown"] as const) {
    const { display, running, icon, screen } = rig();
    screen.messages = [B];
    const done = display.shown(TAB, [B]);
    running.get(2)?.end("CAUTION");
    await done;
    const again = late === "selected" ? display.selected(TAB, [A]) : display.shown(TAB, []);
    assert.equal(icon(), "pending");
    for (let turns = 0; turns < 20 && icon() === "pending"; turns++) {
      await new Promise(setImmediate);
      running.get(2)?.end("CAUTION");
    }
    assert.equal(icon(), "caution");
    await again;
  }
});

test("ACQ-01: who looks again drops what it finds when the reader moved on meanwhile", async () => {
  const { display, running, icon, screen } = rig();
  screen.messages = [A];
  const first = display.selected(TAB, [A]);
  const second = display.shown(TAB, [B]);
  await first;
  assert.ok(!running.has(1));
  running.get(2)?.end("NONE");
  await second;
  assert.equal(icon(), "none");
});

test("a message that comes to the screen late and without a word is found all the same", async () => {
  let looks = 0;
  const { display, shown } = looking(async () => {
    looks += 1;
    if (looks === 2) throw new Error("no message there");
    return looks < 4 ? [] : [B];
  });
  await display.selected(TAB, [A]);
  assert.match(shown.icon ?? "", /verified\.svg$/);
  assert.equal(looks, 4);
});

test("a tab that goes on showing nothing is not looked at for ever", async () => {
  let looks = 0;
  const { display, shown } = looking(async () => {
    looks += 1;
    return [];
  });
  await display.selected(TAB, []);
  assert.match(shown.icon ?? "", /pending\.svg$/);
  assert.ok(looks > 3 && looks < 60, String(looks));
});

test("ACQ-01: a message shown again is checked again, and the verdict before it does not stay", async () => {
  const { display, running, icon } = rig();
  const done = display.shown(TAB, [A]);
  running.get(1)?.end("VERIFIED");
  await done;
  void display.shown(TAB, [A]);
  assert.equal(icon(), "pending");
});

test("DOS-05: the check of a message that is left is told to stop", () => {
  const { display, running } = rig();
  void display.shown(TAB, [A]);
  assert.equal(running.get(1)?.signal?.aborted, false);
  void display.selected(TAB, [B]);
  assert.equal(running.get(1)?.signal?.aborted, true);
});

test("a selection that is reported after its message is shown does not end its check", async () => {
  const { display, running, icon } = rig();
  const done = display.shown(TAB, [A]);
  await display.selected(TAB, [A]);
  running.get(1)?.end("INTACT");
  await done;
  assert.equal(icon(), "intact");
});

test("ACQ-10: several messages together get no verdict, and none is left over", async () => {
  const { display, running, icon, shown } = rig();
  const done = display.shown(TAB, [A]);
  running.get(1)?.end("VERIFIED");
  await done;
  await display.selected(TAB, [A, B]);
  assert.equal(icon(), "pending");
  assert.equal(shown.label, "face_many_label");
  await display.shown(TAB, [A, B]);
  assert.equal(shown.label, "face_many_label");
});

test("tabs do not disturb each other", async () => {
  const { display, running, icon } = rig();
  const first = display.shown(1, [A]);
  void display.shown(2, [B]);
  running.get(1)?.end("ALERT");
  await first;
  assert.equal(running.get(2)?.signal?.aborted, false);
  assert.equal(icon(), "alert");
});

test("only what differs is painted, and everything after a failure", async () => {
  const painted: Partial<Face>[] = [];
  let failing = false;
  const board = createBoard(async (_tab, change) => {
    painted.push(change);
    if (failing) throw new Error("no such tab");
  });
  const face: Face = { icon: "icons/none.svg", label: "a", title: "b" };
  await board.show(board.start(TAB, []), face);
  assert.deepEqual(painted.at(-1), face);
  await board.show(board.start(TAB, []), { ...face, title: "c" });
  assert.deepEqual(painted.at(-1), { title: "c" });
  failing = true;
  await board.show(board.start(TAB, []), { ...face, title: "d" });
  failing = false;
  await board.show(board.start(TAB, []), { ...face, title: "d" });
  assert.deepEqual(painted.at(-1), { ...face, title: "d" });
});

test("a board that sees very many tabs forgets the oldest, not the newest", async () => {
  const board = createBoard(async () => {});
  for (let tab = 0; tab < 200; tab++) board.start(tab, []);
  assert.equal(board.current(0), undefined);
  assert.notEqual(board.current(199), undefined);
});

test("own mail and feeds get a neutral face of their own", async () => {
  for (const [skipped, label] of [
    ["own", "face_own_label"],
    ["not-mail", "face_not_mail_label"],
  ] as const) {
    const shown: Partial<Face> = {};
    const display = createDisplay({
      board: createBoard(async (_tab, change) => void Object.assign(shown, change)),
      say: (key) => key,
      verdicts: createVerdicts(),
      check: async (header) => ({ ...checked(header, "NONE"), skipped }),
      stands: async () => {},
      look: async () => [],
    });
    await display.shown(TAB, [A]);
    assert.equal(shown.label, label);
    assert.equal(shown.icon, "icons/none.svg");
  }
});
