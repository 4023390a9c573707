import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { countersign } from "./command.ts";

const COMMANDS = ["verify", "explain", "ask", "trust", "stamp", "keygen", "dns", "status"];

test("--version prints the version of the package", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const { code, text } = await countersign(["--version"]);
  assert.deepEqual([code, text], [0, `countersign ${version}\n`]);
});

test("--help lists every command, and each command has its own help", async () => {
  const { code, text } = await countersign(["--help"]);
  assert.equal(code, 0);
  for (const name of COMMANDS) {
    assert.match(text, new RegExp(`^  ${name} +\\S`, "m"));
    const help = await countersign([name, "--help"]);
    assert.equal(help.code, 0);
    assert.match(help.text, new RegExp(`^Usage: countersign ${name} `, "m"));
    assert.equal((await countersign(["help", name])).text, help.text);
  }
});

test("a wrong command line says what is wrong and where to read on, with exit code 2", async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /USAGE: a command is missing\ncountersign --help/],
    [["verfiy"], /USAGE: there is no command "verfiy"\nDid you mean "verify"\?/],
    [["verify"], /USAGE: name a file/],
    [["verify", "--knowlege", "x", "y"], /USAGE: unknown option --knowlege \(did you mean --knowledge\?\)/],
    [["verify", "--json", "--table", "y"], /USAGE: --json and --table/],
    [["verify", "--now", "yesterday", "y"], /USAGE: --now yesterday/],
    [["verify", "--now"], /USAGE: .*--now/],
    [["verify", "--now", "1", "--now", "2", "y"], /USAGE: --now may be given once/],
    [["keygen", "--org", "bank.example"], /USAGE: --kid is missing/],
    [["trust", "list"], /USAGE: --knowledge is missing/],
    [["dns"], /USAGE: name a key file/],
    [["status"], /USAGE: say make/],
    [["explain"], /USAGE: name one message/],
    [["ask", "a", "b"], /USAGE: name one message/],
  ];
  for (const [words, expected] of cases) {
    const { code, text, err } = await countersign(words);
    assert.deepEqual([code, text], [2, ""], words.join(" "));
    assert.match(err, expected);
    assert.doesNotMatch(err, /\n {4}at |node:internal/);
  }
});
