import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseStrictJson } from "../../core/trust/json.ts";
import { jsonPlaces, lineAt, offsetOf, pointerStep } from "../../core/trust/json-places.ts";

/** Every value of a JSON value by its pointer. */
function pointers(value: unknown, path = ""): [string, unknown][] {
  const inside = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [[path, value], ...inside.flatMap(([name, item]) => pointers(item, `${path}${pointerStep(name)}`))];
}

/** The shortest text from an offset that is JSON. */
function valueAt(text: string, offset: number): unknown {
  for (let end = offset + 1; end <= text.length; end++)
    try {
      const value: unknown = JSON.parse(text.slice(offset, end));
      // The first digits of a number are one as well.
      if (typeof value !== "number" || !/[0-9.eE+-]/.test(text[end] ?? "")) return value;
    } catch {}
  return assert.fail(`no value at ${offset}`);
}

test("each value is found where it stands, whatever the text is like", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const places = jsonPlaces(text);
      assert.equal(places.broken, undefined);
      for (const [pointer, expected] of pointers(JSON.parse(text)))
        assert.deepEqual(valueAt(text, offsetOf(places, pointer)), expected, pointer);
    }),
    { numRuns: 60 },
  );
});

test("a text is broken here exactly where JSON.parse refuses it", () => {
  const pieces = fc.array(
    fc.constantFrom("{", "}", "[", "]", ",", ":", '"a"', "1", "-", "01", "true", "//", " ", "'b'"),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join("");
      const broken = jsonPlaces(text).broken !== undefined;
      assert.equal(broken, "fault" in parseStrictJson(text) && !parses(text), text);
    }),
    { numRuns: 2000 },
  );
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("the place of the mistake is the first sign that does not fit", () => {
  const cases: readonly (readonly [string, number])[] = [
    ['{"a": 1,}', 8],
    ['{"a": 1 "b": 2}', 8],
    ["[1, 2", 5],
    ["", 0],
    ['{"a": .5}', 6],
    ['{"a": 1} x', 9],
    ["{a: 1}", 1],
  ];
  for (const [text, offset] of cases) assert.equal(jsonPlaces(text).broken, offset, text);
});

test("the second member of a name is found, and what is missing is where it would stand", () => {
  const text = '{\n  "a": {"b": 1},\n  "a": 2\n}';
  const places = jsonPlaces(text);
  assert.deepEqual(lineAt(text, places.repeated ?? 0), { line: 3, column: 3 });
  assert.deepEqual(lineAt(text, offsetOf(places, "/a/c/d")), { line: 2, column: 8 });
});

test("lines are counted as editors count them", () => {
  assert.deepEqual(lineAt("a\r\nb\rc\nd", 7), { line: 4, column: 1 });
  assert.deepEqual(lineAt("", 0), { line: 1, column: 1 });
});
