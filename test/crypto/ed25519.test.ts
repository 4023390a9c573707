import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { lintKey, sign, verifySignature } from "../../core/crypto/signature.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";

const vectors = join(CORPUS, "crypto-vectors");
const fromHex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
const json = (path: string) => JSON.parse(readFileSync(join(vectors, path), "utf8"));

/** Takes Ed25519 away from WebCrypto, as on platforms that lack it. */
function withoutNative(t: TestContext): { calls: () => number } {
  const mock = t.mock.method(crypto.subtle, "verify", () =>
    Promise.reject(new DOMException("no Ed25519 here", "NotSupportedError")),
  );
  return { calls: () => mock.mock.callCount() };
}

async function speccheck(): Promise<number[]> {
  const cases: { message: string; pub_key: string; signature: string }[] = json("ed25519/speccheck-cases.json");
  assert.equal(cases.length, 12);
  const answers = cases.map((c) =>
    verifySignature("ed25519", fromHex(c.pub_key), fromHex(c.message), fromHex(c.signature)),
  );
  return (await Promise.all(answers)).flatMap((accepted, i) => (accepted ? [i] : []));
}

test(
  "CRY-01: of the twelve speccheck cases only the mixed-order one that holds without cofactor is accepted",
  needsCorpus(),
  async () => {
    assert.deepEqual(await speccheck(), [3]);
  },
);

test("CRY-01: speccheck without WebCrypto's Ed25519 gives the same answers", needsCorpus(), async (t) => {
  const native = withoutNative(t);
  assert.deepEqual(await speccheck(), [3]);
  // Cases 3, 4 and 5 pass the checks of form; only they may reach an engine.
  assert.equal(native.calls(), 3);
});

interface Group {
  readonly publicKey: { readonly pk: string };
  readonly tests: readonly { tcId: number; msg: string; sig: string; result: string }[];
}

async function wycheproof(): Promise<number> {
  let count = 0;
  for (const group of json("wycheproof/ed25519_test.json").testGroups as Group[]) {
    for (const { tcId, msg, sig, result } of group.tests) {
      const accepted = await verifySignature("ed25519", fromHex(group.publicKey.pk), fromHex(msg), fromHex(sig));
      assert.equal(accepted, result === "valid", `tcId ${tcId}`);
      count++;
    }
  }
  return count;
}

test("CRY-02: Wycheproof's Ed25519 vectors, S + L among them", needsCorpus(), async () => {
  assert.equal(await wycheproof(), 71);
});

test("CRY-02: Wycheproof's Ed25519 vectors without WebCrypto's Ed25519", needsCorpus(), async (t) => {
  withoutNative(t);
  assert.equal(await wycheproof(), 71);
});

test("Bernstein's sign.input: the same signatures, and both ways to verify accept them", needsCorpus(), async (t) => {
  const lines = readFileSync(join(vectors, "ed25519/sign.input"), "latin1").split("\n").filter(Boolean);
  const cases = lines.map((line) => {
    const [secret = "", key = "", message = "", signed = ""] = line.split(":");
    const pkcs8 = fromHex(`302e020100300506032b657004220420${secret.slice(0, 64)}`);
    return { pkcs8, key: fromHex(key), message: fromHex(message), signature: fromHex(signed.slice(0, 128)) };
  });
  assert.ok(cases.length >= 199);
  for (const { pkcs8, key, message, signature } of cases) {
    assert.deepEqual(await sign("ed25519", pkcs8, message), signature);
    assert.ok(await verifySignature("ed25519", key, message, signature));
  }
  withoutNative(t);
  for (const { key, message, signature } of cases.slice(0, 40)) {
    assert.ok(await verifySignature("ed25519", key, message, signature));
    signature[40] = (signature[40] ?? 0) ^ 4;
    assert.ok(!(await verifySignature("ed25519", key, message, signature)));
  }
});

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;
const littleEndian = (n: bigint) => fromHex(n.toString(16).padStart(64, "0")).reverse();

/** y coordinates of the points of order 1, 2, 4 and 8 with every second spelling that fits in 255 bits. */
const SMALL_Y = [
  0n,
  1n,
  P - 1n,
  P,
  P + 1n,
  ...[
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  ].map((text) => BigInt(`0x${Buffer.from(text, "hex").reverse().toString("hex")}`)),
];

