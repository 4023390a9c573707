import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseTime } from "../../core/canonical/times.ts";

test("G57: every second from 2000 to 9999 in its one spelling", () => {
  const seconds = fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(9999, 11, 31, 23, 59, 59) / 1000 });
  fc.assert(
    fc.property(seconds, (time) => {
      assert.equal(parseTime(`${new Date(time * 1000).toISOString().slice(0, 19)}Z`), time);
    }),
  );
  assert.equal(parseTime("2026-11-21T20:01:43Z"), 1795291303);
  assert.equal(parseTime("2024-02-29T00:00:00Z"), Date.UTC(2024, 1, 29) / 1000);
});

test("G57: other spellings, impossible dates and years before 2000", () => {
  const bad = [
    "1999-12-31T23:59:59Z",
    "2026-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T23:60:00Z",
    "2026-12-31T23:59:60Z",
    "2026-01-01t00:00:00Z",
    "2026-01-01T00:00:00z",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01T00:00:00.0Z",
    "2026-01-01 00:00:00Z",
    "+012026-01-01T00:00:00Z",
    " 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z\n",
    "2026-1-1T0:0:0Z",
    "\u0662026-01-01T00:00:00Z",
    "1",
    "",
  ];
  for (const text of bad) assert.equal(parseTime(text), undefined, JSON.stringify(text));
});
