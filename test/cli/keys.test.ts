import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { countersign, folderFor } from "./command.ts";

const BANK = ["--org", "bank.example"];

test("keygen makes a private file for its owner alone and a public half without the secret", async (t) => {
  const folder = folderFor(t);
  const octets = { ed25519: 32, p256: 65, rsa: 422 };
  for (const [type, length] of Object.entries(octets)) {
    const out = join(folder, type);
    const { code, text } = await countersign(["keygen", ...BANK, "--kid", type, "--type", type, "--out", out]);
    assert.equal(code, 0);
    assert.equal(statSync(out).mode & 0o777, 0o600);
    const key = JSON.parse(readFileSync(out, "utf8"));
    assert.equal(createPrivateKey(key.private).type, "private");
    const { private: _, ...rest } = key;
    assert.deepEqual(JSON.parse(readFileSync(`${out}.pub`, "utf8")), rest);
    assert.equal(Buffer.from(key.key, "base64").length, length);
    assert.doesNotMatch(text, /PRIVATE/);
  }
});

test("keygen never overwrites a key", async (t) => {
  const out = join(folderFor(t), "key");
  for (const taken of [out, `${out}.pub`]) {
    writeFileSync(taken, "precious");
    const { code, err } = await countersign(["keygen", ...BANK, "--kid", "a", "--out", out]);
    assert.equal(code, 2);
    assert.match(err, /FILE_EXISTS/);
    assert.equal(readFileSync(taken, "utf8"), "precious");
  }
});

test("keygen refuses names and times that could not stand in a stamp", async (t) => {
  const out = join(folderFor(t), "key");
  const cases = [
    ["--org", "bank", "--kid", "a"],
    [...BANK, "--kid", "A"],
    [...BANK, "--kid", "-a"],
    [...BANK, "--kid", "a", "--type", "dsa"],
    [...BANK, "--kid", "a", "--not-before", "2026-02-30T00:00:00Z"],
    [...BANK, "--kid", "a", "--not-before", "2026-02-02T00:00:00Z", "--not-after", "2026-02-01T00:00:00Z"],
  ];
  for (const words of cases) {
    const { code, err } = await countersign(["keygen", ...words, "--out", out]);
    assert.equal(code, 2, words.join(" "));
    assert.match(err, /USAGE/);
    assert.throws(() => statSync(out));
  }
});

test("a passphrase encrypts the private key, and only it opens the key", async (t) => {
  const folder = folderFor(t);
  const out = join(folder, "key");
  const passphrase = join(folder, "passphrase");
  writeFileSync(passphrase, "correct horse\nsecond line\n");
  await countersign(["keygen", ...BANK, "--kid", "a", "--out", out, "--passphrase-file", passphrase]);
  assert.match(JSON.parse(readFileSync(out, "utf8")).private, /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  const make = (words: string[], env = {}) => countersign(["status", "make", "--key", out, ...words], { env });
  assert.match((await make([])).err, /PASSPHRASE: .* is locked/);
  assert.match((await make([], { COUNTERSIGN_PASSPHRASE: "wrong" })).err, /PASSPHRASE: .* does not open/);
  assert.equal((await make([], { COUNTERSIGN_PASSPHRASE: "correct horse" })).code, 0);
  assert.equal((await make(["--passphrase-file", passphrase])).code, 0);
});

test("a key that others can read, or whose halves do not fit, is not used", async (t) => {
  const folder = folderFor(t);
  const [a, b] = [join(folder, "a"), join(folder, "b")];
  for (const out of [a, b]) await countersign(["keygen", ...BANK, "--kid", "a", "--out", out]);
  const make = async (file: string) => (await countersign(["status", "make", "--key", file])).err;
  const open = join(folder, "open");
  writeFileSync(open, readFileSync(a), { mode: 0o644 });
  assert.match(await make(open), /KEY_READABLE_BY_OTHERS: .*\nchmod 600/);
  const mixed = { ...JSON.parse(readFileSync(a, "utf8")), key: JSON.parse(readFileSync(b, "utf8")).key };
  const bad = join(folder, "mixed");
  writeFileSync(bad, JSON.stringify(mixed), { mode: 0o600 });
  assert.match(await make(bad), /KEY_UNUSABLE/);
  assert.match(await make(`${a}.pub`), /KEY_FILE: .*public half/);
  for (const text of ["", "[]", "{}", '{"format":"countersign-key/1"}']) {
    writeFileSync(bad, text, { mode: 0o600 });
    assert.match(await make(bad), /KEY_FILE: .* is not a key file/);
  }
});

test("dns prints records whose strings are at most 255 octets and join to the text of 1.4", async (t) => {
  const folder = folderFor(t);
  const bounds = ["--not-before", "2026-01-01T00:00:00Z", "--not-after", "2027-12-31T23:59:59Z"];
  await countersign(["keygen", ...BANK, "--kid", "2026a", "--out", `${folder}/a`, ...bounds]);
  await countersign(["keygen", ...BANK, "--kid", "2026r", "--out", `${folder}/r`, "--type", "rsa"]);
  const words = [`${folder}/a.pub`, `${folder}/r.pub`, "--revoke", "2025a", "--stamp", "all"];
  const { code, text } = await countersign(["dns", ...words]);
  assert.equal(code, 0);
  const joined = text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [owner, ttl, , type, strings = ""] = line.split("\t");
      const parts = [...strings.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "");
      for (const part of parts) assert.ok(part.length <= 255);
      assert.deepEqual([ttl, type, strings], ["3600", "TXT", parts.map((part) => `"${part}"`).join(" ")]);
      return `${owner}\t${parts.join("")}`;
    });
  const key = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")).key;
  assert.deepEqual(joined, [
    `2026a._gmp.bank.example.\tv=GMP1; k=ed25519; p=${key("a")}; nb=1767225600; na=1830297599`,
    `2026r._gmp.bank.example.\tv=GMP1; k=rsa-pss-sha256; p=${key("r")}`,
    "2025a._gmp.bank.example.\tv=GMP1; k=ed25519; p=",
    "_gmp.bank.example.\tv=GMP1; stamp=all",
  ]);
  const lines = await countersign(["dns", "--lines", ...words]);
  assert.equal(lines.text, `${joined.join("\n")}\n`);
});

test("dns refuses keys of two organisations, weak keys and unknown policies", async (t) => {
  const folder = folderFor(t);
  await countersign(["keygen", ...BANK, "--kid", "a", "--out", `${folder}/a`]);
  await countersign(["keygen", "--org", "shop.example", "--kid", "a", "--out", `${folder}/b`]);
  const weak = { ...JSON.parse(readFileSync(`${folder}/a.pub`, "utf8")), key: Buffer.alloc(32).toString("base64") };
  writeFileSync(`${folder}/weak`, JSON.stringify(weak));
  const run = async (...words: string[]) => {
    const { code, err, text } = await countersign(["dns", ...words]);
    assert.deepEqual([code, text], [2, ""]);
    return err;
  };
  assert.match(await run(`${folder}/a.pub`, `${folder}/b.pub`), /one organisation at a time/);
  assert.match(await run(`${folder}/weak`), /KEY_UNUSABLE: .*small-order/);
  assert.match(await run(`${folder}/a.pub`, "--stamp", "most"), /--stamp is all or some/);
  assert.match(await run(...BANK), /nothing to print/);
});
