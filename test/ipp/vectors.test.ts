import assert from "node:assert/strict";
import { createHash, createHmac, createPublicKey, verify, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { STAMPED } from "../gmp/support.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { certificateOf } from "./certificates.ts";
import { ALIASES, declarationCases, POLICIES, POLICY_TEXTS, type Pubs, RECORDS } from "./vector-cases.ts";
import { computeVectors } from "./vectors.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit ipp/vectors` writes the file anew; without it these tests
 * fail on any drift between file and code. Node's own crypto is the second opinion.
 */
const FILE = "docs/vectors/ipp.json";

type Vectors = Awaited<ReturnType<typeof computeVectors>>;

const before: Vectors | undefined = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;
const pubs: Pubs = before?.pubs ?? {
  alice: await certificateOf("alice@example.org", TEST_KEYS.ed25519, STAMPED + 40 * 86_400),
  mallory: await certificateOf("mallory@example.org", TEST_KEYS.ed25519, STAMPED + 40 * 86_400),
};
const computed = await computeVectors(pubs);
if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(computed, null, 1)}\n`);
const published: Vectors = JSON.parse(readFileSync(FILE, "utf8"));

test("every declaration has the result that was written down by hand, and each of the eight occurs", async () => {
  const told = new Map((await declarationCases(pubs)).map((one) => [one.id, one.told]));
  for (const { id, expect } of published.declarations)
    assert.equal([expect.result, expect.nature, expect.covered_by, ...expect.reasons].join(" "), told.get(id), id);
  assert.equal(told.size, published.declarations.length, "an id occurs twice");
  assert.equal(new Set(published.declarations.map(({ expect }) => expect.result)).size, 8);
});

test("aliases, records and policies are those written down by hand", () => {
  const aliases = published.aliases.map(({ local_part, alias }) => [local_part, alias]);
  assert.deepEqual(aliases, ALIASES);
  for (const { alias, pub } of published.aliases)
    assert.equal(pub, alias === null ? null : `https://ipp.example.net/${alias}.pub`);
  assert.deepEqual(
    published.records.map(({ text, url }) => [text, url !== null]),
    RECORDS,
  );
  assert.deepEqual(
    published.policy_texts.map(({ text, read }) => [text, read]),
    POLICY_TEXTS,
  );
  const outcomes = published.policies.map(({ id, expect }) => {
    const rule = expect?.rule === undefined ? [] : [expect.rule + 1];
    return [id, [expect?.action, expect?.because, ...rule].join(" ")];
  });
  assert.deepEqual(
    outcomes,
    POLICIES.map(([id, , , told]) => [id, told]),
  );
});

test("the published vectors are the computed ones", () => {
  assert.deepEqual(published, JSON.parse(JSON.stringify(computed)));
});

test("every rule of declarations has a vector", () => {
  const covered = new Set(published.declarations.flatMap(({ rules }) => rules));
  assert.deepEqual(
    ["G46", "G47", "G48", "G50", "G51", "G60", "H19", "H22"].filter((rule) => !covered.has(rule)),
    [],
  );
});

test("Node's Ed25519 and certificates agree on the published signing inputs", () => {
  const key = new X509Certificate(published.pubs.alice).publicKey;
  const raw = Buffer.from(published.test_key.public, "base64");
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
  assert.ok(key.equals(createPublicKey({ key: spki, format: "der", type: "spki" })));
  let good = 0;
  for (const { id, expect, steps } of published.declarations) {
    if (steps === undefined) continue;
    const fits = verify(null, Buffer.from(steps.signing_input, "hex"), key, Buffer.from(steps.signature, "hex"));
    assert.equal(fits, expect.result !== "bad-signature", id);
    good += fits ? 1 : 0;
  }
  assert.ok(good > 12, String(good));
});

test("Node's SHA3-256 and a reading by hand give the body hash and the signing input of the first vector", () => {
  const [first] = published.declarations;
  const [head = "", body = ""] = Buffer.from(first?.message ?? "", "base64")
    .toString("latin1")
    .split(/\r\n\r\n(.*)/s);
  const hash = createHash("sha3-256").update(body.replace(/[ \t]+(?=\r\n)/g, "").replace(/[ \t]+/g, " "));
  assert.ok(head.includes(`bh=${hash.digest("base64")};`));
  const fields = head.replace(/\r\n[ \t]/g, " ").split("\r\n");
  const relaxed = (name: string) => {
    const field = fields.find((line) => line.toLowerCase().startsWith(`${name}:`));
    return field === undefined
      ? ""
      : `${name}:${field
          .slice(name.length + 1)
          .replace(/[ \t]+/g, " ")
          .trim()}`;
  };
  const covered = ["from", "to", "cc", "subject", "date", "message-id"].map(relaxed).filter((line) => line !== "");
  const own = relaxed("ipp-declaration")
    .replace(/ b=.*$/, " b=")
    .replace(/\s/g, "");
  const input = [...covered, own].join("\r\n");
  assert.equal(first?.steps?.signing_input, Buffer.from(input, "latin1").toString("hex"));
});

test("Node's hashes give the keys and tokens of the reports", () => {
  const { reports, token } = published;
  const sha = (text: string) => createHash("sha256").update(text).digest("hex");
  const declared = reports.sender_request?.url.split("/").at(-2) ?? "";
  assert.equal(reports.idempotency_key, sha(`example.org\n${declared}`));
  assert.equal(reports.provider_request?.headers["Idempotency-Key"], reports.idempotency_key);
  const own = createHash("sha3-256").update("<4711@example.org>\nbob@example.net").digest("base64url");
  assert.equal(reports.undeclared.token, own);
  assert.equal(reports.undeclared.idempotency_key, sha(`example.org\n${own}`));
  assert.deepEqual([reports.proven, reports.altered.proven], [true, false]);
  const time = Buffer.alloc(4);
  time.writeUInt32BE(token.expires);
  const nature = 1 + ["personal", "transaction", "list", "notification", "marketing"].indexOf(token.nature);
  const open = Buffer.concat([Buffer.from(token.random, "base64"), time, Buffer.of(nature)]);
  const code = createHmac("sha256", Buffer.from(token.secret, "base64"));
  code.update(`countersign-token/1\n${token.address}\n`).update(open);
  assert.equal(token.token, Buffer.concat([open, code.digest().subarray(0, 16)]).toString("base64url"));
});
