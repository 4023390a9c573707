import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { toBase64, toHex } from "../../core/canonical/encoding.ts";
import { buildQuery } from "../../core/dns/query.ts";
import { questionKey } from "../../core/dns/session.ts";
import { lookUp } from "../../core/lookup/look-up.ts";
import { questionsOf } from "../../core/lookup/questions.ts";
import { NOW } from "../dns/signer.ts";
import { RECORD_CASES, readRecords } from "./record-cases.ts";
import { asking, BANK_LINES, CASES, type Case, vectorWorld } from "./vector-cases.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit lookup/vectors` writes the file anew; without it these
 * tests fail on any drift between file and code.
 */
const FILE = "docs/vectors/dns.json";

const world = await vectorWorld();

async function vector(one: Case) {
  const { id, want, now = NOW } = one;
  const found = await lookUp(want, asking(world, one), now, world);
  const { state, code, at, fault, facts, until, ttl } = found;
  const responses = [...found.answers].map(([question, octets]) => ({
    question,
    message: typeof octets === "string" ? octets : toBase64(octets),
  }));
  const expect = { state, code, at, ...(fault && { fault }), facts, until, ttl };
  return { id, now, want, questions: questionsOf(want).map(questionKey), responses, expect };
}

const [anchor] = world.base.anchors;
const computed = JSON.parse(
  JSON.stringify({
    about:
      "Vectors of docs/protocols/dns.md. A question is written as name and type number, a response is base64. The keys of these zones are test keys: everybody can make them.",
    anchor,
    zone: BANK_LINES,
    queries: CASES.slice(0, 3).map(({ want }) => {
      const [question] = questionsOf(want);
      return question && { question: questionKey(question), octets: toHex(buildQuery(question)) };
    }),
    vectors: await Promise.all(CASES.map(vector)),
    records: RECORD_CASES.map(([kind, texts]) => ({ kind, texts, expect: readRecords(kind, texts) })),
  }),
);
if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(computed, null, 1)}\n`);

test("every vector says what was written down by hand", () => {
  const told = new Map(CASES.map((one) => [one.id, one.told]));
  assert.equal(told.size, computed.vectors.length, "an id occurs twice");
  for (const { id, expect } of computed.vectors) {
    const { state, code, fault = "-", facts } = expect;
    assert.equal(`${state} ${code} ${fault} ${facts.length}`, told.get(id), id);
  }
});

test("G37, H13, T14: texts of records are read as written down by hand", () => {
  assert.deepEqual(
    RECORD_CASES.map(([kind, texts]) => [kind, texts, readRecords(kind, texts)]),
    RECORD_CASES,
  );
});

test("the published vectors are the computed ones", () => {
  assert.deepEqual(existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined, computed);
});
