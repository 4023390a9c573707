import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { EXTENSION_IDS } from "../../core/index.ts";
import { projectFile } from "../project-file.ts";
import { command, countersign, folderFor } from "./command.ts";

// The scripts with which an administrator puts a policy on a machine with Linux, looks at it and takes it away.

/** Each program with the client whose file it reads, and the place where it looks for it. */
const PROGRAMS = [
  ["thunderbird", "thunderbird", "etc/thunderbird/policies/policies.json"],
  ["firefox", "firefox", "etc/firefox/policies/policies.json"],
  ["chromium", "chromium", "etc/chromium/policies/managed/countersign.json"],
  ["chrome", "chromium", "etc/opt/chrome/policies/managed/countersign.json"],
  ["edge", "chromium", "etc/opt/edge/policies/managed/countersign.json"],
] as const;

/** The id of some other extension, or of a package with another key. */
const OTHER_ID = "abcdefghijklmnopabcdefghijklmnop";

const DEPLOY = resolve("docs/policy/deploy-policy.sh");
const CHECK = resolve("docs/policy/check-policy.sh");

/** A mount namespace of one's own, in which another folder stands in the place of /etc. */
function needsNamespace(): { skip: string | false } {
  const possible = spawnSync("unshare", ["-m", "true"]).status === 0;
  return { skip: possible || process.env.CI === "true" ? false : "needs root and unshare (util-linux)" };
}

async function setting(t: TestContext) {
  const root = folderFor(t);
  const env = { PATH: process.env.PATH, COUNTERSIGN: await command() };
  const run = (script: string, ...words: readonly string[]) =>
    spawnSync("sh", [script, ...words], { env, encoding: "utf8" });
  /** A file with these words, elsewhere than where programs look. */
  const written = (text: string): string => {
    const file = join(root, "mine.json");
    writeFileSync(file, text);
    return file;
  };
  const template = async (client: string) => (await countersign(["policy", "template", "--for", client])).text;
  return { root, env, run, written, template };
}

test("each program's file is put where it looks, alone and for all to read, is found there, and is taken away", async (t) => {
  const { root, run, written, template } = await setting(t);
  assert.match(run(CHECK, root).stdout, /no policy for Countersign was found/);
  for (const [program, client, to] of PROGRAMS) {
    const text = await template(client);
    const deployed = run(DEPLOY, program, written(text), root);
    assert.equal(deployed.status, 0, deployed.stderr);
    assert.equal(readFileSync(join(root, to), "utf8"), text);
    assert.equal(statSync(join(root, to)).mode & 0o777, 0o644);
    assert.deepEqual(readdirSync(dirname(join(root, to))), [to.slice(to.lastIndexOf("/") + 1)], "nothing beside it");
  }
  const checked = run(CHECK, root);
  assert.equal(checked.status, 0);
  for (const [, , to] of PROGRAMS) assert.ok(checked.stdout.includes(`== ${join(root, to)}\n`), checked.stdout);
  assert.equal(checked.stdout.match(/every value counts/g)?.length, PROGRAMS.length);
  for (const [program, , to] of PROGRAMS) {
    assert.equal(run(DEPLOY, "--remove", program, root).status, 0);
    assert.ok(!existsSync(join(root, to)));
  }
  assert.match(run(CHECK, root).stdout, /no policy for Countersign was found/);
});

test("ADM-02: a file that is no JSON, or has a value without effect, goes nowhere, and what holds stays", async (t) => {
  const { root, run, written, template } = await setting(t);
  for (const [program, client, to] of [PROGRAMS[0], PROGRAMS[2]]) {
    const text = await template(client);
    run(DEPLOY, program, written(text), root);
    for (const [wrong, why] of [
      [text.replace(/\n}\n$/, ",\n}\n"), /not-json \(the comma before it is one too many\)/],
      [text.replace('"historyDays"', '"historyDay"'), /did you mean "historyDays"/],
      ['{"policies": {"3rdparty": {}}}', /says nothing about Countersign/],
    ] as const) {
      const refused = run(DEPLOY, program, written(wrong), root);
      assert.equal(refused.status, 2, program);
      assert.match(refused.stdout + refused.stderr, why);
      assert.equal(readFileSync(join(root, to), "utf8"), text, "what holds stays");
    }
    assert.equal(run(DEPLOY, program, join(root, "nowhere.json"), root).status, 2);
  }
});

