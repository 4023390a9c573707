// Which test files carry which attack ids: a test belongs to a row when its name contains the row's id.
import { readdirSync, readFileSync } from "node:fs";

const ID = /\b[A-Z0-9]{2,4}-\d\d\b/g;
const NAME = /\b(?:test|it|check|shown)\(\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g;

/** Map from attack id to the set of files whose test names carry it. */
export function testsByRow(root = "test") {
  const found = new Map();
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((f) => /\.(test|e2e)\.tsx?$/.test(f));
  for (const f of files.sort()) {
    const file = `${root}/${f}`;
    for (const m of readFileSync(file, "utf8").matchAll(NAME)) {
      const name = m[1] ?? m[2] ?? "";
      for (const [id] of name.matchAll(ID)) found.set(id, (found.get(id) ?? new Set()).add(file));
    }
  }
  return found;
}
