import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// The page and its vectors are enough for somebody who has never seen this code: a second implementation in another language,
// with another library for signatures and certificates, makes the same of every vector.

const text = readFileSync("docs/vectors/ipp.json", "utf8");
const possible = spawnSync("python3", ["--version"]).status === 0 || process.env.CI === "true";
const needed = { skip: possible ? (false as const) : "needs Debian's packages python3 and openssl" };

function secondReader(vectors: string) {
  const { stdout, stderr, status } = spawnSync("python3", ["test/ipp/second-reader.py"], { input: vectors });
  assert.equal(status, 0, String(stderr));
  return JSON.parse(String(stdout));
}

test("a second implementation reads declarations, tokens, reports, aliases, records and policies alike", needed, () => {
  const vectors = JSON.parse(text);
  const read = secondReader(text);
  for (const { id, expect, steps } of vectors.declarations) {
    const { result, ...computed } = read.declarations[id];
    assert.equal(result, expect.result, id);
    if (steps !== undefined) assert.deepEqual(computed, steps, id);
  }
  const column = (list: readonly Record<string, unknown>[], name: string) => list.map((one) => one[name]);
  assert.deepEqual(read.aliases, column(vectors.aliases, "alias"));
  assert.deepEqual(read.records, column(vectors.records, "url"));
  assert.deepEqual(read.policies, column(vectors.policies, "expect"));
  const { reports } = vectors;
  assert.equal(read.token, vectors.token.token);
  assert.equal(read.key, reports.idempotency_key);
  assert.deepEqual([read.proven, read.altered], [reports.proven, reports.altered.proven]);
  assert.equal(read.undeclared, reports.undeclared.token);
});

test("a vector that is wrong by one octet shows", needed, () => {
  const wrong = JSON.parse(text);
  const [first] = wrong.declarations;
  first.message = Buffer.from(
    Buffer.from(first.message, "base64").toString("latin1").replace("4711", "4712"),
    "latin1",
  ).toString("base64");
  wrong.token.secret = Buffer.alloc(32, 8).toString("base64");
  const read = secondReader(JSON.stringify(wrong));
  assert.equal(read.declarations[first.id].result, "bad-signature");
  assert.notEqual(read.token, wrong.token.token);
});