test("ADM-02: the check names each file on the machine that does not count, and fails once for each", async (t) => {
  const { root, run, template } = await setting(t);
  const put = (to: string, text: string) => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    writeFileSync(join(root, to), text);
  };
  const thunderbird = await template("thunderbird");
  put("usr/lib/thunderbird/distribution/policies.json", thunderbird.replace(/\n}\n$/, ",\n}\n"));
  put(
    "usr/lib/firefox-esr/distribution/policies.json",
    (await template("firefox")).replace("historyDays", "historyDay"),
  );
  put("etc/opt/edge/policies/managed/more.json", await template("chromium"));
  put("etc/chromium/policies/managed/others.json", '{"BookmarkBarEnabled": true}');
  put("etc/chromium/policies/managed/others-too.json", `{"3rdparty": {"extensions": {"${OTHER_ID}": {"rules": []}}}}`);
  const { status, stdout, stderr } = run(CHECK, root);
  assert.equal(status, 2);
  assert.match(stderr, /thunderbird\/distribution\/policies\.json:\d+:1: not-json/);
  assert.match(stdout, /firefox-esr\/distribution\/policies\.json:\d+:\d+: no effect: \/historyDay/);
  assert.match(stdout, /edge\/policies\/managed\/more\.json\n[^=]*every value counts/);
  assert.doesNotMatch(stdout, /others/);
});

test("what others wrote is not lost: their file is not replaced, and one that was ours with theirs is kept", async (t) => {
  const { root, run, written, template } = await setting(t);
  const [, , to] = PROGRAMS[0];
  const text = await template("thunderbird");
  mkdirSync(dirname(join(root, to)), { recursive: true });
  const theirs = '{"policies": {"DisableTelemetry": true}}';
  writeFileSync(join(root, to), theirs);
  const refused = run(DEPLOY, "thunderbird", written(text), root);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /has other policies/);
  assert.equal(readFileSync(join(root, to), "utf8"), theirs);

  const both = text.replace('"policies": {', '"policies": { "DisableTelemetry": true,');
  writeFileSync(join(root, to), both);
  assert.match(run(DEPLOY, "thunderbird", written(text), root).stdout, /is kept in .*policies\.json\.before/);
  assert.equal(readFileSync(join(root, `${to}.before`), "utf8"), both);
  assert.equal(run(DEPLOY, "--remove", "thunderbird", root).status, 0);
  assert.equal(readFileSync(join(root, `${to}.before`), "utf8"), text);
});

test("a Chromium package with a key of one's own is checked, put and found under its own id", async (t) => {
  const { root, env, run, written, template } = await setting(t);
  const own = (await template("chromium")).replaceAll(EXTENSION_IDS.chromium, OTHER_ID);
  assert.equal(run(DEPLOY, "chromium", written(own), root).status, 0);
  assert.match(run(CHECK, root).stdout, /chromium\/policies\/managed\/countersign\.json\n[^=]*every value counts/);
  const wrong = run(DEPLOY, "chromium", written(own.replace('"historyDays"', '"historyDay"')), root);
  assert.equal(wrong.status, 2);
  // What only installs the package is known by the id that is told.
  const installing = JSON.stringify({ ExtensionSettings: JSON.parse(own).ExtensionSettings });
  assert.match(run(DEPLOY, "chromium", written(installing), root).stderr, /name it with --id/);
  const named = { env: { ...env, COUNTERSIGN_ID: OTHER_ID }, encoding: "utf8" } as const;
  const put = spawnSync("sh", [DEPLOY, "chromium", written(installing), root], named);
  assert.equal(put.status, 0, put.stderr);
  assert.match(put.stdout, /installs the add-on and sets nothing/);
});

