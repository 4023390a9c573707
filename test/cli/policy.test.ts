import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { EXTENSION_IDS } from "../../core/index.ts";
import { countersign } from "./command.ts";

const dir = mkdtempSync(join(tmpdir(), "countersign-cli-policy-"));
after(() => rmSync(dir, { recursive: true, force: true }));

/** The id of a package that was packed with another key than the sample's. */
const OWN_ID = "abcdefghijklmnopabcdefghijklmnop";

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

test("a template names the administrator's own server and package", async () => {
  const server = "https://packages.work.example/countersign/";
  const { text: gecko } = await countersign(["policy", "template", "--for", "firefox", "--server", server]);
  assert.match(gecko, /"install_url": "https:\/\/packages\.work\.example\/countersign\/countersign-firefox\.xpi"/);
  assert.doesNotMatch(gecko, /packages\.example\.org/);
  const own = ["--for", "chromium", "--server", server, "--id", OWN_ID];
  const { text: chromium } = await countersign(["policy", "template", ...own]);
  assert.equal(JSON.parse(chromium).ExtensionSettings[OWN_ID].update_url, `${server}updates.xml`);
  for (const wrong of ["http://packages.work.example/", "https://packages.work.example", "x"])
    assert.match((await countersign(["policy", "template", "--server", wrong])).err, /USAGE.*ends with \//);
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
    ["Windows Registry Editor Version 5.00\r\n", /:1:1: not-json \(a registry file/],
    ['<?xml version="1.0"?>', /:1:1: not-json \(a property list/],
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

test("validate says what may be written in the place of what has no effect", async () => {
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ lookups: "Known" }, /\/lookups: unknown-value \(Known\); did you mean "known"\?\n.*"off", "known", "all"/],
    [{ keepHistory: "no" }, /\/keepHistory: wrong-type \(no\)\n.*true or false, without quotation marks/],
    [{ historyDays: 9999 }, /\/historyDays: out-of-bounds \(9999\)\n.*a number from 1 to 400, without/],
    [{ clientMxType: 15 }, /\/clientMxType: out-of-bounds \(15\)\n {4}The number is outside the allowed range[^0-9]*$/],
    [{ organisationName: "x".repeat(99) }, /too-long .*\n.*at most 80 characters/],
    [{ Serial: 4 }, /\/Serial: unknown-setting .*did you mean "serial"\?/],
    [{ trust: [{ orgId: "a.example", domains: ["a.example"] }] }, /\/trust\/0\/orgId: .*did you mean "org_id"\?/],
    [{ supportUrl: "help.example.org" }, /did you mean "https:\/\/help\.example\.org\/"\?/],
    [{ reportCollector: "https://r.example.org/ipp" }, /did you mean "https:\/\/r\.example\.org\/ipp\/"\?/],
    [{ webmailSites: ["https://mail.example.org/in?box=1"] }, /did you mean "https:\/\/mail\.example\.org"\?/],
    [{ recommended: { resolver: "http://dns.example.org/q" } }, /did you mean "https:\/\/dns\.example\.org\/q"\?/],
  ];
  for (const [settings, said] of cases) {
    const { code, text } = await countersign(["policy", "validate", written(JSON.stringify(settings))]);
    assert.equal(code, 2);
    assert.match(text, said);
  }
});

test("validate tells the right place from one that no program finds", async () => {
  const settings = { keepHistory: false };
  const { gecko } = EXTENSION_IDS;
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ policies: { "3rdparty": { Extensions: { [gecko.toUpperCase()]: settings } } } }, /has to be "countersign@/],
    [{ policies: { "3rdparty": { extensions: { [gecko]: settings } } } }, /:1:\d+: .*has to be "Extensions"/],
    [{ "3rdparty": { Extensions: { [gecko]: settings } } }, /belongs inside a member "policies"/],
    [{ "3rdparty": { extensions: { [OWN_ID]: {} } } }, /says nothing .*\n.*--id/],
  ];
  for (const [json, said] of cases) {
    const { code, err } = await countersign(["policy", "validate", written(JSON.stringify(json))]);
    assert.equal(code, 2);
    assert.match(err, said);
  }
});

