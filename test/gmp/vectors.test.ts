import assert from "node:assert/strict";
import { constants, createHash, createPublicKey, verify as nodeVerify } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { computeVectors, expectations, type Vector, type VectorFile } from "./vectors/compute.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit gmp/vectors` writes the file anew; without it these
 * tests fail on any drift between file and code. Node's own crypto is the second opinion on hashes and signatures.
 */
const FILE = "docs/vectors/gmp.json";

/** Rules of the profile that no message of this version can show: declarations, and the DNS text of keys. */
const ELSEWHERE = new Set(["G17", "G46", "G47", "G48", "G49", "G50", "G51", "G60", "H18", "H19", "H22"]);

const published: VectorFile | undefined = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;
const computed = await computeVectors(published);
if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(computed, null, 1)}\n`);

test("every vector says what was written down by hand", async () => {
  const expected = await expectations();
  const told = ({ expect }: Vector) => [expect.word, expect.badge, ...expect.reasons].join(" ");
  const wrong = computed.vectors.filter((vector) => told(vector) !== expected.get(vector.id));
  assert.deepEqual(
    wrong.map((vector) => `${vector.id}: ${told(vector)}`),
    [],
  );
  assert.equal(expected.size, computed.vectors.length, "an id occurs twice");
});

test("the published vectors are the computed ones", () => {
  assert.ok(published !== undefined, `${FILE} is missing`);
  for (const [index, vector] of computed.vectors.entries())
    assert.deepEqual(published.vectors[index], vector, vector.id);
  assert.deepEqual(published, JSON.parse(JSON.stringify(computed)));
});

test("every rule has a vector", () => {
  const numbers = (letter: string, last: number) =>
    Array.from({ length: last }, (_, n) => `${letter}${String(n + 1).padStart(2, "0")}`);
  const covered = new Set(computed.vectors.flatMap(({ rules }) => rules));
  const missing = [...numbers("G", 60), ...numbers("H", 29)].filter(
    (rule) => !covered.has(rule) && !ELSEWHERE.has(rule),
  );
  assert.deepEqual(missing, []);
});

test("Node's SHA3-256 gives the hashes of the published inputs", () => {
  const sha3 = (base64: string) => createHash("sha3-256").update(Buffer.from(base64, "base64")).digest("hex");
  for (const { id, steps } of published?.vectors ?? []) {
    if (steps === undefined) continue;
    assert.equal(sha3(steps.hdr_input), steps.hdr_hash, id);
    assert.equal(sha3(steps.body_input), steps.body_hash, id);
    assert.equal(steps.att_input === undefined ? "NONE" : sha3(steps.att_input), steps.att_hash, id);
  }
});

test("OpenSSL verifies the signature of every VALID vector over its published input", () => {
  let count = 0;
  for (const { id, expect, steps, knowledge } of published?.vectors ?? []) {
    if (expect.word !== "VALID" || steps === undefined) continue;
    const input = Buffer.from(steps.signing_input, "base64");
    const kid = /;kid=([^;]*)/.exec(input.toString("latin1"))?.[1];
    const key = [...(knowledge.trust[0]?.keys ?? knowledge.keys)].find((candidate) => candidate.kid === kid);
    assert.ok(key !== undefined, id);
    const octets = Buffer.from(key.key, "base64");
    const prefix = {
      ed25519: "302a300506032b6570032100",
      "ecdsa-p256-sha256": "3059301306072a8648ce3d020106082a8648ce3d030107034200",
      "rsa-pss-sha256": "",
    };
    const spki = Buffer.concat([Buffer.from(prefix[key.alg], "hex"), octets]);
    const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
    const signature = Buffer.from(steps.signature, "base64");
    const options = {
      key: publicKey,
      dsaEncoding: "ieee-p1363",
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    } as const;
    const good =
      key.alg === "rsa-pss-sha256"
        ? nodeVerify("sha256", input, options, signature)
        : nodeVerify(
            key.alg === "ed25519" ? null : "sha256",
            input,
            { key: publicKey, dsaEncoding: "ieee-p1363" },
            signature,
          );
    assert.ok(good, id);
    count++;
  }
  assert.ok(count > 40, String(count));
});

test("the private keys are published as test keys", () => {
  assert.match(published?.about ?? "", /TEST KEYS/);
  assert.ok(toBase64(new Uint8Array(3)) === "AAAA" && (published?.test_keys.length ?? 0) === 5);
});
