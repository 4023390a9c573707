import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { bar } from "../../core/cli/progress.ts";
import { columns, fit, wrap } from "../../core/cli/width.ts";
import { command, countersign } from "./command.ts";

test("the bar shows the share of a known total, and megabytes of an unknown one", () => {
  assert.equal(bar(0, 100), `[${" ".repeat(24)}]   0 %`);
  assert.equal(bar(50, 100), `[${"#".repeat(12)}${" ".repeat(12)}]  50 %`);
  assert.equal(bar(200, 100), `[${"#".repeat(24)}] 100 %`);
  assert.equal(bar(1_500_000, 0), "1.5 MB");
});

test("nothing but the report is written where no terminal is", async () => {
  const { err, text } = await countersign(["verify", "--table", "test/samples/mailbox"]);
  assert.equal(err, "");
  assert.ok(!text.includes("\u001b"));
});

test("table columns line up with wide, combining and right-to-left characters", () => {
  assert.equal(columns("abc"), 3);
  assert.equal(columns("新刊"), 4);
  assert.equal(columns("e\u0301"), 1);
  for (const text of [
    "",
    "abc",
    "十一月の新刊のお知らせ",
    "مواعيد المكتبة",
    "e\u0301".repeat(20),
    "📦 parcel for you",
  ]) {
    for (const width of [4, 9, 10]) assert.equal(columns(fit(text, width)), width, `${text} ${width}`);
  }
});

test("long sentences wrap at spaces and lose no word", () => {
  const text = "one two three four five six seven eight nine ten";
  const wrapped = wrap(text, 20, "    ");
  for (const line of wrapped.split("\n")) assert.ok(line.length <= 20, line);
  assert.equal(wrapped.replaceAll(/\n {4}/g, " "), text);
});

test("a reader that stops early, like head, is no failure", async () => {
  const folders = "test/samples/mailbox ".repeat(20);
  const script = `{ "$0" "$1" verify --json ${folders}; echo "exit $?" >&2; } | head -c 10 >/dev/null`;
  const { stderr } = spawnSync("sh", ["-c", script, process.execPath, await command()], { encoding: "utf8" });
  assert.equal(stderr, "exit 0\n");
});
