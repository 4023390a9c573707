import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { concat } from "../../core/canonical/concat.ts";
import { readCertificate } from "../../core/x509/certificate.ts";
import { type DerElement, readDer } from "../../core/x509/der.ts";
import { basicConstraints, extension, keyUsage } from "../../core/x509/make-extensions.ts";
import { readRevocationList } from "../../core/x509/revocation-list.ts";
import { element, octetString, oid, sequence, tagged } from "../../core/x509/write-der.ts";
import { issueOctets, LEAF, testKey } from "./build.ts";
import { code, patched } from "./support.ts";

const NULL = Uint8Array.of(5, 0);

test("X5-07: BER, trailing octets, deep nesting and loose numbers are refused", async () => {
  const good = await issueOctets({ name: "A" }, testKey());
  assert.equal(code(good), "certificate");
  const inner = good.subarray(4);
  const nested = (depth: number): Uint8Array => (depth === 0 ? NULL : sequence(nested(depth - 1)));
  const bad: readonly (readonly [string, Uint8Array])[] = [
    ["der", concat([good, Uint8Array.of(0)])],
    ["der", concat([Uint8Array.of(0x30, 0x80), inner, Uint8Array.of(0, 0)])],
    ["der", concat([Uint8Array.of(0x30, 0x83, 0), good.subarray(2, 4), inner])],
    ["der", good.subarray(0, -1)],
    ["der", new Uint8Array(0)],
    ["der", nested(40)],
    ["structure", nested(20)],
    ["size", new Uint8Array(70_000)],
    ["structure", sequence(NULL, NULL)],
  ];
  for (const [expected, octets] of bad) assert.equal(code(octets), expected);
  const serials: readonly (readonly [string, readonly number[]])[] = [
    ["der", [2, 3, 0, 2, 3]],
    ["serial", [2, 3, 0x81, 2, 3]],
  ];
  for (const [expected, serial] of serials)
    assert.equal(code(patched(good, Uint8Array.of(2, 3, 1, 2, 3), Uint8Array.from(serial))), expected);
  const long = await issueOctets({ name: "A", serial: new Uint8Array(21).fill(1) }, testKey());
  assert.equal(code(long), "serial");
});

test("X5-07: an extension twice, or one that means two things, refuses the certificate", async () => {
  const cases: readonly (readonly [string, readonly Uint8Array[]])[] = [
    ["certificate", LEAF],
    ["duplicate-extension", [...LEAF, basicConstraints(true)]],
    ["duplicate-extension", [...LEAF, extension("1.2.3", false, NULL), extension("1.2.3", false, NULL)]],
    // cA=FALSE spelt out, cA that is no boolean, a length without cA, octets after the value.
    ["extension", [extension("2.5.29.19", true, sequence(Uint8Array.of(1, 1, 0)))]],
    ["extension", [extension("2.5.29.19", true, sequence(Uint8Array.of(1, 1, 1)))]],
    ["extension", [extension("2.5.29.19", true, sequence(Uint8Array.of(2, 1, 0)))]],
    ["extension", [extension("2.5.29.19", true, concat([sequence(), NULL]))]],
    ["extension", [extension("2.5.29.15", true, Uint8Array.of(3, 2, 0, 0))]],
    ["extension", [extension("2.5.29.15", true, Uint8Array.of(3, 2, 4, 0x80))]],
    ["extension", [extension("2.5.29.17", false, sequence())]],
    ["extension", [extension("2.5.29.37", false, sequence())]],
    ["extension", [extension("2.5.29.30", true, sequence())]],
    ["extension", [sequence(oid("1.2.3"), Uint8Array.of(1, 1, 0), octetString(NULL))]],
  ];
  for (const [expected, extensions] of cases)
    assert.equal(code(await issueOctets({ name: "A", extensions }, testKey())), expected);
});

test("reading is total, and what is read as DER is its own encoding", () => {
  const { any: tree } = fc.letrec<{ leaf: Uint8Array; node: Uint8Array; any: Uint8Array }>((tie) => ({
    leaf: fc
      .tuple(fc.constantFrom(4, 12, 0x80, 0x82), fc.uint8Array({ maxLength: 200 }))
      .map(([tag, content]) => element(tag, content)),
    node: fc
      .tuple(fc.constantFrom(0x30, 0xa0, 0xa3), fc.array(tie("any"), { maxLength: 4 }))
      .map(([tag, all]) => element(tag, ...all)),
    any: fc.oneof({ depthSize: "small" }, tie("leaf"), tie("node")),
  }));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), tree), (octets) => {
      readRevocationList(octets);
      assert.equal(readCertificate(octets).kind, "fault");
      const read = readDer(octets);
      if (read !== undefined) assert.deepEqual(again(read), octets);
    }),
    { numRuns: 500 },
  );
});

/** Encodes what was read from its parts. */
function again({ tag, content, children }: DerElement): Uint8Array {
  return (tag & 0x20) === 0 ? element(tag, content) : element(tag, ...children.map(again));
}

test("reading a spoiled certificate gives a certificate or a fault", async () => {
  const good = await issueOctets({ name: "A", extensions: [...LEAF, keyUsageTwin()] }, testKey("p256"));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
      const octets = Uint8Array.from(good);
      for (const [at, octet] of changes) octets[at] = octet;
      assert.ok(["certificate", "fault"].includes(readCertificate(octets).kind));
    }),
    { numRuns: 2000 },
  );
});

const keyUsageTwin = () => extension("2.5.29.99", false, sequence(keyUsage("keyAgreement"), tagged(0, NULL)));
