import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LEVELS, type Level, type MinimumLevel } from "../../core/level.ts";
import type { Badge } from "../../core/result.ts";
import { decide, type Facts } from "../../core/verdict/decide.ts";
import { REASONS, type ReasonCode } from "../../core/verdict/reasons.ts";
import { badgeWords } from "../../core/verdict/sentences.ts";
import { type ReceiptState, TABLE } from "../../core/verdict/table.ts";
import { BADGES, factsOf, noBetter } from "./facts.ts";

const STATES = Object.keys(TABLE) as ReceiptState[];
const CODES = Object.keys(REASONS) as ReasonCode[];
const GOOD: readonly Badge[] = LEVELS;

const anyFacts = fc
  .record({
    state: fc.constantFrom(...STATES),
    column: fc.constantFrom("pass", "none", "fail" as const),
    required: fc.boolean(),
    codes: fc.array(fc.constantFrom(...CODES), { maxLength: 3 }),
    sealed: fc.boolean(),
  })
  .map(({ state, column, required, codes, sealed }): Facts => {
    const facts = factsOf(state, column, required);
    return { ...facts, sealed, reasons: [...facts.reasons, ...codes.map((code) => ({ code, params: {} }))] };
  });
const anyMinimum: fc.Arbitrary<MinimumLevel> = fc.record({
  level: fc.constantFrom<Level[]>(...LEVELS),
  by: fc.constantFrom("policy", "user" as const),
});

test("ADM-11: a minimum level takes good news below it away, says so first, and touches nothing else", () => {
  fc.assert(
    fc.property(anyFacts, anyMinimum, (facts, minimum) => {
      const before = decide(facts);
      const after = decide({ ...facts, minimum });
      assert.ok(noBetter(before.badge, after.badge), `${before.badge} ${after.badge}`);
      const rank = GOOD.indexOf(before.badge);
      if (rank < 0 || rank >= GOOD.indexOf(minimum.level)) {
        assert.deepEqual(after, before);
        return;
      }
      assert.equal(after.badge, "NONE");
      const [first, ...others] = after.reasons;
      const code = minimum.by === "policy" ? "BELOW_POLICY_LEVEL" : "BELOW_OWN_LEVEL";
      assert.deepEqual(first, { code, params: { level: minimum.level }, effect: "note" });
      assert.deepEqual(others, before.reasons);
    }),
    { numRuns: 4000 },
  );
});

test("ADM-11: what is no good news is the same under every level, and a stamp of a trusted organisation always shows", () => {
  const shown = (facts: Facts) =>
    LEVELS.map((level) => decide({ ...facts, minimum: { level, by: "policy" } }).badge).join(" ");
  const found = new Map<Badge, string>();
  for (const state of STATES)
    for (const column of ["pass", "none", "fail"] as const)
      for (const required of [false, true]) {
        const facts = factsOf(state, column, required);
        const { badge } = decide(facts);
        assert.equal(shown(facts), found.get(badge) ?? shown(facts), `${state} ${column}`);
        found.set(badge, shown(facts));
      }
  assert.deepEqual(
    BADGES.map((badge) => [badge, found.get(badge)]),
    [
      ["VERIFIED", "VERIFIED VERIFIED VERIFIED"],
      ["INTACT", "INTACT INTACT NONE"],
      ["TRANSPORT", "TRANSPORT NONE NONE"],
      ...(["NONE", "UNCHECKED", "CAUTION", "ALERT"] as const).map((badge) => [badge, `${badge} ${badge} ${badge}`]),
    ],
  );
});

test("a message below the level is not said to have no receipt", () => {
  const summary = {
    unchanged: { code: "unchanged", params: {} },
    from: { code: "from_known_key", params: {} },
  } as const;
  const words = (facts: Facts) =>
    badgeWords({ ...decide(facts), summary: { ...summary, trust: { code: "trust_not_yet", params: {} } } });
  const facts = factsOf("known-key", "none");
  const minimum = { level: "VERIFIED", by: "user" } as const;
  assert.equal(words(facts).badge, "badge_INTACT");
  assert.deepEqual(words({ ...facts, minimum }), {
    badge: "badge_NONE_level",
    title: "badge_NONE_level_title",
    next: "badge_NONE_level_next",
  });
  assert.equal(words({ ...factsOf("not-found", "none"), minimum }).badge, "badge_NONE");
});
