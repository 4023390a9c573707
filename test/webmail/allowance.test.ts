import assert from "node:assert/strict";
import { test } from "node:test";
import { createAllowance } from "../../extension/webmail/allowance.ts";

const SITE = "https://webmail.home.example";

/** An allowance with a clock; counts how many of so many wishes are granted. */
function rig() {
  let time = 1_000_000;
  const allowance = createAllowance(() => time);
  return {
    granted: (wishes: number, origin = SITE) =>
      Array.from({ length: wishes }, () => allowance.take(origin)).filter(Boolean).length,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

test("a site that floods us is asked 60 times at once, and 120 times in any minute", () => {
  const { granted, pass } = rig();
  let asked = granted(500);
  assert.equal(asked, 60);
  for (let second = 0; second < 60; second++) {
    pass(1000);
    asked += granted(500);
  }
  assert.equal(asked, 120);
});

test("a site that asked too often may ask again a second later, and everything after a minute of rest", () => {
  const { granted, pass } = rig();
  granted(500);
  pass(999);
  assert.equal(granted(1), 0);
  pass(1);
  assert.equal(granted(2), 1);
  pass(3_600_000);
  assert.equal(granted(500), 60);
});

test("one site's flood takes nothing from another, and a clock set back gives nothing", () => {
  const { granted, pass } = rig();
  granted(500);
  assert.equal(granted(1, "https://mail.work.example"), 1);
  pass(-600_000);
  assert.equal(granted(1), 0);
  pass(1000);
  assert.equal(granted(2), 1);
});
