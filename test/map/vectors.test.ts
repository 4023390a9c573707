import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { cases } from "./vector-cases.ts";
import { computeVectors } from "./vectors.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit map/vectors` writes the file anew; without it these
 * tests fail on any drift between file and code. Node's own crypto is the second opinion on the signatures.
 */
const FILE = "docs/vectors/map.json";

const computed = await computeVectors();
if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(computed, null, 1)}\n`);
const published: typeof computed | undefined = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;

test("every vector says what was written down by hand", async () => {
  const told = new Map((await cases()).map((one) => [one.id, one.told]));
  for (const { id, expect } of computed.vectors)
    assert.equal(`${[expect.badge, ...expect.reasons].join(" ")} | ${expect.lines.join(" ")}`, told.get(id), id);
  assert.equal(told.size, computed.vectors.length, "an id occurs twice");
});

test("the published vectors are the computed ones", () => {
  assert.deepEqual(published, JSON.parse(JSON.stringify(computed)));
});

test("T17: eight bootstrap documents without a fault, three of them at the wrong time, and many with one", () => {
  const given = computed.bootstraps.filter(({ keys }) => keys.length > 0).map(({ id }) => id);
  assert.deepEqual(given, ["good", "good-to-the-last-second", "clock-ahead", "same-as-before", "lives-seven-days"]);
  assert.ok(computed.bootstraps.length > 25);
});

test("every rule that a message can show has a vector", () => {
  const numbers = Array.from({ length: 21 }, (_, n) => `T${String(n + 1).padStart(2, "0")}`);
  const covered = new Set(computed.vectors.flatMap(({ rules }) => rules));
  // T01 is in the field of every vector.
  assert.deepEqual(
    [...numbers, "T54", "T58", "T60", "T61"].filter((rule) => !covered.has(rule)),
    ["T01"],
  );
});

test("Node's Ed25519 agrees on the published Sig_structures", () => {
  const raw = Buffer.from(computed.test_keys[0]?.public ?? "", "base64");
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
  const key = createPublicKey({ key: spki, format: "der", type: "spki" });
  let good = 0;
  for (const { id, expect, steps } of published?.vectors ?? []) {
    if (steps === undefined) continue;
    const fits = verify(null, Buffer.from(steps.sig_structure, "hex"), key, Buffer.from(steps.signature, "hex"));
    assert.equal(fits, !expect.reasons.includes("MAP_SIG_INVALID"), id);
    good += fits ? 1 : 0;
  }
  assert.ok(good > 30, String(good));
});