test("a file in the form of another program, and bare settings, go nowhere: they would do nothing there", async (t) => {
  const { root, run, written, template } = await setting(t);
  for (const [program, client, why] of [
    ["chromium", "thunderbird", /only Thunderbird and Firefox read/],
    ["thunderbird", "chromium", /only Chromium, Chrome and Edge read/],
    ["firefox", "settings", /is no whole file of firefox/],
  ] as const) {
    const refused = run(DEPLOY, program, written(await template(client)), root);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, why);
  }
  assert.deepEqual(readdirSync(root), ["mine.json"]);
});

test("the handbook's commands put an own server and package into every file for Windows and macOS", async (t) => {
  const { root, run } = await setting(t);
  const { text: block } =
    /```sh\n(?<text>cp -r docs\/policy mine\n[^`]*)```/.exec(projectFile("docs/administration.md"))?.groups ?? {};
  assert.ok(block);
  cpSync("docs/policy", join(root, "docs/policy"), { recursive: true });
  const commands = block.replace("#ID#", `#${OTHER_ID}#`).replace("#URL#", "#https://packages.work.example/#");
  const done = spawnSync("sh", ["-euc", commands], { cwd: root, encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  const files = readdirSync(join(root, "mine"), { recursive: true, encoding: "utf8" }).map((file) =>
    join(root, "mine", file),
  );
  const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, "latin1"));
  assert.deepEqual(
    texts.filter((text) => text.includes(EXTENSION_IDS.chromium) || text.includes("packages.example.org")),
    [],
  );
  assert.ok(texts.filter((text) => text.includes(OTHER_ID)).length >= 8);
  assert.equal(run(DEPLOY, "chromium", join(root, "mine/chromium/countersign.json"), join(root, "x")).status, 0);
});

test("who calls it wrongly is told how, and nothing is written", async (t) => {
  const { root, run } = await setting(t);
  for (const words of [[], ["opera"], ["opera", "x.json", root]]) {
    const { status, stderr } = run(DEPLOY, ...words);
    assert.equal(status, 2);
    assert.match(stderr, /^Usage: deploy-policy\.sh PROGRAM FILE/);
  }
  assert.notEqual(run(DEPLOY, "thunderbird").status, 0);
  assert.deepEqual(readdirSync(root), []);
});

test("without a folder the scripts work on the machine itself", needsNamespace(), async (t) => {
  const { root, env, written, template } = await setting(t);
  const etc = join(root, "etc");
  mkdirSync(etc);
  const file = written(await template("thunderbird"));
  const steps = `mount --bind ${etc} /etc && sh ${DEPLOY} thunderbird ${file} && sh ${CHECK}`;
  const { status, stdout, stderr } = spawnSync("unshare", ["-m", "sh", "-c", steps], { env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /wrote \/etc\/thunderbird\/policies\/policies\.json/);
  assert.match(stdout, /== \/etc\/thunderbird\/policies\/policies\.json/);
  assert.ok(existsSync(join(etc, "thunderbird/policies/policies.json")));
});

test("the scripts find the command that was built in their project's folder", async (t) => {
  const { root, written, template } = await setting(t);
  cpSync("docs/policy", join(root, "project/docs/policy"), { recursive: true });
  mkdirSync(join(root, "project/dist/cli"), { recursive: true });
  cpSync(await command(), join(root, "project/dist/cli/countersign.mjs"));
  const words = [
    join(root, "project/docs/policy/deploy-policy.sh"),
    "firefox",
    written(await template("firefox")),
    root,
  ];
  const { status, stderr } = spawnSync("sh", words, { env: { PATH: process.env.PATH }, encoding: "utf8" });
  assert.equal(status, 0, stderr);
});
