import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { binaryOctets } from "../../extension/thunderbird/binary-string.ts";

const check = (octets: Uint8Array) =>
  assert.deepEqual(binaryOctets(Buffer.from(octets).toString("latin1"), nodeEngine), Uint8Array.from(octets));

test("a string with an octet in each unit becomes these octets", () => {
  check(Uint8Array.from({ length: 256 }, (_, octet) => octet));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), check));
});

test("the same across the pieces it is read in, whatever stands at their borders", () => {
  const piece = 48 * 1024;
  for (const length of [piece - 1, piece, piece + 1, 3 * piece + 2]) {
    const octets = new Uint8Array(length).fill(0x41);
    check(octets);
    for (const at of [0, piece - 2, piece - 1, piece, length - 1]) check(octets.with(Math.min(at, length - 1), 0xe9));
    check(octets.fill(0xff));
  }
});

test("ACQ-04: a unit that is no octet is refused and never cut down to one", () => {
  for (const unit of ["\u0141", "\ud800", "\ufeff"])
    assert.throws(() => binaryOctets(`From: a${unit}`, nodeEngine), { name: "InvalidCharacterError" });
});
