import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "../../core/canonical/concat.ts";
import { readCertificate } from "../../core/x509/certificate.ts";
import { bitString, octetString, oid, sequence } from "../../core/x509/write-der.ts";
import { rsaSpki } from "../crypto/der.ts";
import { CA, issue, root, testKey, validate, verdict } from "./build.ts";
import { code, patched } from "./support.ts";

const NULL = Uint8Array.of(5, 0);

test("X5-08: spelt-out curves, points off the curve, weak, giant and odd RSA keys are no keys", async () => {
  const anchor = await root();
  const point = testKey("p256").publicKey.subarray(-65);
  const ecPublicKey = oid("1.2.840.10045.2.1");
  const ec = (parameters: Uint8Array, octets: Uint8Array) =>
    sequence(sequence(ecPublicKey, parameters), bitString(octets));
  const p256 = oid("1.2.840.10045.3.1.7");
  const off = Uint8Array.from(point, (octet, i) => (i === 64 ? octet ^ 1 : octet));
  // The shape of CurveBall: the parameters of P-256 with a generator of the attacker's choice.
  const spelt = sequence(
    Uint8Array.of(2, 1, 1),
    sequence(oid("1.2.840.10045.1.1"), Uint8Array.of(2, 1, 23)),
    octetString(point),
  );
  const odd = (bits: number) => (1n << BigInt(bits - 1)) + 1n;
  const keys: readonly (readonly [string, Uint8Array])[] = [
    ["valid", testKey("p256").publicKey],
    ["valid", testKey("p384").publicKey],
    ["valid", testKey("rsa").publicKey],
    ["valid", testKey("ed25519").publicKey],
    ["KEY", ec(spelt, point)],
    ["KEY", ec(p256, off)],
    ["KEY", ec(oid("1.3.132.0.10"), point)],
    ["KEY", ec(NULL, point)],
    ["KEY", testKey("rsa1024").publicKey],
    ["KEY", rsaSpki(odd(16_384), 65537n)],
    ["KEY", rsaSpki(odd(2049), 65537n)],
    ["KEY", rsaSpki(odd(2048), 1n)],
    ["KEY", rsaSpki(odd(2048), 3n)],
    ["KEY", rsaSpki(odd(2048) - 1n, 65537n)],
    ["KEY", sequence(sequence(oid("1.3.101.112")), bitString(new Uint8Array(32)))],
  ];
  for (const [expected, publicKey] of keys) {
    const leaf = await issue({ name: "Leaf", key: { ...testKey(), publicKey } }, anchor);
    assert.equal(verdict(await validate(leaf, [], anchor)), expected);
  }
  const weak = await issue({ name: "Weak", key: testKey("rsa1024"), extensions: CA }, anchor);
  assert.equal(verdict(await validate(await issue({ name: "Leaf" }, weak), [weak], anchor)), "KEY");
});

test("X5-08: every listed algorithm verifies, and no signature verifies over other octets", async () => {
  for (const algorithm of ["ed25519", "p256", "p384", "rsa"] as const) {
    const anchor = await issue({ name: "Root", key: testKey(algorithm), extensions: CA });
    const leaf = await issue({ name: "Leaf" }, anchor);
    assert.equal(verdict(await validate(leaf, [], anchor)), "valid", algorithm);
    const octets = patched(leaf.octets, Uint8Array.of(2, 3, 1, 2, 3), Uint8Array.of(2, 3, 1, 2, 4));
    const read = readCertificate(octets);
    assert.ok(read.kind === "certificate");
    assert.equal(verdict(await validate({ ...leaf, certificate: read }, [], anchor)), "SIGNATURE", algorithm);
  }
});

test("X5-09: two algorithms in one certificate, MD5 and SHA-1 are refused", async () => {
  const key = testKey("rsa");
  const anchor = await issue({ name: "Root", key, extensions: CA });
  const leaf = await issue({ name: "Leaf" }, anchor);
  const sha256 = sequence(oid("1.2.840.113549.1.1.11"), NULL);
  for (const [name, id] of [
    ["MD5", "1.2.840.113549.1.1.4"],
    ["SHA-1", "1.2.840.113549.1.1.5"],
  ] as const) {
    const weak = readCertificate(patched(leaf.octets, sha256, sequence(oid(id), NULL)));
    assert.ok(weak.kind === "certificate");
    assert.equal(verdict(await validate({ ...leaf, certificate: weak }, [], anchor)), "ALGORITHM", name);
  }
  const outer = leaf.octets.length - sha256.length - 256 - 5;
  const mixed = concat([
    leaf.octets.subarray(0, outer + 0),
    patched(leaf.octets.subarray(outer), sha256, sequence(oid("1.2.840.113549.1.1.12"), NULL)),
  ]);
  assert.equal(code(mixed), "algorithms-differ");
});
