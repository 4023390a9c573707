import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { command, countersign } from "./command.ts";

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
  assert.match(text, /no effect: \/locked\/0: unknown-setting \(trst\); did you mean "trust"\?/);
  assert.match(text, /no effect: \/trust\/0\/org_id: public-suffix \(co\.uk\)/);
});

test("validate tells a broken file and one that is about something else from a wrong value", async () => {
  const broken = await countersign(["policy", "validate", written('{"policies": {"DisableTelemetry": true,}}')]);
  assert.equal(broken.code, 2);
  assert.match(broken.err, /RECORD: .*not-json\n.*strict JSON/);
  const other = await countersign(["policy", "validate", written('{"policies": {"DisableTelemetry": true}}')]);
  assert.equal(other.code, 2);
  assert.match(other.err, /says nothing about Countersign/);
  for (const words of [[], ["check"], ["validate"], ["template", "--for", "opera"], ["validate", "a", "b"]])
    assert.match((await countersign(["policy", ...words])).err, /USAGE/);
});

test("the script for administrators finds the files where programs look for them, and fails with them", async () => {
  const root = join(dir, "root");
  const at = join(root, "etc/thunderbird/policies");
  mkdirSync(at, { recursive: true });
  const script = resolve("docs/policy/check-policy.sh");
  const env = { ...process.env, COUNTERSIGN: await command() };
  assert.match(execFileSync("sh", [script, root], { env, encoding: "utf8" }), /no policy for Countersign was found/);
  writeFileSync(join(at, "policies.json"), (await countersign(["policy", "template"])).text);
  assert.match(execFileSync("sh", [script, root], { env, encoding: "utf8" }), /every value counts/);
  writeFileSync(
    join(at, "policies.json"),
    (await countersign(["policy", "template"])).text.replace('"historyDays"', '"historyDay"'),
  );
  const { status, stdout } = spawnSync("sh", [script, root], { env, encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stdout, /did you mean "historyDays"/);
});
