import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LINES } from "../../core/verdict/line-codes.ts";
import { REASONS } from "../../core/verdict/reasons.ts";

const DOC = readFileSync("docs/protocols/hpke.md", "utf8");

test("every rule, reason and line of sealed messages is named in the documentation", () => {
  const rules = "T02 T14 T22 T23 T24 T25 T26 T27 T28 T29 T56 T57 U02 U25 U27 U29".split(" ");
  const reasons = Object.keys(REASONS).filter((code) => code.startsWith("SEALED_"));
  const lines = Object.keys(LINES).filter((code) => code.startsWith("hpke_"));
  assert.equal(lines.length, 4);
  const words = [...rules, ...reasons, ...lines.map((code) => code.slice(5).replaceAll("_", "-"))];
  assert.deepEqual(
    words.filter((word) => !DOC.includes(word)),
    [],
  );
});
