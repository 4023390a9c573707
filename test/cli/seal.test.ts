import assert from "node:assert/strict";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { mail, octets, STAMPED, text } from "../gmp/support.ts";
import { openJwe } from "../hpke/independent.ts";
import { inner, jweOf } from "../hpke/support.ts";
import { countersign, folderFor } from "./command.ts";

const NOW = ["--now", String(STAMPED)];

/** Key files of Alice and Bob in a folder of the test's own. */
async function keys(t: TestContext, ...more: string[]) {
  const folder = folderFor(t);
  const made = async (name: string, address: string) => {
    const file = join(folder, name);
    const said = await countersign(["hpke-keygen", "--address", address, "--out", file, "--lines", ...NOW, ...more]);
    assert.equal(said.code, 0, said.err);
    return { file, pub: `${file}.pub`, record: said.text };
  };
  return { folder, alice: await made("alice", "alice@example.org"), bob: await made("bob", "bob@example.net") };
}

test("hpke-keygen, seal and open go together by pipes; a reader of others' making opens it too", async (t) => {
  const { folder, alice, bob } = await keys(t);
  const sealed = await countersign(["seal", "--to", bob.pub, "--also", alice.pub, ...NOW], { input: mail() });
  assert.equal(sealed.code, 0, sealed.err);
  assert.doesNotMatch(text(sealed.out), /Invoice|EUR/);
  for (const key of [bob.file, alice.file]) {
    const opened = await countersign(["open", "--key", key, ...NOW], { input: sealed.out });
    assert.equal(text(opened.out), text(inner()));
    // Alice is no recipient of what she wrote: she is told, and still reads her copy.
    assert.equal(opened.code, key === bob.file ? 0 : 1, opened.err);
    assert.match(opened.err, /Anyone could have written this, and each of the other recipients/);
  }
  const [jwk] = JSON.parse(readFileSync(bob.file, "utf8")).keys;
  const opened = openJwe(jweOf(sealed.out), jwk.kid, Buffer.from(jwk.d, "base64url"));
  assert.equal(opened.toString("latin1"), text(inner()));
  assert.equal(statSync(bob.file).mode & 0o777, 0o600);

  const file = join(folder, "sealed.eml");
  writeFileSync(file, octets(text(sealed.out).replace("alice@example.org", "eve@example.org")));
  const altered = await countersign(["open", "--key", bob.file, ...NOW, file]);
  assert.equal(altered.code, 2);
  assert.match(altered.err, /NOT_OPENED: altered: /);
  assert.equal(altered.out.length, 0);
});

test("the record that is printed is a key to seal to, for the address whose hash is its name", async (t) => {
  const { folder, bob } = await keys(t);
  const [owner = "", record = ""] = bob.record.trim().split("\t");
  // SHA-256 of "bob", 28 octets, as for OPENPGPKEY.
  assert.equal(owner, "81b637d8fcd2c6da6359e6963113a1170de795e4b725b84d1e0b4cfd._mapkey.example.net.");
  assert.match(record, /^v=MAP1; usage=hpke; k=x25519; p=[A-Za-z0-9+/]{43}=$/);
  const file = join(folder, "record.txt");
  writeFileSync(file, `${record}\n`);
  const unnamed = await countersign(["seal", "--to", file, ...NOW], { input: mail() });
  assert.match(unnamed.err, /USAGE: .* does not say whose key it is/);
  const sealed = await countersign(["seal", "--to", `bob@example.net=${file}`, ...NOW], { input: mail() });
  const opened = await countersign(["open", "--key", bob.file, ...NOW], { input: sealed.out });
  assert.equal(opened.code, 0, opened.err);
  for (const change of ["usage=envelope", "usage=hpke; na=1"]) {
    writeFileSync(file, record.replace("usage=hpke", change));
    const refused = await countersign(["seal", "--to", `bob@example.net=${file}`, ...NOW], { input: mail() });
    assert.match(refused.err, /KEY_FILE: .* is no public key/);
  }
});

test("missing keys are named and nothing is written; neither for Bcc", async (t) => {
  const { bob } = await keys(t);
  const input = mail({ Cc: "carol@example.com, dave@example.com" });
  const missing = await countersign(["seal", "--to", bob.pub, ...NOW], { input });
  assert.equal(missing.code, 2);
  assert.match(missing.err, /NOT_SEALED: there is no key for carol@example\.com, dave@example\.com/);
  assert.equal(missing.out.length, 0);
  const blind = await countersign(["seal", "--to", bob.pub, ...NOW], { input: mail({ Bcc: "eve@example.com" }) });
  assert.equal(blind.code, 2);
  assert.match(blind.err, /NOT_SEALED: a blind copy would show/);
});

test("a wrapped key opens with its passphrase only; a key that others can read is not used", async (t) => {
  const folder = folderFor(t);
  const pass = join(folder, "pass");
  writeFileSync(pass, "correct horse\n");
  const file = join(folder, "key");
  const made = ["hpke-keygen", "--address", "bob@example.net", "--out", file, "--type", "x-wing", ...NOW];
  assert.equal((await countersign([...made, "--passphrase-file", pass])).code, 0);
  assert.doesNotMatch(readFileSync(file, "utf8"), /"priv"/);
  const sealed = await countersign(["seal", "--to", `${file}.pub`, ...NOW], { input: mail() });
  const open = (...more: string[]) => countersign(["open", "--key", file, ...NOW, ...more], { input: sealed.out });
  assert.equal((await open("--passphrase-file", pass)).code, 0);
  assert.match((await open()).err, /PASSPHRASE: .* is locked/);
  writeFileSync(pass, "wrong\n");
  assert.match((await open("--passphrase-file", pass)).err, /PASSPHRASE: the passphrase does not open/);
  chmodSync(file, 0o644);
  assert.match((await open("--passphrase-file", pass)).err, /KEY_READABLE_BY_OTHERS/);
});

test("with a stamp inside, the recipient knows who wrote it", async (t) => {
  const { folder, bob } = await keys(t);
  const key = join(folder, "stamp-key");
  assert.equal((await countersign(["keygen", "--org", "example.org", "--kid", "k1", "--out", key])).code, 0);
  const ready = await countersign(["seal", "--inner"], { input: mail() });
  const url = "https://verify.example.org/r/";
  const stamp = ["stamp", "--key", key, "--verify-url", url, ...NOW];
  const stamped = await countersign(stamp, { input: ready.out });
  assert.equal(stamped.code, 0, stamped.err);
  const sealed = await countersign(["seal", "--to", bob.pub, ...NOW], { input: stamped.out });
  const knowledge = join(folder, "knowledge.json");
  const { kid, alg, key: octetsOfKey } = JSON.parse(readFileSync(`${key}.pub`, "utf8"));
  const trust = [{ org_id: "example.org", domains: ["example.org"], keys: [{ kid, alg, key: octetsOfKey }] }];
  writeFileSync(knowledge, JSON.stringify({ now: STAMPED + 60, trust }));
  const opened = await countersign(["open", "--key", bob.file, "--knowledge", knowledge], { input: sealed.out });
  assert.equal(opened.code, 0, opened.err);
  assert.match(opened.err, /The sender inside wrote this/);
});
