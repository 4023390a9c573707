import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  aged,
  answered,
  begun,
  MAX_TRIES,
  type Progress,
  queued,
  REPORT_LIFETIME,
  UNDO_SECONDS,
  undone,
} from "../../core/ipp/outbox.ts";

const NOW = 1_795_300_000;

/** The entry after its first request has begun. */
function sending(): Progress {
  const progress = begun(queued("provider", NOW, 0), NOW + UNDO_SECONDS);
  assert.ok(progress !== undefined);
  return progress;
}

test("nothing is sent within the time to take it back, and afterwards it cannot be taken back", () => {
  const entry = queued("provider", NOW, 0.5);
  assert.equal(begun(entry, NOW + UNDO_SECONDS - 1), undefined);
  assert.equal(undone(entry)?.state, "undone");
  assert.equal(undone(sending()), undefined);
});

test("REP-05: a report to the sender itself waits up to a day, at a time of its own", () => {
  assert.equal(queued("sender", NOW, 0).due, NOW + UNDO_SECONDS);
  assert.equal(queued("sender", NOW, 0.999999).due, NOW + UNDO_SECONDS + 86_399);
  assert.equal(queued("provider", NOW, 0.999999).due, NOW + UNDO_SECONDS);
});

test("REP-11: every kind of answer has one meaning", () => {
  const outcome = (status: number | undefined) => {
    const { state, outcome: word } = answered(sending(), status, NOW + 20, 0);
    return word === undefined ? state : `${state}/${word}`;
  };
  for (const status of [200, 201, 202, 204]) assert.equal(outcome(status), "done/counted");
  assert.equal(outcome(409), "done/already-counted");
  assert.equal(outcome(410), "done/too-late");
  for (const status of [400, 401, 403, 404, 405, 413, 422]) assert.equal(outcome(status), "failed/refused");
  for (const status of [undefined, 429, 500, 503]) assert.equal(outcome(status), "queued");
});

test("REP-11: a server that never answers is asked five times, each later than the last", () => {
  let entry: Progress = queued("provider", NOW, 0);
  let now = NOW;
  const gaps: number[] = [];
  while (entry.state === "queued") {
    gaps.push(entry.due - now);
    now = entry.due;
    entry = answered(begun(entry, now) ?? assert.fail(), 503, now, 0);
  }
  assert.deepEqual([entry.state, entry.outcome, entry.tries], ["failed", "no-answer", MAX_TRIES]);
  assert.deepEqual(gaps, [UNDO_SECONDS, 300, 600, 1200, 2400]);
});

test("REP-09: two reports that failed together are not tried again together, and none waits for ever", () => {
  const due = (random: number) => answered(sending(), undefined, NOW + 20, random).due;
  assert.notEqual(due(0.1), due(0.9));
  const entry = queued("provider", NOW, 0);
  assert.equal(begun(entry, NOW + REPORT_LIFETIME + 1), undefined);
  assert.equal(aged(entry, NOW + REPORT_LIFETIME + 1, 0).state, "expired");
  assert.equal(aged(entry, NOW + REPORT_LIFETIME, 0).state, "queued");
});

test("REP-10: a program that was stopped while sending sends again, after the request must be over", () => {
  const entry = sending();
  assert.equal(aged(entry, entry.due - 1, 0), entry);
  const again = aged(entry, entry.due, 0);
  assert.equal(again.state, "queued");
  assert.equal(begun(again, again.due)?.tries, 2);
});

test("an entry that ended never changes again", () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("answer" as const),
      status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
    }),
    fc.record({ kind: fc.constantFrom("begin" as const, "age" as const, "undo" as const) }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(100_000), fc.double({ min: 0, max: 0.99, noNaN: true }))), (steps) => {
      let now = NOW;
      let entry: Progress = queued("sender", now, 0.3);
      for (const [what, wait, random] of steps) {
        now += wait;
        const before = entry;
        if (what.kind === "answer") entry = answered(entry, what.status, now, random);
        else if (what.kind === "begin") entry = begun(entry, now) ?? entry;
        else if (what.kind === "undo") entry = undone(entry) ?? entry;
        else entry = aged(entry, now, random);
        if (!["queued", "sending"].includes(before.state)) assert.equal(entry, before);
        assert.ok(entry.tries <= MAX_TRIES);
      }
    }),
  );
});