test("CRY-01: no small-order or second spelling of a key is accepted, and one signature never fits any message", async () => {
  for (const y of SMALL_Y) {
    for (const signBit of [0n, 1n]) {
      const key = littleEndian(y + (signBit << 255n));
      assert.ok(
        ["small-order", "encoding"].includes(lintKey("ed25519", key) ?? "accepted"),
        `y = ${y}, sign ${signBit}`,
      );
      for (const r of [key, littleEndian(1n)]) {
        const signature = Uint8Array.from([...r, ...new Uint8Array(32)]);
        for (const message of ["", "a", "b", "c", "d"])
          assert.ok(!(await verifySignature("ed25519", key, Buffer.from(message), signature)));
      }
    }
  }
  for (const y of [P + 2n, P + 18n]) assert.equal(lintKey("ed25519", littleEndian(y)), "encoding");
});

test("CRY-01: keys that are no point, or not 32 octets, are refused", () => {
  // y = 2 is not on the curve, y = 3 is.
  assert.equal(lintKey("ed25519", littleEndian(2n)), "not-a-point");
  assert.equal(lintKey("ed25519", littleEndian(3n)), undefined);
  for (const length of [0, 31, 33, 64]) assert.equal(lintKey("ed25519", new Uint8Array(length).fill(3)), "encoding");
});

const PAIR = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
const KEY = new Uint8Array(await crypto.subtle.exportKey("raw", (PAIR as CryptoKeyPair).publicKey));
const PRIVATE = new Uint8Array(await crypto.subtle.exportKey("pkcs8", (PAIR as CryptoKeyPair).privateKey));
const INPUT = Buffer.from("x-guardmail-stamp:v=1;signature=");

test("CRY-02: S + L, a small-order R and a non-canonical R are refused before an engine is asked", async (t) => {
  const signature = await sign("ed25519", PRIVATE, INPUT);
  assert.ok(await verifySignature("ed25519", KEY, INPUT, signature));
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`);
  const variants = [
    [...signature.subarray(0, 32), ...littleEndian(s + L)],
    [...littleEndian(1n), ...signature.subarray(32)],
    [...littleEndian(P + 3n), ...signature.subarray(32)],
    [...signature, 0],
    [...signature.subarray(0, 63)],
    [],
  ];
  const native = withoutNative(t);
  for (const variant of variants) assert.ok(!(await verifySignature("ed25519", KEY, INPUT, Uint8Array.from(variant))));
  assert.equal(native.calls(), 0);
});

test("CRY-10: only the literal true of an engine counts", async (t) => {
  const signature = await sign("ed25519", PRIVATE, INPUT);
  const answer = { value: undefined as unknown };
  t.mock.method(crypto.subtle, "verify", () => answer.value);
  for (answer.value of ["true", 1, {}, [], "", undefined, null, false, Promise.resolve(1), () => true]) {
    assert.equal(await verifySignature("ed25519", KEY, INPUT, signature), false, String(answer.value));
  }
  answer.value = true;
  assert.equal(await verifySignature("ed25519", KEY, INPUT, signature), true);
});

test("CRY-10: an engine that throws is no statement about the signature", async (t) => {
  const signature = await sign("ed25519", PRIVATE, INPUT);
  t.mock.method(crypto.subtle, "verify", () => {
    throw new Error("out of order");
  });
  await assert.rejects(verifySignature("ed25519", KEY, INPUT, signature), /out of order/);
});

test("a key whose import failed once is imported again", async (t) => {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const key = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, INPUT));
  const mock = t.mock.method(crypto.subtle, "importKey", () => Promise.reject(new Error("busy")));
  await assert.rejects(verifySignature("ed25519", key, INPUT, signature), /busy/);
  mock.mock.restore();
  assert.ok(await verifySignature("ed25519", key, INPUT, signature));
});

test("CRY-11: keys, inputs and signatures are octets", async () => {
  const signature = await sign("ed25519", PRIVATE, INPUT);
  await assert.rejects(
    Reflect.apply(verifySignature, undefined, ["ed25519", KEY, INPUT.toString(), signature]),
    TypeError,
  );
});
