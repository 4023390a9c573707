import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { argon2id } from "@noble/hashes/argon2.js";
import { strictBase64 } from "../../core/canonical/encoding.ts";
import { unwrapKeys } from "../../core/hpke/backup.ts";
import { writeKeySet } from "../../core/hpke/key-set.ts";
import { openBackup, openJwe } from "./independent.ts";
import { BOB, BOB_OLD, jweOf, octets } from "./support.ts";
import { cases } from "./vector-cases.ts";
import { computeVectors, FILE, PASSPHRASE } from "./vectors.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit hpke/vectors` writes the file anew; without it these
 * tests fail on any drift between file and code.
 */
const computed = await computeVectors();
if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(computed, null, 1)}\n`);
const published: typeof computed | undefined = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;

test("every vector says what was written down by hand", async () => {
  const told = new Map((await cases()).map((one) => [one.id, one.told]));
  for (const { id, expect } of computed.vectors) assert.equal(expect.opening, told.get(id), id);
  assert.equal(told.size, computed.vectors.length, "an id occurs twice");
  assert.deepEqual(
    computed.post_quantum.vectors.map(({ expect }) => expect.opening),
    ["opened"],
  );
});

test("the published vectors are the computed ones", () => {
  assert.deepEqual(published, JSON.parse(JSON.stringify(computed)));
});

test("every rule that a message can show has a vector", () => {
  const rules = ["T22", "T23", "T24", "T25", "T26", "T27", "T28", "T29", "T56", "T57", "U25", "U27", "U29"];
  const covered = new Set(computed.vectors.flatMap((one) => one.rules));
  assert.deepEqual(
    rules.filter((rule) => !covered.has(rule)),
    [],
  );
});

test("a reader that shares no line with this one opens the published vectors", () => {
  for (const { id, message, steps } of computed.vectors) {
    const jwe = steps === undefined ? {} : jweOf(strictBase64(message) ?? assert.fail());
    if (steps === undefined || !("recipients" in jwe)) continue;
    const key = steps.kid === BOB.key.kid ? BOB : BOB_OLD;
    assert.equal(openJwe(jwe, steps.kid, key.secret).toString("base64"), steps.inner, id);
  }
});

test("the published backup opens with its passphrase, also by another Argon2id", async () => {
  const { text } = computed.backup;
  const keys = await unwrapKeys(text, PASSPHRASE);
  assert.ok(!("fault" in keys));
  assert.equal(writeKeySet(keys), writeKeySet([BOB, BOB_OLD]));
  const backup = JSON.parse(text);
  const { memory, passes, lanes, salt } = backup.kdf;
  const options = { m: memory, t: passes, p: lanes, dkLen: 32, maxmem: 2 ** 30 };
  const wrappingKey = argon2id(octets(PASSPHRASE), strictBase64(salt) ?? assert.fail(), options);
  assert.equal(openBackup(backup, wrappingKey), writeKeySet([BOB, BOB_OLD]));
});
