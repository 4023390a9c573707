import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBoard } from "../../extension/button/board.ts";
import type { Face } from "../../extension/button/face.ts";
import { createVerdicts } from "../../extension/check/verdicts.ts";
import { createDesk } from "../../extension/webmail/desk.ts";
import { createLetters } from "../../extension/webmail/letters.ts";
import type { Raw } from "../../extension/webmail/provider.ts";
import type { ShownMessages } from "../../extension/webmail/wire.ts";

const PAGE = new URL("https://webmail.home.example/?_task=mail");
const letter = (subject: string) =>
  new TextEncoder().encode(
    `From: Kim <kim@friends.example>\r\nTo: robin@home.example\r\nSubject: ${subject}\r\n\r\nHello\r\n`,
  );
const said = (...subjects: string[]): ShownMessages => ({
  countersign: "shown",
  adapter: "roundcube",
  account: "robin@home.example",
  messages: subjects.map((subject) => ({ id: `${subject}/INBOX`, token: "t", from: "kim@friends.example", subject })),
});

/** A desk whose webmail answers when the test says so. */
function rig() {
  const painted: Partial<Face>[] = [];
  const where = { there: true };
  const waiting = new Map<string, (raw: Raw) => void>();
  const desk = createDesk({
    board: createBoard(async (_tab, change) => void painted.push(change)),
    say: (key, values = []) => [key, ...values].join(" "),
    letters: createLetters(),
    verdicts: createVerdicts(),
    read: (_adapter, _page, { subject }) => new Promise((resolve) => waiting.set(subject, resolve)),
    mark: async () => "red kite",
    addresses: async () => [],
    isAt: async () => where.there,
    stands: async () => undefined,
  });
  const answer = (subject: string, octets = letter(subject)) => waiting.get(subject)?.({ octets });
  return {
    desk,
    painted,
    answer,
    where,
    asked: () => [...waiting.keys()],
    fail: (subject: string) => waiting.get(subject)?.({ missing: "E_TIMEOUT" }),
  };
}

test("ACQ-01: of two messages shown one after the other, only the second gets a face, whoever is answered last", async () => {
  const { desk, painted, answer } = rig();
  const first = desk.shown(7, PAGE, said("one"));
  const second = desk.shown(7, PAGE, said("two"));
  answer("two");
  assert.equal((await second).length, 1);
  const before = painted.length;
  answer("one");
  assert.deepEqual(await first, []);
  assert.equal(painted.length, before);
});

test("ACQ-01: the button says that nothing is known from the moment another message is shown", async () => {
  const { desk, painted, answer } = rig();
  const first = desk.shown(7, PAGE, said("one"));
  answer("one");
  await first;
  void desk.shown(7, PAGE, said("two"));
  assert.equal(painted.at(-1)?.icon, "icons/pending.svg");
});

test("ACQ-01: a verdict that comes after the tab has left the site is not painted there", async () => {
  const { desk, painted, answer, where } = rig();
  const shown = desk.shown(7, PAGE, said("one"));
  where.there = false;
  answer("one");
  await shown;
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(
    painted.map(({ title }) => title),
    ["face_pending_title", "face_idle_title"],
  );
});

test("ACQ-09: a source that is not of the message shown gives no verdict", async () => {
  const { desk, answer } = rig();
  const shown = desk.shown(7, PAGE, said("one"));
  answer("one", letter("another"));
  await shown;
  const [checked] = await desk.check(7, PAGE, said("one"));
  assert.deepEqual(
    checked?.result.reasons.map(({ code }) => code),
    ["E_SOURCE_MISMATCH"],
  );
  assert.equal(checked?.bytes.length, 0);
});

test("ACQ-07: a source that cannot be had is not checked, and says why", async () => {
  const { desk, fail } = rig();
  const checking = desk.check(7, PAGE, said("one"));
  fail("one");
  assert.deepEqual(
    (await checking)[0]?.result.reasons.map(({ code }) => code),
    ["E_TIMEOUT"],
  );
});

/** What is said of the same messages where they lie among the reader's own. */
const own = (...subjects: string[]): ShownMessages => {
  const { messages, ...rest } = said(...subjects);
  return { ...rest, messages: messages.map((ref) => ({ ...ref, own: true })) };
};

test("the reader's own mail is not judged, and its source is asked for by nobody but who opens its seal", async () => {
  const { desk, painted, answer, asked } = rig();
  const [marker] = await desk.shown(7, PAGE, own("one"));
  assert.deepEqual([marker?.tone, marker?.label, marker?.mark], ["neutral", "face_own_label", ""]);
  await new Promise((done) => setTimeout(done, 20));
  assert.equal(painted.at(-1)?.title, "face_own_title");
  const [checked] = await desk.check(7, PAGE, own("one"));
  assert.deepEqual([checked?.skipped, checked?.result.badge, checked?.bytes.length], ["own", "NONE", 0]);
  assert.deepEqual(asked(), []);
  const again = desk.again(checked?.messageId ?? assert.fail());
  answer("one");
  assert.deepEqual([(await again).skipped, (await again).bytes], ["own", letter("one")]);
});

test("a message that was the reader's own is judged as any other where it lies elsewhere", async () => {
  const { desk, answer } = rig();
  await desk.shown(7, PAGE, own("one"));
  const checking = desk.check(7, PAGE, said("one"));
  answer("one");
  const [checked] = await checking;
  assert.deepEqual([checked?.skipped, checked?.bytes], [undefined, letter("one")]);
});

test("a page without messages gets no face but the idle one, and a lost message is refused", async () => {
  const { desk, painted } = rig();
  assert.deepEqual(await desk.shown(7, PAGE, said()), []);
  assert.equal(painted.at(-1)?.title, "face_idle_title");
  await assert.rejects(desk.again(99), /not kept/);
});