test("ADM-02: validate reads the settings of a Chromium package under the id of one's own key", async () => {
  const { text: sample } = await countersign(["policy", "template", "--for", "chromium", "--id", OWN_ID]);
  const wrong = sample.replace('"historyDays": 30', '"historyDays": 0');
  for (const more of [[], ["--id", OWN_ID]]) {
    assert.equal((await countersign(["policy", "validate", written(sample), ...more])).code, 0);
    const { code, text } = await countersign(["policy", "validate", written(wrong), ...more]);
    assert.equal(code, 2);
    assert.match(text, /\/historyDays: out-of-bounds/);
  }
  assert.match((await countersign(["policy", "validate", "x", "--id", "mine"])).err, /USAGE.*32 letters/);
});

test("validate looks at how a file installs the add-on", async () => {
  const sample = JSON.parse((await countersign(["policy", "template"])).text);
  const entry = sample.policies.ExtensionSettings[EXTENSION_IDS.gecko];
  const cases: readonly (readonly [object, RegExp])[] = [
    [
      { ...entry, installation_mode: "forced" },
      /no effect: \/installation_mode: unknown-value \(forced\)\n.*"force_installed"/,
    ],
    [{ ...entry, install_url: "http://packages.example.org/x.xpi" }, /no effect: \/install_url: not-an-https-url/],
    [{ installation_mode: "force_installed" }, /no effect: \/install_url: missing/],
    [{ ...entry, updates_disabled: "no" }, /no effect: \/updates_disabled: wrong-type/],
    [{ ...entry, updates_url: "x" }, /note: \/updates_url: unknown-member \(x\); did you mean "update_url"\?/],
  ];
  for (const [installing, said] of cases) {
    const policies = { ...sample.policies, ExtensionSettings: { [EXTENSION_IDS.gecko]: installing } };
    assert.match((await countersign(["policy", "validate", written(JSON.stringify({ policies }))])).text, said);
  }
  const installing = JSON.stringify({ policies: { ExtensionSettings: { [EXTENSION_IDS.gecko]: entry } } });
  const { code, text } = await countersign(["policy", "validate", written(installing)]);
  assert.equal(code, 0);
  assert.match(text, /installs the add-on and sets nothing/);
  const chromium = JSON.parse((await countersign(["policy", "template", "--for", "chromium"])).text);
  chromium.ExtensionSettings[EXTENSION_IDS.chromium].install_url = "https://packages.example.org/x.crx";
  const { text: noted } = await countersign(["policy", "validate", written(JSON.stringify(chromium))]);
  assert.match(noted, /note: \/install_url: unknown-member/);
});

test("validate as JSON holds each value with its origin and each fault with its place, and no secret", async () => {
  const settings = {
    lookups: "Known",
    simulationHeaders: [
      { name: "X-Exercise", value: "a-secret-of-the-exercise" },
      { name: "X-More", value: "hush" },
    ],
  };
  const { code, text } = await countersign([
    "policy",
    "validate",
    written(JSON.stringify(settings, null, 1)),
    "--json",
  ]);
  assert.equal(code, 2);
  const report = JSON.parse(text);
  assert.deepEqual([report.report, report.counts], ["countersign-policy/1", false]);
  assert.deepEqual(report.settings.lookups, { value: "off", origin: "policy", locked: true });
  const [fault] = report.faults.filter((one: { path: string }) => one.path === "/lookups");
  const { severity, code: what, value, line, meant } = fault;
  assert.deepEqual([severity, what, value, line, meant], ["refused", "unknown-value", "Known", 2, "known"]);
  assert.doesNotMatch(text, /a-secret|hush/);
});

test("validate refuses a file in another encoding, of which programs read nothing", async () => {
  const file = join(dir, "encoded.json");
  writeFileSync(file, Buffer.from('\ufeff{"serial": 1}', "utf16le"));
  assert.match((await countersign(["policy", "validate", file])).err, /is not UTF-8.*\n.*PowerShell/);
  writeFileSync(file, '\ufeff{"serial": 1}');
  assert.match((await countersign(["policy", "validate", file])).err, /byte-order mark/);
  writeFileSync(file, " \n");
  assert.match((await countersign(["policy", "validate", file])).err, /the file is empty/);
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
