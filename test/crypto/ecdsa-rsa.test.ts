import assert from "node:assert/strict";
import { constants, createPrivateKey, createSign, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { lintKey, sign, signatureLength, verifySignature } from "../../core/crypto/signature.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { der, integer, rsaSpki } from "./der.ts";

const fromHex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
const wycheproof = (name: string) => JSON.parse(readFileSync(join(CORPUS, "crypto-vectors/wycheproof", name), "utf8"));
const INPUT = Buffer.from("what is signed");

interface Group {
  readonly publicKey: { readonly uncompressed: string };
  readonly publicKeyDer: string;
  readonly tests: readonly { tcId: number; comment: string; msg: string; sig: string; result: string }[];
}

test("CRY-03: Wycheproof's P-256 vectors in r||s form", needsCorpus(), async () => {
  let count = 0;
  for (const group of wycheproof("ecdsa_secp256r1_sha256_p1363_test.json").testGroups as Group[]) {
    const key = fromHex(group.publicKey.uncompressed);
    for (const { tcId, msg, sig, result } of group.tests) {
      const accepted = await verifySignature("ecdsa-p256-sha256", key, fromHex(msg), fromHex(sig));
      assert.equal(accepted, result === "valid", `tcId ${tcId}`);
      count++;
    }
  }
  assert.equal(count, 134);
});

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const EC_KEY = Uint8Array.from(ec.publicKey.export({ type: "spki", format: "der" }).subarray(-65));
const EC_PRIVATE = Uint8Array.from(ec.privateKey.export({ type: "pkcs8", format: "der" }));
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const number = (octets: Uint8Array) => BigInt(`0x${Buffer.from(octets).toString("hex")}`);
const octets = (n: bigint) => fromHex(n.toString(16).padStart(64, "0"));

test("CRY-03: the twin (r, n-s) verifies; zeros, values from n on, and DER do not", async () => {
  const signature = await sign("ecdsa-p256-sha256", EC_PRIVATE, INPUT);
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  const verify = (...parts: Uint8Array[]) => verifySignature("ecdsa-p256-sha256", EC_KEY, INPUT, Buffer.concat(parts));
  assert.ok(await verify(r, s));
  assert.ok(await verify(r, octets(N - number(s))));
  for (const [first, second] of [
    [octets(0n), octets(0n)],
    [octets(0n), s],
    [r, octets(0n)],
    [octets(N), s],
    [r, octets(N)],
    [r, octets(2n ** 256n - 1n)],
    [s, r],
  ] as const)
    assert.ok(!(await verify(first, second)));
  assert.ok(!(await verify(createSign("SHA256").update(INPUT).sign(ec.privateKey))), "DER");
  assert.ok(!(await verify(r, s, Uint8Array.of(0))));
});

test("G25: P-256 keys are uncompressed points of the curve", () => {
  assert.equal(lintKey("ecdsa-p256-sha256", EC_KEY), undefined);
  assert.equal(signatureLength("ecdsa-p256-sha256", EC_KEY), 64);
  const compressed = Uint8Array.of(2 + ((EC_KEY[64] ?? 0) & 1), ...EC_KEY.subarray(1, 33));
  assert.equal(lintKey("ecdsa-p256-sha256", compressed), "encoding");
  assert.equal(lintKey("ecdsa-p256-sha256", EC_KEY.subarray(1)), "encoding");
  for (const first of [0, 2, 3, 5, 6, 7])
    assert.equal(lintKey("ecdsa-p256-sha256", Uint8Array.of(first, ...EC_KEY.subarray(1))), "encoding");
  const off = Uint8Array.from(EC_KEY);
  off[64] = (off[64] ?? 0) ^ 1;
  assert.equal(lintKey("ecdsa-p256-sha256", off), "not-a-point");
  // (x + p) is the same residue in a second spelling; x = 0 has one that fits.
  const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
  const y0 = 0x66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4n;
  assert.equal(lintKey("ecdsa-p256-sha256", Uint8Array.of(4, ...octets(0n), ...octets(y0))), undefined);
  assert.equal(lintKey("ecdsa-p256-sha256", Uint8Array.of(4, ...octets(p), ...octets(y0))), "not-a-point");
  assert.equal(lintKey("ecdsa-p256-sha256", Uint8Array.of(4, ...new Uint8Array(64))), "not-a-point");
});

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const RSA_KEY = Uint8Array.from(rsa.publicKey.export({ type: "spki", format: "der" }));
const RSA_PRIVATE = Uint8Array.from(rsa.privateKey.export({ type: "pkcs8", format: "der" }));

test("G26: RSA-PSS with SHA-256, MGF1 SHA-256 and a salt of 32 octets only", async () => {
  assert.equal(signatureLength("rsa-pss-sha256", RSA_KEY), 256);
  const verify = (signature: Uint8Array) => verifySignature("rsa-pss-sha256", RSA_KEY, INPUT, signature);
  assert.ok(await verify(await sign("rsa-pss-sha256", RSA_PRIVATE, INPUT)));
  const pss = (hash: string, saltLength: number) =>
    createSign(hash)
      .update(INPUT)
      .sign({
        key: createPrivateKey(rsa.privateKey.export({ type: "pkcs8", format: "pem" })),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength,
      });
  const good = pss("SHA256", 32);
  assert.ok(await verify(good));
  for (const salt of [0, 20, 31, 33, 222]) assert.ok(!(await verify(pss("SHA256", salt))), `salt ${salt}`);
  for (const hash of ["SHA1", "SHA512", "SHA3-256"]) assert.ok(!(await verify(pss(hash, 32))), hash);
  assert.ok(!(await verify(createSign("SHA256").update(INPUT).sign(rsa.privateKey))), "PKCS #1 v1.5");
  assert.ok(!(await verify(good.subarray(1))));
  assert.ok(!(await verify(Buffer.concat([Buffer.from([0]), good]))));
  assert.ok(!(await verify(new Uint8Array(256))));
});

test(
  "CRY-05: no PKCS #1 v1.5 signature is ever accepted, Wycheproof's valid ones included",
  needsCorpus(),
  async () => {
    const accepted: string[] = [];
    let count = 0;
    for (const group of wycheproof("rsa_signature_2048_sha256_test.json").testGroups as Group[]) {
      const key = fromHex(group.publicKeyDer);
      for (const { comment, msg, sig } of group.tests) {
        if (await verifySignature("rsa-pss-sha256", key, fromHex(msg), fromHex(sig))) accepted.push(comment);
        count++;
      }
    }
    assert.equal(count, 127);
    // The wrong kind for PKCS #1, PSS with a salt of 32 octets, is the right kind here.
    assert.deepEqual(accepted, ["RSASSA-PSS signature"]);
  },
);

const odd = (bits: number) => (1n << BigInt(bits - 1)) + 1n;

test("CRY-04: weak RSA keys are refused when they are imported and when they are used", async () => {
  const e = 65537n;
  const cases: [Uint8Array, string | undefined][] = [
    [rsaSpki(odd(2048), e), undefined],
    [rsaSpki(odd(8192), e), undefined],
    [rsaSpki(odd(2047), e), "rsa-size"],
    [rsaSpki(odd(512), e), "rsa-size"],
    [rsaSpki(odd(8193), e), "rsa-size"],
    [rsaSpki(odd(2048) + 1n, e), "rsa-modulus"],
    [rsaSpki(odd(2048), 1n), "rsa-exponent"],
    [rsaSpki(odd(2048), 3n), "rsa-exponent"],
    [rsaSpki(odd(2048), 65535n), "rsa-exponent"],
    [rsaSpki(odd(2048), 65536n), "rsa-exponent"],
    [rsaSpki(odd(2048), 65539n), undefined],
    [rsaSpki(odd(2048), 65538n), "rsa-exponent"],
    [rsaSpki(odd(2048), 2n ** 32n - 1n), undefined],
    [rsaSpki(odd(2048), 2n ** 32n + 1n), "rsa-exponent"],
  ];
  for (const [key, fault] of cases) assert.equal(lintKey("rsa-pss-sha256", key), fault);
  // Signatures that these keys' engines would take (G.1).
  for (const modulusLength of [512, 1024, 2047]) {
    const weak = generateKeyPairSync("rsa", { modulusLength });
    const key = Uint8Array.from(weak.publicKey.export({ type: "spki", format: "der" }));
    assert.equal(lintKey("rsa-pss-sha256", key), "rsa-size");
    const salt = modulusLength === 512 ? 0 : 32;
    const signature = createSign("SHA256")
      .update(INPUT)
      .sign({ key: weak.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: salt });
    assert.ok(!(await verifySignature("rsa-pss-sha256", key, INPUT, signature)), `${modulusLength} bits`);
  }
  const cubic = generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 });
  const key = Uint8Array.from(cubic.publicKey.export({ type: "spki", format: "der" }));
  const signature = createSign("SHA256")
    .update(INPUT)
    .sign({ key: cubic.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
  assert.ok(!(await verifySignature("rsa-pss-sha256", key, INPUT, signature)), "e = 3");
});

test("G25: an RSA key is the one DER encoding of a SubjectPublicKeyInfo with rsaEncryption", () => {
  assert.equal(lintKey("rsa-pss-sha256", RSA_KEY), undefined);
  const good = rsaSpki(odd(2048), 65537n);
  const algorithm = fromHex("300d06092a864886f70d0101010500");
  const body = der(0x30, [...integer(odd(2048)), ...integer(65537n)]);
  const spki = (alg: Uint8Array, ...content: (readonly number[] | Uint8Array)[]) =>
    der(0x30, [...alg, ...content.flatMap((c) => [...c])]);
  assert.deepEqual(spki(algorithm, der(3, [0, ...body])), good);
  const bad: Record<string, Uint8Array> = {
    "octets after it": Uint8Array.of(...good, 0),
    truncated: good.subarray(0, -1),
    empty: new Uint8Array(0),
    "rsassa-pss": spki(fromHex("300d06092a864886f70d01010a0500"), der(3, [0, ...body])),
    "no NULL": spki(fromHex("300b06092a864886f70d010101"), der(3, [0, ...body])),
    "unused bits": spki(algorithm, der(3, [1, ...body])),
    "octet string": spki(algorithm, der(4, [0, ...body])),
    "a third integer": spki(
      algorithm,
      der(3, [0, ...der(0x30, [...integer(odd(2048)), ...integer(65537n), ...integer(1n)])]),
    ),
    "only one integer": spki(algorithm, der(3, [0, ...der(0x30, integer(odd(2048)))])),
    "leading zero": spki(algorithm, der(3, [0, ...der(0x30, [...integer(odd(2048)), 2, 4, 0, 1, 0, 1])])),
    negative: spki(algorithm, der(3, [0, ...der(0x30, [...der(2, [...octets(2n ** 255n + 1n)]), ...integer(65537n)])])),
    "empty integer": spki(algorithm, der(3, [0, ...der(0x30, [...integer(odd(2048)), 2, 0])])),
    "long length": Uint8Array.of(0x30, 0x83, 0, ...good.subarray(2)),
    "indefinite length": Uint8Array.of(0x30, 0x80, ...good.subarray(4), 0, 0),
    "bare RSAPublicKey": body,
  };
  for (const [name, key] of Object.entries(bad)) {
    assert.equal(lintKey("rsa-pss-sha256", key), "encoding", name);
    assert.equal(signatureLength("rsa-pss-sha256", key), undefined, name);
  }
});

test("CRY-09: a key of one kind is refused as every other kind", async () => {
  const edwards = Uint8Array.from(
    generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }).subarray(-32),
  );
  const keys = { ed25519: edwards, "ecdsa-p256-sha256": EC_KEY, "rsa-pss-sha256": RSA_KEY } as const;
  const algorithms = ["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha256"] as const;
  for (const alg of algorithms) {
    for (const other of algorithms) {
      assert.equal(lintKey(alg, keys[other]), alg === other ? undefined : "encoding", `${other} as ${alg}`);
    }
  }
  const signature = await sign("ecdsa-p256-sha256", EC_PRIVATE, INPUT);
  assert.equal(await verifySignature("ed25519", edwards, INPUT, signature), false);
});
