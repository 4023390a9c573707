import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { idempotencyKey, REPORT_CODES } from "../../core/index.ts";
import { database } from "../../extension/database.ts";
import { nextDue, type SendParts, sendDue } from "../../extension/reports/send.ts";
import {
  type AskedReport,
  forgetReports,
  listReports,
  MOST_PER_DAY,
  MOST_WAITING,
  moveReport,
  removeReport,
  reportOf,
  storeReport,
} from "../../extension/reports/store.ts";
import { underPolicy } from "./under-policy.ts";

const NOW = 1_795_000_000;

// The hook concerns these tests alone, not the others of the same process.
describe("reports", () => {
  beforeEach(async () => (await database()).clear("reports"));

  /** A report about the n-th message. */
  function asked(n: number, changes: Partial<AskedReport> = {}): AskedReport {
    const subject = { domain: "sender.example", token: `token-${n}-`.padEnd(22, "0") };
    const id = idempotencyKey(subject);
    const report = {
      v: "countersign-report/1",
      ...subject,
      code: "nature-mismatch",
      messageId: "",
      fields: [],
    } as const;
    const headers = { "Content-Type": "application/json", "Idempotency-Key": id };
    const url = `https://ipp.home.example/robin.report/${subject.token}/nature-mismatch`;
    return {
      ...{ id, code: "nature-mismatch", route: "provider", address: "robin@home.example", report },
      request: { method: "POST", url, headers, body: JSON.stringify(report) },
      ...changes,
    };
  }

  interface Server {
    /** Status of each answer, in order; undefined for no answer. The last holds for all that follow. */
    readonly answers?: readonly (number | undefined)[];
    readonly parts?: Partial<SendParts>;
  }

  /** A client with a server, at a time that a test moves. */
  function client({ answers = [200], parts = {} }: Server = {}) {
    const sent: string[] = [];
    const clock = { now: NOW };
    const all: SendParts = {
      now: () => clock.now,
      random: () => 0.5,
      online: () => true,
      open: async () => true,
      allowed: async () => true,
      post: async (_, { headers }) => {
        sent.push(headers["Idempotency-Key"]);
        return answers[Math.min(sent.length, answers.length) - 1];
      },
      ...parts,
    };
    const at = async (seconds: number) => {
      clock.now = NOW + seconds;
      return sendDue(all);
    };
    return { sent, at, parts: all };
  }

  const only = async () => (await listReports())[0] ?? assert.fail("no report");

  test("REP-03: one entry for one token, whatever the reason, and clicks at once are one report", async () => {
    const clicks = REPORT_CODES.map((code) => storeReport(asked(1, { code }), NOW, 0.5));
    const ended = await Promise.all(clicks);
    assert.deepEqual([ended.filter((one) => one === "stored").length, ended.length], [1, REPORT_CODES.length]);
    assert.equal((await listReports()).length, 1);
    const { at, sent } = client();
    await at(11);
    assert.equal((await only()).outcome, "counted");
    assert.equal(await storeReport(asked(1, { code: "malware" }), NOW + 20, 0.5), "already");
    await at(1000);
    assert.equal(sent.length, 1);
  });

  test("what never reached anybody may be asked again: taken back, expired, or never answered", async () => {
    for (const change of [
      { state: "undone" },
      { state: "expired" },
      { state: "failed", outcome: "no-answer" },
    ] as const) {
      await storeReport(asked(1), NOW, 0.5);
      await moveReport(asked(1).id, (progress) => ({ ...progress, ...change }));
      assert.equal(await storeReport(asked(1), NOW + 9, 0.5), "stored", change.state);
      assert.deepEqual([(await only()).state, (await only()).outcome], ["queued", undefined]);
    }
    await moveReport(asked(1).id, (progress) => ({ ...progress, state: "failed", outcome: "refused" }));
    assert.equal(await storeReport(asked(1), NOW + 9, 0.5), "already");
  });

  test("REP-07: a loop of clicks ends at twenty a day, and at two hundred that wait", async () => {
    const ended = new Map<string, number>();
    for (let n = 0; n < 30; n++) {
      const how = await storeReport(asked(n), NOW + n, 0.5);
      ended.set(how, (ended.get(how) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(ended), { stored: MOST_PER_DAY, "too-many": 30 - MOST_PER_DAY });
    let stored = MOST_PER_DAY;
    for (let day = 1; day <= 12; day++)
      for (let n = 0; n < MOST_PER_DAY; n++)
        if ((await storeReport(asked(day * 100 + n), NOW + day * 90_000, 0.5)) === "stored") stored++;
    assert.equal(stored, MOST_WAITING);
  });

  test("REP-10: every step is stored before it is made, so a stop anywhere repeats with the same key", async () => {
    await storeReport(asked(1), NOW, 0.5);
    const before: (string | undefined)[] = [];
    const stopped = client({
      parts: {
        post: async () => {
          before.push((await only()).state);
          throw new Error("the page was stopped");
        },
      },
    });
    await assert.rejects(stopped.at(11));
    assert.deepEqual(before, ["sending"]);
    const { at, sent } = client({ answers: [409] });
    await at(12);
    assert.deepEqual(sent, [], "the lost request may still be on its way");
    await at(80);
    assert.equal((await only()).state, "queued");
    await at(80 + 1000);
    assert.deepEqual([sent, (await only()).outcome], [[asked(1).id], "already-counted"]);
  });

  test("nothing is sent within the time to take it back, nor after it was taken back or deleted", async () => {
    const { at, sent } = client();
    await storeReport(asked(1), NOW, 0.5);
    await at(9);
    assert.deepEqual(sent, []);
    await removeReport(asked(1).id);
    await at(20);
    assert.deepEqual([sent, await nextDue()], [[], undefined]);
  });

  test("REP-09: offline, without permission and on a closed way a report waits, for two weeks at most", async () => {
    await storeReport(asked(1), NOW, 0.5);
    for (const parts of [{ online: () => false }, { allowed: async () => false }, { open: async () => false }]) {
      const { at, sent } = client({ parts });
      assert.equal(await at(3600), false);
      assert.deepEqual(sent, []);
    }
    const { at, sent } = client();
    await at(14 * 86_400 + 1);
    assert.deepEqual([sent, (await only()).state], [[], "expired"]);
  });

  test("REP-09: what waited together does not leave together", async () => {
    for (let n = 0; n < 5; n++) await storeReport(asked(n), NOW, 0.5);
    const { at, sent } = client();
    await at(3600);
    assert.equal(sent.length, 1);
    for (const { state, due } of await listReports()) if (state === "queued") assert.ok(due >= NOW + 3630);
  });

  test("what an administrator wants forgotten is forgotten, and what still waits is not", async (t) => {
    for (const n of [1, 2]) await storeReport(asked(n), NOW, 0.5);
    await moveReport(asked(1).id, (progress) => ({ ...progress, state: "done", outcome: "counted" }));
    const day = 86_400;
    await forgetReports(NOW + 400 * day);
    assert.equal((await listReports()).length, 2);
    await underPolicy(t, { reportDays: 30 });
    await forgetReports(NOW + 30 * day);
    assert.equal((await listReports()).length, 2);
    await forgetReports(NOW + 30 * day + 1);
    assert.deepEqual(
      (await listReports()).map(({ id }) => id),
      [asked(2).id],
    );
  });

  test("REP-11: a server that never accepts is asked five times", async () => {
    for (const answers of [[429], [503], [undefined]]) {
      await (await database()).clear("reports");
      await storeReport(asked(1), NOW, 0.5);
      const { at, sent } = client({ answers });
      for (let day = 1; day <= 13; day++) await at(day * 86_400);
      assert.equal(sent.length, 5);
      assert.deepEqual([(await only()).state, (await only()).outcome], ["failed", "no-answer"]);
    }
  });

  test("REP-11 NET-02: a stored address that no rule allows any more is not asked", async () => {
    const request = { ...asked(1).request, url: "https://127.0.0.1/robin.report/x/malware" };
    await storeReport(asked(1, { request }), NOW, 0.5);
    const { at, sent } = client();
    await at(60);
    assert.deepEqual(sent, []);
    assert.equal((await reportOf(asked(1).id))?.state, "queued");
  });
});
