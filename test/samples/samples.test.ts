import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import { verify } from "../../core/verify.ts";
import { KNOWLEDGE } from "./people.ts";
import { makeSamples } from "./samples.ts";

const FOLDER = "test/samples/mailbox";
const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;
const samples = await makeSamples();

/** Everything that stands in the sample mailbox, by file name. */
const files = new Map<string, Uint8Array>([
  ...samples.map(({ file, bytes }) => [file, bytes] as const),
  ["knowledge.json", Buffer.from(json(KNOWLEDGE))],
  [
    "expected.json",
    Buffer.from(
      json(Object.fromEntries(samples.map(({ file, badge, gmp, reasons }) => [file, { badge, gmp, reasons }]))),
    ),
  ],
]);

// UPDATE_SAMPLES=1 node test/run.mjs unit samples/samples writes the files anew.
if (process.env.UPDATE_SAMPLES === "1") {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const [name, bytes] of files) writeFileSync(`${FOLDER}/${name}`, bytes);
}

test("the sample mailbox is what its script makes, octet by octet", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), [...files.keys()].sort());
  for (const [name, bytes] of files) assert.ok(readFileSync(`${FOLDER}/${name}`).equals(bytes), name);
});

test("each sample message gets the badge, word and reasons that its script declares", async () => {
  const { knowledge, faults } = readKnowledge(JSON.parse(json(KNOWLEDGE)));
  assert.deepEqual(faults, []);
  assert.ok(knowledge !== undefined);
  const judged = samples.map(async ({ file, bytes }) => {
    const { badge, gmp, reasons } = await verify(bytes, { ...knowledge, now: KNOWLEDGE.now }, nodeEngine);
    return [file, badge, gmp, reasons.map(({ code }) => code).sort()];
  });
  const declared = samples.map(({ file, badge, gmp, reasons }) => [file, badge, gmp, reasons]);
  assert.deepEqual(await Promise.all(judged), declared);
});

test("every badge state has a sample", () => {
  const states = ["VERIFIED", "INTACT", "TRANSPORT", "NONE", "UNCHECKED", "CAUTION", "ALERT"];
  assert.deepEqual([...new Set(samples.map(({ badge }) => badge))].sort(), states.sort());
});

test("the samples name nobody: example domains and addresses only", () => {
  for (const { file, bytes } of samples) {
    const text = Buffer.from(bytes).toString("latin1");
    for (const [, host = ""] of text.matchAll(/[@/]([a-z0-9.-]+\.[a-z]+)\b/g))
      if (!/^[\w-]+\.(csv|eml)$/.test(host)) assert.match(host, /\.example$/, `${file}: ${host}`);
  }
});
