import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceProblems } from "./sources.mjs";

const found = (path: string, text: string): string[] => sourceProblems(new Map([[path, text]]));

test("house rules: an ordinary file is well", () => {
  assert.deepEqual(found("core/a.ts", 'import { b } from "./work/b.ts";\nexport const a = b;\n'), []);
});

test("house rules: each fault is found and its line named", () => {
  const faults = [
    `const dir = "${["", "work", "main"].join("/")}";`,
    'const dir = "/home/somebody/x";',
    '"https://registry.npmjs.org/x"',
    "// @ts-ignore",
    'test.skip("x", () => {});',
    'test("x", { skip: true }, () => {});',
  ];
  for (const fault of faults)
    assert.match(found("core/a.ts", `const x = 1;\n${fault}\n`).join(), /^core\/a\.ts:2 /, fault);
});

test("house rules: markup from text is found in the extension", () => {
  assert.equal(found("extension/a.tsx", "<p dangerouslySetInnerHTML={x} />\n").length, 1);
});

test("house rules: 301 lines of code are too many, 301 lines of text are not", () => {
  assert.equal(found("core/a.ts", "x\n".repeat(300)).length, 0);
  assert.equal(found("core/a.ts", "x\n".repeat(301)).length, 1);
  assert.equal(found("docs/a.md", "x\n".repeat(301)).length, 0);
});
