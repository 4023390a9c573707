import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Axes, Badge } from "../../core/result.ts";
import { NO_AXES } from "../../core/verdict/axes.ts";
import { combine, decide, type Facts } from "../../core/verdict/decide.ts";
import { type Effect, REASONS, type ReasonCode, type ReasonSpec } from "../../core/verdict/reasons.ts";
import { type ReceiptState, TABLE, type TransportColumn } from "../../core/verdict/table.ts";
import { BADGES, factsOf, noBetter } from "./facts.ts";

const COLUMNS = ["pass", "none", "fail"] as const satisfies readonly TransportColumn[];
const STATES = Object.keys(TABLE) as ReceiptState[];
const CODES = Object.keys(REASONS) as ReasonCode[];

const badge = (state: ReceiptState, transport: TransportColumn, required = false) =>
  decide(factsOf(state, transport, required)).badge;

/** 4-threats D.3, typed again: state, the three columns, the three columns when the From domain requires stamps. */
const D3: readonly (readonly [ReceiptState, string, string])[] = [
  ["valid", "VERIFIED VERIFIED CAUTION", "VERIFIED VERIFIED CAUTION"],
  ["valid-caution", "CAUTION CAUTION CAUTION", "CAUTION CAUTION CAUTION"],
  ["valid-scope", "CAUTION CAUTION CAUTION", "CAUTION CAUTION CAUTION"],
  ["known-key", "INTACT INTACT CAUTION", "ALERT ALERT ALERT"],
  ["no-key", "TRANSPORT NONE CAUTION", "ALERT ALERT ALERT"],
  ["kid-unknown", "CAUTION CAUTION CAUTION", "ALERT ALERT ALERT"],
  ["malformed", "CAUTION CAUTION CAUTION", "ALERT ALERT ALERT"], // the last three by L3 and G30, see table.ts
  ["malformed-trusted", "ALERT ALERT ALERT", "ALERT ALERT ALERT"],
  ["tampered", "ALERT ALERT ALERT", "ALERT ALERT ALERT"],
  ["not-found-required", "ALERT ALERT ALERT", "ALERT ALERT ALERT"],
  ["not-found-expected", "CAUTION CAUTION CAUTION", "CAUTION CAUTION CAUTION"],
  ["not-found", "TRANSPORT NONE CAUTION", "TRANSPORT NONE CAUTION"],
  ["error", "UNCHECKED UNCHECKED CAUTION", "CAUTION CAUTION ALERT"],
];

test("D.3: every row and column of the combination table", () => {
  assert.deepEqual(D3.map(([state]) => state).sort(), [...STATES].sort());
  for (const [state, plain, required] of D3) {
    assert.equal(COLUMNS.map((column) => badge(state, column)).join(" "), plain, state);
    assert.equal(COLUMNS.map((column) => badge(state, column, true)).join(" "), required, `${state}, required`);
  }
});

/** What a message is made of in the small model of D.3: the receipt, the way, the demand, the habit. */
interface Case {
  readonly state: ReceiptState | "ambiguous";
  readonly transport: TransportColumn;
  readonly required: boolean;
  readonly expected: boolean;
}

function modelBadge({ state, transport, required, expected }: Case): Badge {
  if (state === "not-found" || state === "not-found-expected" || state === "not-found-required") {
    const found = required ? "not-found-required" : expected ? "not-found-expected" : "not-found";
    return badge(found, transport, required);
  }
  if (state !== "ambiguous") return badge(state, transport, required);
  const facts = factsOf("valid", transport, required);
  return decide({
    ...facts,
    axes: { ...facts.axes, structure: "ambiguous" },
    reasons: [{ code: "AMBIG_BOUNDARY", params: { part: "1" } }],
  }).badge;
}

test("L1, L3, L6: the 168 cases of the model, and the rest of them", () => {
  const cases = [...STATES, "ambiguous" as const].flatMap((state) =>
    COLUMNS.flatMap((transport) =>
      [false, true].flatMap((required) => [false, true].map((expected) => ({ state, transport, required, expected }))),
    ),
  );
  assert.equal(cases.length, 14 * 3 * 2 * 2);
  for (const one of cases) {
    const name = JSON.stringify(one);
    const found = modelBadge(one);
    // L1: nothing a server says turns anything into VERIFIED.
    if (found === "VERIFIED") assert.equal(modelBadge({ ...one, transport: "none" }), "VERIFIED", name);
    if (one.required) {
      // L6: VERIFIED or a warning.
      assert.ok(["VERIFIED", "CAUTION", "ALERT"].includes(found), name);
      // L3: without the stamp, or with a mangled one, it never looks better.
      for (const state of ["not-found", "malformed"] as const)
        assert.ok(noBetter(found, modelBadge({ ...one, state })), `${name} to ${state}`);
    }
    // A failure reported by the reader's own server never looks better than silence.
    if (one.transport === "fail") assert.ok(noBetter(modelBadge({ ...one, transport: "none" }), found), name);
  }
});

