import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkPublished } from "../../core/cli/dns-check.ts";
import { countersign } from "../cli/command.ts";
import { treePrograms } from "../world/signed-tree.ts";
import { createWorld } from "../world/world.ts";
import { askedTree } from "./tree.ts";

// What `countersign dns` prints is what an administrator publishes, and what `countersign dns --check` finds.

const options = treePrograms();
const world = createWorld("printed");
after(() => world.end());
const file = (name: string) => join(world.dir, name);

const BANK = "bank.example";

async function printed(...words: string[]): Promise<readonly string[]> {
  const { code, text, err } = await countersign(words);
  assert.equal(code, 0, err);
  return text.trimEnd().split("\n");
}

test("records as printed are published by a real server and proven by --check, each step told", options, async () => {
  await countersign(["keygen", "--org", BANK, "--kid", "2026a", "--out", file("a")]);
  await countersign(["map", "keygen", "--domain", BANK, "--id", "env1", "--out", file("env1")]);
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=bank.example", "-keyout", file("ca.key"), "-out", file("ca.pem")];
  execFileSync("openssl", [...request, ...names], { stdio: "pipe" });
  const own = await printed(
    ...["dns", file("a.pub"), "--revoke", "2025a", "--stamp", "all", "--ipp", "https://keys.bank.example/ipp/"],
    ...["--client-mx", "mx.bank.example", "--client-mx", "20:mx2.bank.example", "--mt2", file("ca.pem")],
  );
  const map = await printed("map", "dns", file("env1.pub"));
  const vouching = await printed("dns", "--org", "vouch.example", "--vouch", BANK, "--vouch", "shop.example=list");
  const { tree, ask } = await askedTree(world, [
    { name: `${BANK}.`, lines: [...own, ...map] },
    { name: "vouch.example.", lines: vouching },
  ]);
  const check = { ask, now: Math.floor(Date.now() / 1000), base: tree.base };
  const { text, code } = await checkPublished({
    ...check,
    ...{ org: BANK, kids: ["2026a", "2025a"], mapIds: ["env1"], certifiers: ["vouch.example"] },
  });
  for (const said of [
    /^_gmp\.bank\.example TXT$/m,
    /result {3}proven: all mail of bank\.example is stamped/,
    /result {3}proven: key 2026a, ed25519, SHA-256 [0-9a-f]{64}/,
    /result {3}proven: key 2025a is revoked/,
    /result {3}proven: keys and policies of addresses are at https:\/\/keys\.bank\.example\/ipp\//,
    /^bank\.example TYPE265$/m,
    /result {3}proven: servers of bank\.example show certificates/,
    /^_mt2\.bank\.example CERT$/m,
    /result {3}proven: issuer certificates, SHA-256 [0-9a-f]{64}$/m,
    /result {3}proven: MAP key env1 for envelope, ed25519, SHA-256 [0-9a-f]{64}/,
    /result {3}proven: vouch\.example vouches for bank\.example: all/,
    /proven {3}keys of the root \(key \d+, algorithm 8\)/,
    /proven {3}keys of bank\.example\. \(key \d+, algorithm 13\)/,
  ])
    assert.match(text, said);
  assert.equal(code, 0, text);

  const shop = await checkPublished({ ...check, org: "shop.example", kids: [], certifiers: ["vouch.example"] });
  assert.match(shop.text, /vouch\.example vouches for shop\.example: list/);
  const missing = await checkPublished({
    ...check,
    org: BANK,
    kids: [],
    mapIds: ["env2"],
    certifiers: ["bank.example"],
  });
  assert.equal(missing.code, 1);
  assert.equal(missing.text.match(/FAULT {4}proven: nothing is published/g)?.length, 2);
});

test("dns prints no record that a reader would refuse", async () => {
  const refused = async (...words: string[]) => {
    const { code, text, err } = await countersign(["dns", "--org", BANK, ...words]);
    assert.deepEqual([code, text], [2, ""], words.join(" "));
    return err;
  };
  for (const url of ["http://bank.example/", "https://bank.example", "https://bank.example/?a", "https://10.0.0.1/"])
    assert.match(await refused("--ipp", url), /--ipp/);
  for (const host of ["", "no host", "70000:mx.bank.example", "10:"])
    assert.match(await refused("--client-mx", host), /--client-mx/);
  for (const given of ["no domain", "bank.example=", "bank.example=all;x"])
    assert.match(await refused("--vouch", given), /--vouch/);
  assert.match(await refused("--mt2", "package.json"), /KEY_FILE: package\.json: no certificate/);
  assert.match(await refused("--client-mx", "mx.bank.example", "--client-mx-type", "70000"), /--client-mx-type/);
  assert.match(await refused("--check", BANK, "--map-id", "A b"), /--map-id/);
  assert.match(await refused("--check", BANK, "--certifier", "a b"), /--certifier/);
});
