import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { decodeBase64, decodeInSlices } from "../../core/crypto/base64.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { createWasmEngine } from "../../core/crypto/engine-wasm.ts";
import { sha256 } from "../../core/crypto/sha256.ts";
import { needsCorpus } from "../corpus.ts";
import { checkBlake3Vectors, checkKnownAnswers, checkNistVectors, checkSha256, digestOf } from "./engine-checks.ts";

const wasmEngine = await createWasmEngine();
const engines = [wasmEngine, nobleEngine, nodeEngine];

test("the engines are three different ones", () => {
  assert.equal(new Set(engines.map((engine) => engine.name)).size, 3);
});

test("CRY-06: every engine computes SHA3-256, not SHA-256 or Keccak-256", () => {
  for (const engine of engines) checkKnownAnswers(engine);
});

test("CRY-06: NIST's SHA3-256 short messages on every engine", needsCorpus(), () => {
  for (const engine of engines) assert.equal(checkNistVectors(engine), 137, engine.name);
});

test(
  "CRY-07: BLAKE3 on every engine gives its authors' digests of 32 octets, without key or context",
  needsCorpus(),
  () => {
    for (const engine of engines) assert.equal(checkBlake3Vectors(engine), 19, engine.name);
  },
);

test("CRY-06: every engine computes SHA-256", () => {
  for (const engine of engines) checkSha256(engine);
});

test("CRY-06: SHA-256 for DKIM gives FIPS 180-4's examples, of a part of a buffer too, and takes no string", async () => {
  const million = new Uint8Array(1_000_002).fill(0x61);
  for (const [input, digest] of [
    [new Uint8Array(0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [new TextEncoder().encode("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [million.subarray(1, -1), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ] as const)
    assert.equal(Buffer.from(await sha256(input)).toString("hex"), digest);
  const text: unknown = "abc";
  await assert.rejects(sha256(text as Uint8Array<ArrayBuffer>), TypeError);
});

test("several states at once, in any order, give the digests of their own octets", () => {
  const step = fc.tuple(fc.nat(4), fc.uint8Array({ maxLength: 300 }));
  for (const engine of engines) {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        (steps, ends) => {
          const running = [0, 1, 2, 3, 4].map(() => ({ ours: engine.sha3_256(), theirs: createHash("sha3-256") }));
          for (const [which, chunk] of steps) {
            running[which]?.ours.update(chunk);
            running[which]?.theirs.update(chunk);
          }
          for (const which of ends) {
            const pair = running[which];
            assert.ok(pair);
            assert.deepEqual(Buffer.from(pair.ours.digest()), pair.theirs.digest(), engine.name);
          }
        },
      ),
      { numRuns: engine === nobleEngine ? 30 : 300 },
    );
  }
});

test("a state that is dropped half way changes nothing for the others", () => {
  const [a, b] = [Uint8Array.of(1, 2, 3), new Uint8Array(40_000).fill(9)];
  const expected = createHash("sha3-256").update(a).update(b).digest("hex");
  const kept = wasmEngine.sha3_256();
  kept.update(a);
  for (let i = 0; i < 100; i++) wasmEngine.sha3_256().update(b);
  kept.update(b);
  assert.equal(Buffer.from(kept.digest()).toString("hex"), expected);
  assert.throws(() => kept.update(a));
  assert.throws(() => kept.digest());
});

test("CRY-11: hashes take octets only", () => {
  for (const engine of engines) {
    for (const wrong of ["abc", [1, 2], { length: 1 }, new Uint16Array(2), undefined]) {
      assert.throws(() => Reflect.apply(engine.sha3_256().update, undefined, [wrong]), TypeError, engine.name);
    }
  }
});

test("where WebAssembly is not allowed the plain JavaScript engine serves", async (t) => {
  t.mock.method(WebAssembly, "instantiate", () => Promise.reject(new WebAssembly.CompileError("not allowed")));
  assert.equal((await createWasmEngine()).name, "noble");
});

test("base64 is decoded alike by the platform, in slices, and by every engine", () => {
  const octets = Uint8Array.from({ length: 600_001 }, (_, i) => (i * 7919) >> 3);
  for (const length of [0, 1, 2, 3, 196_607, 196_608, 196_609, 600_001]) {
    for (const alphabet of ["base64", "base64url"] as const) {
      const text = Buffer.from(octets.subarray(0, length)).toString(alphabet);
      for (const decode of [decodeBase64, decodeInSlices, ...engines.map((e) => e.decodeBase64)]) {
        assert.ok(
          Buffer.from(octets.subarray(0, length)).equals(decode(text, alphabet)),
          `${length} octets, ${alphabet}`,
        );
      }
    }
  }
});

test("pause lets other tasks run", async () => {
  for (const engine of engines) {
    let ran = false;
    setTimeout(() => {
      ran = true;
    }, 0);
    for (let i = 0; i < 100_000 && !ran; i++) await engine.pause();
    assert.ok(ran, engine.name);
  }
});

test("engines agree on a large input", () => {
  const large = new Uint8Array(300_000).map((_, i) => i * 31);
  assert.equal(new Set(engines.map((engine) => digestOf(engine, large, large.subarray(7)))).size, 1);
});