const anyState = fc.constantFrom(...STATES);
const anyColumn = fc.constantFrom(...COLUMNS);
const anyReason = fc.constantFrom(...CODES).map((code) => ({ code, params: {} }));
const anyFacts = fc
  .tuple(anyState, anyColumn, fc.boolean(), fc.array(anyReason, { maxLength: 4 }))
  .map(([state, column, required, reasons]): Facts => {
    const facts = factsOf(state, column, required);
    return { ...facts, reasons: [...facts.reasons, ...reasons] };
  });

test("D.4: no reason ever improves a badge, and the order of reasons changes nothing", () => {
  fc.assert(
    fc.property(anyFacts, anyReason, (facts, reason) => {
      const before = decide(facts).badge;
      const after = decide({ ...facts, reasons: [...facts.reasons, reason] }).badge;
      assert.ok(noBetter(before, after), `${before} ${after} ${reason.code}`);
      assert.equal(decide({ ...facts, reasons: [reason, ...facts.reasons] }).badge, after);
    }),
    { numRuns: 2000 },
  );
});

test("L5: what is said twice weighs as if said once", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      assert.deepEqual(decide({ ...facts, reasons: [...facts.reasons, ...facts.reasons] }), decide(facts));
    }),
  );
});

test("CRY-10: VERIFIED needs every obligation literally true, whatever the row of the table says", () => {
  const values: { readonly [K in keyof Axes]: readonly Axes[K][] } = {
    integrity: ["none", "bound", "broken"],
    identity: ["none", "match", "mismatch", "ambiguous"],
    scope: ["none", "full", "partial"],
    freshness: ["none", "ok", "stale", "not-addressed"],
    structure: ["ok", "ambiguous"],
    trust: ["none", "known-key", "trusted"],
    transport: ["none", "pass", "fail", "conflict", "other-domain"],
    nature: ["none", "claimed", "signed"],
    secrecy: ["none", "opened", "refused", "unsupported"],
  };
  const good = factsOf("valid", "none");
  assert.equal(decide(good).badge, "VERIFIED");
  const needed = ["integrity", "identity", "scope", "freshness", "structure", "trust"] as const;
  for (const axis of needed)
    for (const value of values[axis]) {
      if (value === good.axes[axis]) continue;
      const { badge: found, reasons } = decide({ ...good, axes: { ...good.axes, [axis]: value } });
      assert.equal(found, "UNCHECKED", `${axis} ${value}`);
      assert.deepEqual(reasons[0], { code: "E_INTERNAL", params: {}, effect: "unchecked" });
    }
  for (const transport of ["fail", "conflict"] as const)
    assert.notEqual(decide({ ...good, axes: { ...good.axes, transport } }).badge, "VERIFIED", transport);
  for (const receipt of [
    { ...good.receipt, word: "UNTRUSTED" as const },
    { ...good.receipt, trusted: false },
  ])
    assert.equal(decide({ ...good, receipt }).badge, "UNCHECKED");
  // The same for INTACT.
  const known = factsOf("known-key", "none");
  for (const axis of needed)
    for (const value of values[axis]) {
      if (value === known.axes[axis]) continue;
      assert.equal(decide({ ...known, axes: { ...known.axes, [axis]: value } }).badge, "UNCHECKED", `${axis} ${value}`);
    }
});

test("AR-14: evidence of transport, however good, ends at TRANSPORT", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { badge: found } = decide(facts);
      if (found === "VERIFIED") assert.equal(facts.receipt.state, "valid");
      if (found === "INTACT") assert.equal(facts.receipt.state, "known-key");
      if (found === "TRANSPORT") assert.equal(facts.axes.transport, "pass");
    }),
    { numRuns: 2000 },
  );
  assert.equal(badge("not-found", "pass"), "TRANSPORT");
});

