import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { signingArguments, sourceArchive, WEB_EXT } from "../../extension/packaging/sign-firefox.mjs";

test("Mozilla is asked by its own command in one version, for distribution from elsewhere, with the sources", () => {
  assert.match(WEB_EXT, /^web-ext@\d+\.\d+\.\d+$/);
  const said = readFileSync("docs/administration.md", "utf8");
  assert.ok(said.includes(`\`web-ext\` ${WEB_EXT.slice("web-ext@".length)}`), "the handbook names the same version");
  const args = signingArguments("1.2.3");
  const after = (option: string) => args[args.indexOf(option) + 1];
  assert.equal(args[0], "sign");
  assert.equal(after("--channel"), "unlisted");
  assert.equal(after("--source-dir"), "dist/firefox");
  assert.equal(after("--upload-source-code"), sourceArchive("1.2.3"));
});

test("without credentials nobody is asked, and credentials are taken from the environment alone", () => {
  const { WEB_EXT_API_KEY: _key, WEB_EXT_API_SECRET: _secret, ...env } = process.env;
  const run = (more: object) =>
    spawnSync(process.execPath, ["build.mjs", "sign-firefox"], { env: { ...env, ...more }, encoding: "utf8" });
  const without = run({});
  assert.equal(without.status, 2);
  assert.match(without.stderr, /WEB_EXT_API_KEY and WEB_EXT_API_SECRET must be set/);
  assert.match(run({ WEB_EXT_API_KEY: "user:1:2" }).stderr, /: WEB_EXT_API_SECRET must be set/);
  assert.ok(!signingArguments("1").some((argument) => /api-(?:key|secret)/.test(argument)));
});
