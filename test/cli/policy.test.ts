import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { EXTENSION_IDS } from "../../core/index.ts";
import { countersign } from "./command.ts";

const dir = mkdtempSync(join(tmpdir(), "countersign-cli-policy-"));
after(() => rmSync(dir, { recursive: true, force: true }));

function written(text: string): string {
  const file = join(dir, "policies.json");
  writeFileSync(file, text);
  return file;
}

test("each template is a policy in which every value counts", async () => {
  for (const client of ["thunderbird", "firefox", "chromium", "settings"]) {
    const { code, text } = await countersign(["policy", "template", "--for", client]);
    assert.equal(code, 0);
    const checked = await countersign(["policy", "validate", "-"], { input: text });
    assert.equal(checked.code, 0, checked.text + checked.err);
    assert.match(checked.text, /^trust +policy +locked +bank\.example$/m);
    assert.match(checked.text, /^keepHistory +recommended +true$/m);
    assert.match(checked.text, /every value counts/);
  }
});

test("ADM-02: validate names each value without effect with its place, offers the right spelling, and exits with 2", async () => {
  const file = written(
    JSON.stringify({ keephistory: false, trust: [{ org_id: "co.uk", domains: ["co.uk"] }], locked: ["trst"] }),
  );
  const { code, text } = await countersign(["policy", "validate", file]);
  assert.equal(code, 2);
  assert.match(text, /no effect: \/keephistory: unknown-setting \(false\); did you mean "keepHistory"\?/);
  assert.match(text, /^.*policies\.json:1:16: no effect: \/keephistory/m);
  assert.match(text, /no effect: \/locked\/0: unknown-setting \(trst\); did you mean "trust"\?/);
  assert.match(text, /no effect: \/trust\/0\/org_id: public-suffix \(co\.uk\)/);
});

test("validate says on which line of a policies.json a value stands that has no effect", async () => {
  const { text } = await countersign(["policy", "template"]);
  const wrong = text.replace(/"historyDays": \d+/, '"historyDays": "a month"');
  const line = wrong.split("\n").findIndex((one) => one.includes("a month")) + 1;
  const { code, text: said } = await countersign(["policy", "validate", written(wrong)]);
  assert.equal(code, 2);
  assert.match(said, new RegExp(`policies\\.json:${line}:\\d+: no effect: /historyDays: wrong-type`));
});

test("validate says on which line a file stops being JSON, and what is often the reason", async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{\n  "serial": 1,\n}', /:3:1: not-json \(the comma before it is one too many\)/],
    ['{\n  // ours\n  "serial": 1\n}', /:2:3: not-json \(JSON knows no comments\)/],
    ['{\n  "serial": 1\n  "keepHistory": true\n}', /:3:3: not-json \(a comma or a colon is missing before it\)/],
    ["{'serial': 1}", /:1:2: not-json \(texts stand between two "\)/],
    ['{"serial": 1', /:1:13: not-json \(the text ends too early/],
    ['{"serial": 01}', /:1:13: not-json \(1 cannot stand here\)/],
    ['{\n  "serial": 1,\n  "serial": 2\n}', /:3:3: duplicate-member serial/],
    ["[".repeat(40), /policies\.json: too-deep/],
  ];
  for (const [text, said] of cases) {
    const { code, err } = await countersign(["policy", "validate", written(text)]);
    assert.equal(code, 2);
    assert.match(err, said);
  }
});

test("ADM-02: validate notes settings that a program does not use: of a managed file of Chromium, or with --for", async () => {
  const settings = { arrival: "all" };
  const chromium = { "3rdparty": { extensions: { [EXTENSION_IDS.chromium]: settings } } };
  for (const [json, more] of [
    [chromium, []],
    [settings, ["--for", "firefox"]],
  ] as const) {
    const { code, text } = await countersign(["policy", "validate", written(JSON.stringify(json)), ...more]);
    assert.equal(code, 0);
    assert.match(text, /note: \/arrival: other-client/);
  }
  const { text } = await countersign(["policy", "validate", written(JSON.stringify(settings)), "--for", "thunderbird"]);
  assert.match(text, /every value counts/);
});

test("a file that only installs the package is told from settings", async () => {
  const file = written(JSON.stringify({ ExtensionSettings: { "*": { installation_mode: "blocked" } } }));
  const { code, err } = await countersign(["policy", "validate", file]);
  assert.equal(code, 2);
  assert.match(err, /says nothing about Countersign/);
});

test("validate tells a broken file and one that is about something else from a wrong value", async () => {
  const broken = await countersign(["policy", "validate", written('{"policies": {"DisableTelemetry": true,}}')]);
  assert.equal(broken.code, 2);
  assert.match(broken.err, /RECORD: .*:1:40: not-json .*\n.*strict JSON/);
  const other = await countersign(["policy", "validate", written('{"policies": {"DisableTelemetry": true}}')]);
  assert.equal(other.code, 2);
  assert.match(other.err, /says nothing about Countersign/);
  for (const words of [[], ["check"], ["validate"], ["template", "--for", "opera"], ["validate", "a", "b"]])
    assert.match((await countersign(["policy", ...words])).err, /USAGE/);
});
