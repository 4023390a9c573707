import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withTables } from "./tables.ts";

test("docs/verdict.md holds the tables as they are declared", () => {
  const document = readFileSync("docs/verdict.md", "utf8");
  assert.equal(document, withTables(document), "run test/verdict/make-tables.ts");
  assert.match(document, /<!-- begin combinations -->[\s\S]*VERIFIED[\s\S]*<!-- begin reasons -->[\s\S]*SIG_INVALID/);
});
