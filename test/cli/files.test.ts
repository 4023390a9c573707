import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { replaceText, writeNew } from "../../core/cli/files.ts";
import { folderFor } from "./command.ts";

test("a new file never takes the place of another, and has its permissions from the start", (t) => {
  const folder = folderFor(t);
  writeNew(join(folder, "a"), "one", 0o600);
  assert.equal(statSync(join(folder, "a")).mode & 0o777, 0o600);
  assert.throws(() => writeNew(join(folder, "a"), "two", 0o600), { code: "FILE_EXISTS" });
  assert.equal(readFileSync(join(folder, "a"), "utf8"), "one");
  assert.throws(() => writeNew(join(folder, "none", "a"), "x", 0o600), { code: "FILE_UNWRITABLE" });
});

test("a replaced file keeps its permissions and its link, and no draft stays behind", (t) => {
  const folder = folderFor(t);
  const [file, link] = [join(folder, "file"), join(folder, "link")];
  writeFileSync(file, "one");
  chmodSync(file, 0o640);
  symlinkSync("file", link);
  replaceText(link, "two", 0o600);
  assert.deepEqual([readFileSync(file, "utf8"), statSync(file).mode & 0o777], ["two", 0o640]);
  replaceText(join(folder, "new"), "three", 0o600);
  assert.equal(statSync(join(folder, "new")).mode & 0o777, 0o600);
  mkdirSync(join(folder, "folder"));
  assert.throws(() => replaceText(join(folder, "folder"), "x", 0o600), { code: "FILE_UNWRITABLE" });
  assert.deepEqual(readdirSync(folder).sort(), ["file", "folder", "link", "new"]);
});
