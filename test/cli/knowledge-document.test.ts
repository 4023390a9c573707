import assert from "node:assert/strict";
import { test } from "node:test";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import { projectFile } from "../project-file.ts";

// docs/knowledge.md against the reader of knowledge files.

const page = projectFile("docs/knowledge.md");

test("the document's example is read without a fault", () => {
  const [, example = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const { knowledge, faults } = readKnowledge(JSON.parse(example));
  assert.deepEqual(faults, []);
  assert.deepEqual(
    knowledge?.trust.map(({ org_id }) => org_id),
    ["harbourbank.example"],
  );
});

test("the document names each member that a verdict can rest on, and no other", () => {
  const [, declared = ""] = /export interface Knowledge \{([\s\S]*?)\n\}/.exec(projectFile("core/knowledge.ts")) ?? [];
  const members = Array.from(declared.matchAll(/^ {2}readonly (\w+)\??:/gm), ([, name]) => name);
  const rows = Array.from(page.matchAll(/^\| (`[^|]*`) \|/gm), ([, names = ""]) => names);
  const documented = rows.flatMap((names) => Array.from(names.matchAll(/`(\w+)`/g), ([, name]) => name));
  assert.ok(members.length > 20);
  assert.deepEqual(documented.toSorted(), members.toSorted());
});
