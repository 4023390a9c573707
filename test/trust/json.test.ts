import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MAX_TRUST_JSON_DEPTH, MAX_TRUST_JSON_OCTETS } from "../../core/limits.ts";
import { parseStrictJson } from "../../core/trust/json.ts";

const fault = (text: string) => {
  const read = parseStrictJson(text);
  return "fault" in read ? [read.fault, read.at] : read.value;
};

test("ADM-10: a member named twice refuses the text, in every object and however it is spelt", () => {
  assert.deepEqual(fault('{"a":1,"a":2}'), ["duplicate-member", "a"]);
  assert.deepEqual(fault('[{"x":{"a":1,"\\u0061":2}}]'), ["duplicate-member", "a"]);
  assert.deepEqual(fault('{"a":[{"b":1},{"b":2}],"c":{"a":1}}'), { a: [{ b: 1 }, { b: 2 }], c: { a: 1 } });
  assert.deepEqual(fault('{"a":"a:","b":["a","a"]}'), { a: "a:", b: ["a", "a"] });
});

test("ADM-10: members that every object has refuse the text", () => {
  for (const name of ["__proto__", "constructor", "prototype", "\\u005f_proto__"])
    assert.equal((fault(`{"${name}":{"x":1}}`) as unknown[])[0], "forbidden-member", name);
  assert.deepEqual(fault('["__proto__"]'), ["__proto__"]);
  assert.equal(Object.hasOwn(Object.prototype, "x"), false);
});

test("ADM-10: size and depth have a limit, and the limit itself is read", () => {
  const padded = (octets: number) => `["${"x".repeat(octets - 4)}"]`;
  assert.ok(Array.isArray(fault(padded(MAX_TRUST_JSON_OCTETS))));
  assert.equal((fault(padded(MAX_TRUST_JSON_OCTETS)) as string[])[0]?.length, MAX_TRUST_JSON_OCTETS - 4);
  assert.deepEqual(fault(padded(MAX_TRUST_JSON_OCTETS + 1)), ["too-large", ""]);
  assert.deepEqual(fault(`["${"ü".repeat(MAX_TRUST_JSON_OCTETS / 2)}"]`), ["too-large", ""]);
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  assert.ok("value" in parseStrictJson(nested(MAX_TRUST_JSON_DEPTH)));
  assert.deepEqual(fault(nested(MAX_TRUST_JSON_DEPTH + 1)), ["too-deep", ""]);
  assert.deepEqual(fault("[".repeat(100_000)), ["too-deep", ""]);
});

test("DOS-04: strings that are never closed are looked through once", () => {
  for (const piece of ['\\"', '"\\', '{"\\":', '\0\\"'])
    assert.ok("fault" in parseStrictJson(piece.repeat(MAX_TRUST_JSON_OCTETS / 5)), piece);
});

test("RFC 7493: what is no I-JSON is refused", () => {
  for (const text of ["", "{", '{"a":}', "{'a':1}", '["\\ud800"]x', "[1,]", '"a', "\uFEFF{}"])
    assert.deepEqual(fault(text), ["not-json", ""], text);
  assert.deepEqual(fault('["\\ud800"]'), ["lone-surrogate", ""]);
  assert.deepEqual(fault('{"\\udc00\\ud800":1}'), ["lone-surrogate", ""]);
});

test("every value that JSON can write is read as JSON.parse reads it", () => {
  const safe = fc.json({ maxDepth: 4 }).filter((text) => !/__proto__|constructor|prototype/.test(text));
  fc.assert(
    fc.property(safe, (text) => {
      assert.deepEqual(parseStrictJson(text), { value: JSON.parse(text) });
    }),
  );
});
