import assert from "node:assert/strict";
import { test } from "node:test";
import { linterProblems } from "./addons-linter.mjs";

const finding = { code: "UNSAFE", file: "lib/a.js", message: "m" };
const reviewed = [{ code: "UNSAFE", file: "^lib/", why: "harmless because" }];
const report = (part: object) => ({ errors: [], warnings: [], notices: [], ...part });

test("add-on linter: the reviewed warnings, all of them and nothing else, are well", () => {
  assert.deepEqual(linterProblems(report({ warnings: [finding] }), reviewed), []);
  assert.equal(linterProblems(report({ warnings: [finding] }), []).length, 1);
  assert.equal(linterProblems(report({}), reviewed).length, 1);
  assert.equal(linterProblems(report({ errors: [finding], warnings: [finding] }), reviewed).length, 1);
});
