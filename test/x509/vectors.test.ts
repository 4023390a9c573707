import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { judgeDelegation, judgePub, makeVectors } from "./vector-cases.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit x509/vectors` writes the file anew, with new keys; without
 * it these tests fail when the file says something else than the code.
 */
const FILE = "docs/vectors/certificates.json";

const made = await makeVectors();
const about = "Vectors of docs/protocols/certificates.md. Nobody keeps the keys. Times are epoch seconds.";
if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify({ about, ...made }, null, 1)}\n`);
const published: typeof made = existsSync(FILE)
  ? JSON.parse(readFileSync(FILE, "utf8"))
  : { pubs: [], delegations: [] };

test("every published .pub and every one made now is judged as it says", async () => {
  for (const vector of [...made.pubs, ...published.pubs])
    assert.equal(await judgePub(vector), vector.expect, vector.id);
});

test("every published delegation and every one made now is judged as it says", async () => {
  for (const vector of [...made.delegations, ...published.delegations])
    assert.equal(await judgeDelegation(vector), vector.expect, vector.id);
});

test("the file holds the vectors that are made now", () => {
  const told = ({ pubs, delegations }: typeof made) =>
    [...pubs, ...delegations].map(({ id, expect }) => `${id} ${expect}`);
  assert.deepEqual(told(published), told(made));
  assert.equal(new Set(told(made).map((line) => line.split(" ")[0])).size, told(made).length);
});
