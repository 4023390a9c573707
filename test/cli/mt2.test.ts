import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { mail, STAMPED } from "../gmp/support.ts";
import { countersign, folderFor } from "./command.ts";

const NOW = ["--now", String(STAMPED)];

async function ok(words: readonly string[], input?: Uint8Array): Promise<Uint8Array> {
  const { code, out, err } = await countersign([...words, ...NOW], input === undefined ? {} : { input });
  assert.equal(code, 0, `${words.join(" ")}: ${err}`);
  return out;
}

/** Keys of two organisations: a sender, its server, and the reader's gateway. */
async function keys(folder: string) {
  const file = (name: string) => join(folder, name);
  for (const [domain, names] of [
    ["example.org", ["alice@example.org", "out.example.org"]],
    ["example.net", ["mx.example.net"]],
  ] as const) {
    await ok(["mt2", "ca", "--domain", domain, "--out", file(domain)]);
    for (const name of names)
      await ok(["mt2", "certify", "--ca", file(domain), "--subject", name, "--out", file(name)]);
  }
  return file;
}

test("ca, certify, wrap, hop, check, verify and unwrap work together", async (t) => {
  const file = await keys(folderFor(t));
  // OpenSSL agrees that the one issued the other.
  const verified = spawnSync("openssl", [
    ...["verify", "-x509_strict", "-attime", String(STAMPED), "-CAfile", file("example.org.pem")],
    file("out.example.org.pem"),
  ]);
  assert.equal(verified.status, 0, `${verified.stdout}${verified.stderr}`);
  const people = ["--sender", "alice@example.org", "--recipient", "bob@example.net"];
  const first = ["--key", file("alice@example.org"), "--next", "out.example.org"];
  const started = await ok(["mt2", "wrap", ...people, ...first], mail());
  const sent = await ok(["mt2", "hop", "--key", file("out.example.org"), "--next", "mx.example.net"], started);
  const arrived = await ok(["mt2", "hop", "--key", file("mx.example.net")], sent);
  assert.deepEqual(new Uint8Array(await ok(["mt2", "unwrap"], arrived)), mail());

  writeFileSync(file("message.eml"), arrived);
  const published = await countersign(["dns", "--org", "example.org", "--mt2", file("example.org.pem")]);
  const [, der] = /^_mt2\.example\.org\.\s+\d+\s+IN\s+CERT\s+1 0 0 (\S+)$/m.exec(published.text) ?? [];
  const bare = (name: string) => readFileSync(file(name), "utf8").replace(/-----.*-----|\n/g, "");
  assert.equal(der, bare("example.org.pem"), published.err);
  const issuers = ["example.org", "example.net"].map((issuer) => ({ issuer, certificates: [bare(`${issuer}.pem`)] }));
  const account = {
    addresses: ["bob@example.net"],
    authserv: [{ borderHosts: ["mx.example.net"], placement: "above" }],
  };
  const knowledge = { ...{ origin: "account", trust: [], keys: [] }, firstSeen: STAMPED, account, mt2Issuers: issuers };
  writeFileSync(file("knowledge.json"), JSON.stringify(knowledge));
  const knowing = ["--knowledge", file("knowledge.json"), ...NOW];
  const checked = await countersign(["mt2", "check", ...knowing, file("message.eml")]);
  assert.equal(checked.code, 0, checked.err);
  assert.equal(
    checked.text,
    [
      "hop                 alice@example.org: validated; no trust",
      "hop                 out.example.org: validated; no trust",
      "hop                 mx.example.net: validated; own server",
      "checked-back        The way of the message is checked back to alice@example.org: 3 of 3 steps.",
      "",
    ].join("\n"),
  );
  const { text } = await countersign(["verify", "--json", ...knowing, file("message.eml")]);
  assert.match(text, /"badge":\s*"INTACT"/);

  writeFileSync(file("changed.eml"), Buffer.from(arrived).toString("latin1").replace("1 000", "9 000"), "latin1");
  const changed = await countersign(["mt2", "check", ...knowing, file("changed.eml")]);
  assert.equal(changed.code, 1);
  assert.match(changed.text, /^MT2_CONTENT_CHANGED .*changed/m);
});

test("what cannot be done is refused with its reason, and a gateway tries again later", async (t) => {
  const file = await keys(folderFor(t));
  const refused = async (code: number, reason: RegExp, words: readonly string[], input?: Uint8Array) => {
    const { code: exit, err } = await countersign([...words, ...NOW], input === undefined ? {} : { input });
    assert.match(err, reason);
    assert.equal(exit, code, err);
  };
  await refused(2, /USAGE: say ca/, ["mt2"]);
  await refused(2, /FILE_EXISTS/, ["mt2", "ca", "--domain", "example.org", "--out", file("example.org")]);
  const certify = (subject: string) => ["mt2", "certify", "--ca", file("example.org"), "--subject", subject];
  await refused(2, /ISSUER_SCOPE/, [...certify("mx.example.net"), "--out", file("new1")]);
  await refused(2, /neither a host nor/, [...certify("MX.example.org"), "--out", file("new2")]);
  const wrap = ["mt2", "wrap", "--sender", "alice@example.org"];
  await refused(75, /NOT_GATEWAYED: .*bare LF/, wrap, Buffer.from("From: a@example.org\n\nx\n"));
  await refused(75, /the first hop is the sender/, [...wrap, "--key", file("out.example.org")], mail());
  await refused(75, /NOT_GATEWAYED: the message is no MT2/, ["mt2", "unwrap"], mail());
  await refused(75, /NOT_GATEWAYED: .*host/, ["mt2", "hop", "--key", file("mx.example.net")], await ok(wrap, mail()));
});
