import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  asciiBytes,
  isCanonicalBase64,
  strictBase64,
  strictHex64,
  toBase64,
  toHex,
} from "../../core/canonical/encoding.ts";

test("G28: base64 is accepted exactly when encoding it again gives the same text", () => {
  const text = fc.array(fc.constantFrom(..."AQgwEIMB9+/=-_ \r\n"), { maxLength: 9 }).map((c) => c.join(""));
  fc.assert(
    fc.property(text, (spelt) => {
      const same = Buffer.from(spelt, "base64").toString("base64") === spelt;
      assert.equal(isCanonicalBase64(spelt), same, JSON.stringify(spelt));
      assert.equal(strictBase64(spelt) !== undefined, same);
    }),
    { numRuns: 5000 },
  );
});

test("base64 and hex round trips", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => {
      assert.equal(toBase64(octets), Buffer.from(octets).toString("base64"));
      assert.deepEqual(strictBase64(toBase64(octets)), Uint8Array.from(octets));
      assert.equal(toHex(octets), Buffer.from(octets).toString("hex"));
    }),
  );
  const large = new Uint8Array(300_001).fill(0xfb);
  assert.equal(toBase64(large), Buffer.from(large).toString("base64"));
});

test("G.4: loose base64 that atob takes is refused", () => {
  for (const loose of ["AA", "AA=", "AB==", "AAB=", " AA==", "AA==\n", "A===", "====", "=", "AA==AAAA", "AAA-"])
    assert.equal(strictBase64(loose), undefined, loose);
  assert.deepEqual(strictBase64(""), new Uint8Array(0));
});

test("strictHex64 takes 64 lower-case hex digits and nothing around them", () => {
  const good = "0123456789abcdef".repeat(4);
  assert.ok(strictHex64(good));
  for (const bad of [
    good.slice(1),
    `${good}0`,
    good.toUpperCase(),
    `${good}\n`,
    ` ${good.slice(1)}`,
    `${good.slice(1)}g`,
  ])
    assert.ok(!strictHex64(bad), JSON.stringify(bad));
});

test("CRY-11: text that is not ASCII never becomes octets, so no two texts become the same", () => {
  assert.deepEqual(asciiBytes("a\0\x7f"), Uint8Array.of(0x61, 0, 0x7f));
  for (const text of ["\u00e4", "\ud800", "\udfff", "\u{1f600}", "\u212a"])
    assert.throws(() => asciiBytes(text), RangeError);
});
