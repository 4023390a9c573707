import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { type Knowledge, NOTHING_KNOWN } from "../../core/index.ts";
import { arrivalTime } from "../../extension/check/arrival-time.ts";
import { stoppable } from "../../extension/check/engine.ts";
import { unasked, unread } from "../../extension/check/outcome.ts";
import { createVerdicts, verdictKey } from "../../extension/check/verdicts.ts";
import { watched } from "../../extension/check/watchdog.ts";

const knowledge = (more: Partial<Knowledge> = {}): Knowledge => ({ ...NOTHING_KNOWN, now: 1000, ...more });
const verdict = (now: number) => ({ result: unasked(String(now)), knowledge: knowledge({ now }) });

test("ACQ-03: a verdict is kept for these octets in this state of trust, delivered this way, and for nothing else", () => {
  const account = { addresses: ["a@example.org"], authserv: [] };
  const keys = [
    verdictKey("aa", 1, knowledge()),
    verdictKey("bb", 1, knowledge()),
    verdictKey("aa", 2, knowledge()),
    verdictKey("aa", 1, knowledge({ origin: "account" })),
    verdictKey("aa", 1, knowledge({ partialSource: true })),
    verdictKey("aa", 1, knowledge({ account })),
    verdictKey("aa", 1, knowledge({ account: { ...account, addresses: ["b@example.org"] } })),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test("ST-05: a verdict from before a change of trust is not found after it", () => {
  const verdicts = createVerdicts();
  verdicts.keep(verdictKey("aa", 1, knowledge()), verdict(1000));
  assert.ok(verdicts.find(verdictKey("aa", 1, knowledge()), 1000));
  assert.equal(verdicts.find(verdictKey("aa", 2, knowledge()), 1000), undefined);
});

test("verdicts age, also when the clock is set back, and the oldest make room", () => {
  const verdicts = createVerdicts();
  verdicts.keep("k", verdict(1000));
  assert.ok(verdicts.find("k", 1600));
  assert.equal(verdicts.find("k", 1601), undefined);
  verdicts.keep("k", verdict(1000));
  assert.equal(verdicts.find("k", 999), undefined);
  for (let i = 0; i < 100; i++) verdicts.keep(`k${i}`, verdict(1000));
  assert.equal(verdicts.find("k0", 1000), undefined);
  assert.ok(verdicts.find("k99", 1000));
});

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test("DOS-07: a check that shows no life is given up, one that goes on is not", async () => {
  assert.equal(await watched(() => new Promise(() => {}), 20), undefined);
  const busy = async (alive: () => void) => {
    for (let i = 0; i < 10; i++) {
      await after(10);
      alive();
    }
    return "done";
  };
  assert.equal(await watched(busy, 80), "done");
  // A machine that stood still is no check that does.
  const blocked = async () => {
    await after(0);
    for (const end = Date.now() + 60; Date.now() < end; );
    await after(1);
    return "done";
  };
  assert.equal(await watched(blocked, 40), "done");
  await assert.rejects(
    watched(async () => {
      throw new Error("broken");
    }, 20),
    /broken/,
  );
});

test("DOS-05: a check nobody waits for ends at its next pause", async () => {
  const controller = new AbortController();
  let lives = 0;
  const engine = stoppable(nodeEngine, controller.signal, () => lives++);
  await engine.pause();
  controller.abort();
  await assert.rejects(engine.pause());
  assert.equal(lives, 2);
});

const mail = (head: string) =>
  Uint8Array.from(Buffer.from(`${head}\r\n\r\nReceived: body; Sat, 21 Nov 2026 11:00:00 +0000\r\n`, "latin1"));
const TEN = Date.UTC(2026, 10, 21, 10) / 1000;

test("G33: the topmost Received field's date is when the own server took the message", () => {
  const field = (hour: number) => `Received: from a by b;\r\n\tSat, 21 Nov 2026 ${hour}:00:00 +0000`;
  assert.equal(arrivalTime(mail(`${field(10)}\r\n${field(12)}\r\nFrom: a@b.example`)), TEN);
  assert.equal(
    arrivalTime(mail(`Delivered-To: x\r\nreceived: a;b; Sat, 21 Nov 2026 10:00:00 +0000\r\n${field(12)}`)),
    TEN,
  );
  // With the line ends of a POP3 store.
  assert.equal(arrivalTime(Uint8Array.from(Buffer.from(`${field(10)}\r\n\r\n`.replaceAll("\r\n", "\n")))), TEN);
});

test("G33: no field, no date, or no readable date is no arrival time, and the body has none", () => {
  for (const head of [
    "From: a@b.example",
    "Received: from a by b",
    "Received: a; yesterday",
    "X-Received: a; Sat, 21 Nov 2026 10:00:00 +0000",
  ])
    assert.equal(arrivalTime(mail(head)), undefined);
});

test("DOS-08: mail that could not be read is never NONE, and CAUTION where the sender must stamp", () => {
  const trust = [{ org_id: "bank.example", domains: ["bank.example"], requireStamp: true }];
  const badge = (author: string, known = trust) =>
    unread("E_SOURCE_MISSING", { author, subject: "" }, knowledge({ trust: known })).badge;
  assert.equal(badge("a@other.example"), "UNCHECKED");
  assert.equal(badge('"x@other.example" <a@bank.example>'), "CAUTION");
  assert.equal(badge("A <a@BANK.example>"), "CAUTION");
  assert.equal(badge("nobody knows"), "CAUTION");
  assert.equal(badge("nobody knows", []), "UNCHECKED");
});