test("T52: a path that could not be walked is UNCHECKED only where there would be no badge", () => {
  const worst = (state: ReceiptState, transport: TransportColumn, effect: Effect) =>
    combine(factsOf(state, transport), effect);
  assert.equal(worst("not-found", "none", "unevaluated"), "UNCHECKED");
  assert.equal(worst("not-found", "pass", "unevaluated"), "TRANSPORT");
  assert.equal(worst("known-key", "none", "unevaluated"), "INTACT");
  assert.equal(worst("valid", "none", "unevaluated"), "VERIFIED");
  assert.equal(worst("not-found", "fail", "unevaluated"), "CAUTION");
  assert.equal(worst("valid", "none", "unchecked"), "UNCHECKED");
});

test("G30, H16: a reason weighs by whom it concerns, and the heaviest counts", () => {
  const effectIn = (code: ReasonCode, state: ReceiptState, required = false) => {
    const facts = factsOf(state, "none", required);
    const decision = decide({ ...facts, reasons: [{ code, params: {} }] });
    return `${decision.reasons.find((reason) => reason.code === code)?.effect} ${decision.badge}`;
  };
  assert.equal(effectIn("SIG_INVALID", "known-key"), "caution CAUTION");
  assert.equal(effectIn("SIG_INVALID", "known-key", true), "caution ALERT");
  assert.equal(effectIn("SIG_INVALID", "tampered"), "alert ALERT");
  assert.equal(effectIn("IDENTITY_MISMATCH", "malformed-trusted"), "alert ALERT");
  assert.equal(effectIn("KID_UNKNOWN", "kid-unknown"), "caution CAUTION");
  assert.equal(effectIn("KID_UNKNOWN", "kid-unknown", true), "alert ALERT");
  assert.equal(effectIn("REVOCATION_UNKNOWN", "valid"), "unchecked UNCHECKED");
  assert.equal(effectIn("REVOCATION_UNKNOWN", "valid", true), "caution CAUTION");
  assert.equal(effectIn("LOOKALIKE", "not-found"), "alert ALERT");
  const two = decide({
    ...factsOf("not-found", "none"),
    reasons: [
      { code: "REPLY_ELSEWHERE", params: {} },
      { code: "NAME_HIDES", params: {} },
      { code: "LOOKALIKE", params: {} },
    ],
  });
  assert.deepEqual(
    two.reasons.map(({ code }) => code),
    ["LOOKALIKE", "NAME_HIDES", "REPLY_ELSEWHERE"],
  );
});

test("decision 30: what only concerns the content is a note where no stamp speaks about the content", () => {
  const specs = Object.entries(REASONS as Record<ReasonCode, ReasonSpec>);
  const lighter = specs.filter(([, spec]) => spec.unstamped !== undefined).map(([code]) => code);
  for (const code of ["AMBIG_FROM", "AMBIG_HEADER_SYNTAX", "AMBIG_BORDER", "AMBIG_FILENAME", "EXTERNAL_ATTACHMENT"])
    assert.ok(!lighter.includes(code), code);
  for (const code of lighter as ReasonCode[]) {
    const facts = (state: ReceiptState, transport: TransportColumn): Facts => {
      const one = factsOf(state, transport);
      return { ...one, axes: { ...one.axes, structure: "ambiguous" }, reasons: [{ code, params: {} }] };
    };
    assert.equal(decide(facts("not-found", "none")).badge, "NONE", code);
    // No credit either: what is read in two ways is no ground for a positive badge.
    assert.equal(decide(facts("not-found", "pass")).badge, "NONE", code);
    for (const state of ["valid", "known-key", "no-key"] as const)
      assert.ok(noBetter("CAUTION", decide(facts(state, "none")).badge), `${code} ${state}`);
  }
});

test("every code has its effect, class and values, and a heavier one for trusted or required only", () => {
  const weight: readonly Effect[] = ["note", "unevaluated", "unchecked", "caution", "alert"];
  for (const [code, spec] of Object.entries(REASONS as Record<ReasonCode, ReasonSpec>)) {
    assert.match(code, /^[A-Z][A-Z0-9_]+$/);
    const at = (effect: Effect) => weight.indexOf(effect);
    for (const heavier of [spec.trusted, spec.required])
      if (heavier !== undefined) assert.ok(at(heavier) > at(spec.effect), code);
    if (spec.unstamped !== undefined) assert.ok(at(spec.unstamped) < at(spec.effect), code);
    assert.equal(code.startsWith("E_"), spec.effect === "unchecked" && spec.warning === "limit", code);
  }
  assert.equal(BADGES.length, 7);
  assert.equal(NO_AXES.structure, "ok");
});
