import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { countersign, folderFor } from "./command.ts";

async function setting(t: Parameters<typeof folderFor>[0]) {
  const folder = folderFor(t);
  const file = `${folder}/knowledge.json`;
  const key = async (kid: string, org = "bank.example") => {
    await countersign(["keygen", "--org", org, "--kid", kid, "--out", `${folder}/${org}-${kid}`]);
    return `${folder}/${org}-${kid}.pub`;
  };
  const trust = (action: string, ...words: string[]) => countersign(["trust", action, "--knowledge", file, ...words]);
  const stored = () => JSON.parse(readFileSync(file, "utf8"));
  return { folder, file, key, trust, stored };
}

test("add stores a record, says what it means, and adds later keys to it", async (t) => {
  const { file, key, trust, stored } = await setting(t);
  const rules = ["--require-stamp", "--include-subdomains", "--verify-host", "verify.bank.example", "--accept-bcc"];
  const more = ["--delegate", "ceo@bank.example=office@bank.example", "--policy", "default"];
  const status = ["--status-url", "https://bank.example/status", "--status-max-age", "86400"];
  const org = ["--org", "bank.example"];
  const first = await trust("add", ...org, "--name", "Bank", "--key", await key("a"), ...rules, ...more, ...status);
  assert.equal(first.code, 0);
  for (const word of ["bank.example and all names below", "SHA-256 ", "is an alert", "ceo@bank.example", "86400 s"])
    assert.ok(first.text.includes(word), word);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await trust("add", ...org, "--key", await key("b"));
  const [record, ...others] = stored().trust;
  assert.deepEqual(others, []);
  assert.deepEqual(
    record.keys.map((k: { kid: string }) => k.kid),
    ["a", "b"],
  );
  const { addedAt, keys, ...rest } = record;
  assert.match(addedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual(rest, {
    org_id: "bank.example",
    name: "Bank",
    domains: ["bank.example"],
    includeSubdomains: true,
    requireStamp: true,
    acceptBcc: true,
    delegates: [{ from: "ceo@bank.example", sender: "office@bank.example" }],
    policies: ["default"],
    verifyHosts: ["verify.bank.example"],
    statusList: { url: "https://bank.example/status", maxAge: 86400 },
    source: "user",
  });
  assert.equal(keys[0].private, undefined);
});

test("a kid never gets another key, and a foreign key none of this organisation", async (t) => {
  const { folder, key, trust, stored } = await setting(t);
  await trust("add", "--org", "bank.example", "--key", await key("a"));
  const before = stored();
  const [other, foreign] = [`${folder}/again`, await key("a", "shop.example")];
  await countersign(["keygen", "--org", "bank.example", "--kid", "a", "--out", other]);
  for (const file of [`${other}.pub`, foreign]) {
    const { code, err } = await trust("add", "--org", "bank.example", "--key", file);
    assert.equal(code, 2);
    assert.match(err, /RECORD: /);
  }
  assert.deepEqual(stored(), before);
});

test("GMR-08 ADM-03 ADM-04: trust in a suffix, a wildcard or a twin is refused", async (t) => {
  const { trust, stored } = await setting(t);
  await trust("add", "--org", "bank.example", "--name", "Harbour Bank");
  const before = stored();
  for (const words of [
    ["--org", "co.uk"],
    ["--org", "com"],
    ["--org", "*.example"],
    ["--org", "shop.example", "--domain", "github.io"],
    ["--org", "b\u0430nk.example"],
    ["--org", "other.example", "--name", "Harb\u043eur Bank"],
    ["--org", "shop.example", "--name", "Shop\u202e"],
  ]) {
    const { code, err } = await trust("add", ...words);
    assert.deepEqual([code, /RECORD: .*\nNothing was stored/.test(err)], [2, true], `${words.join(" ")}: ${err}`);
  }
  assert.deepEqual(stored(), before);
});

test("export and import carry records over, list shows them, remove takes them out", async (t) => {
  const { folder, key, trust } = await setting(t);
  await trust("add", "--org", "bank.example", "--key", await key("a"));
  await trust("add", "--org", "shop.example");
  const all = await trust("export");
  writeFileSync(`${folder}/records.json`, all.text);
  const other = (...words: string[]) => countersign(["trust", ...words, "--knowledge", `${folder}/other.json`]);
  assert.equal((await other("import", `${folder}/records.json`)).code, 0);
  assert.equal((await other("export")).text, all.text);
  assert.deepEqual(
    JSON.parse((await other("export", "shop.example")).text).map((r: { org_id: string }) => r.org_id),
    ["shop.example"],
  );
  assert.match((await other("list")).text, /^bank\.example$[\s\S]*^shop\.example$/m);
  assert.equal((await other("remove", "bank.example")).text, "removed bank.example\n");
  assert.doesNotMatch((await other("list")).text, /bank\.example/);
  assert.match((await other("remove", "bank.example")).err, /RECORD: there is no record of bank\.example/);
  const piped = await countersign(["trust", "import", "-", "--knowledge", `${folder}/third.json`], { input: all.out });
  assert.equal(piped.code, 0);
});

test("ADM-08: a later record does not take back that a key was compromised", async (t) => {
  const { folder, key, trust, stored } = await setting(t);
  await trust("add", "--org", "bank.example", "--key", await key("a"));
  const good = (await trust("export")).text;
  const [record] = JSON.parse(good);
  const bad = [
    { ...record, keys: [{ ...record.keys[0], status: "compromised", compromisedAt: "2026-10-01T00:00:00Z" }] },
  ];
  const load = async (text: string) => {
    writeFileSync(`${folder}/in.json`, text);
    return trust("import", `${folder}/in.json`);
  };
  await load(JSON.stringify(bad));
  for (const text of [good, JSON.stringify([{ ...record, keys: undefined }])]) {
    await load(text);
    assert.deepEqual([stored().trust[0].keys[0].kid, stored().trust[0].keys[0].status], ["a", "compromised"]);
  }
});

test("ADM-10: records in hostile JSON are refused with the place", async (t) => {
  const { folder, trust } = await setting(t);
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /not-json/],
    ['[{"org_id":"a.example","org_id":"b.example","domains":["a.example"]}]', /duplicate-member org_id/],
    ['{"__proto__":{"requireStamp":false}}', /forbidden-member __proto__/],
    ['{"org_id":"a.example","domains":"a.example"}', /\/0\/domains: not-a-list/],
  ];
  for (const [text, expected] of cases) {
    writeFileSync(`${folder}/in.json`, text);
    const { code, err } = await trust("import", `${folder}/in.json`);
    assert.equal(code, 2);
    assert.match(err, expected);
  }
});
