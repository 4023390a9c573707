import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { mail, STAMPED, text } from "../gmp/support.ts";
import { SERVER } from "../verify/support.ts";
import { countersign, folderFor } from "./command.ts";

const NOW = ["--now", String(STAMPED)];

/** A key of example.org in a folder of the test's own. */
async function keyFile(folder: string): Promise<string> {
  const key = join(folder, "key");
  const made = await countersign(["map", "keygen", "--domain", "example.org", "--id", "env1", "--out", key]);
  assert.equal(made.code, 0, made.err);
  return key;
}

const sealing = (key: string, ...more: string[]) => [
  ...["map", "seal", "--key", key, "--sender", "alice@example.org", "--recipient", "bob@example.net"],
  ...[...NOW, ...more],
];

test("keygen, dns, seal, check and verify work together: the reader's answer is INTACT", async (t) => {
  const folder = folderFor(t);
  const key = await keyFile(folder);
  const dns = await countersign(["map", "dns", "--lines", `${key}.pub`]);
  const p = JSON.parse(readFileSync(`${key}.pub`, "utf8")).key;
  assert.equal(dns.text, `env1._mapkey.example.org.\tv=MAP1; usage=envelope; k=ed25519; p=${p}\n`);

  const sealed = await countersign(sealing(key), { input: mail() });
  assert.equal(sealed.code, 0, sealed.err);
  assert.ok(sealed.out.toString("latin1").endsWith(text(mail())));
  const file = join(folder, "sealed.eml");
  writeFileSync(file, sealed.out);
  const checked = await countersign(["map", "check", "--key", `${key}.pub`, file]);
  assert.equal(checked.code, 0, checked.text);
  assert.match(checked.text, /^payload +\d+ octets, BLAKE3 [0-9a-f]{64}: fits$/m);
  assert.match(checked.text, /^signature +fits$/m);

  const word = `map=pass smtp.mailfrom=alice@example.org policy.map-mode=enforce policy.map-key=env1 policy.map-anchor=dnssec dns.sec=yes`;
  const trace = `Authentication-Results: ${SERVER}; ${word}\r\nReceived: from out.example.org by ${SERVER}; Sat, 21 Nov 2026 20:02:00 +0000\r\n`;
  writeFileSync(file, Buffer.concat([Buffer.from(trace), sealed.out]));
  const knowledge = join(folder, "knowledge.json");
  const record = { usage: "envelope", k: "ed25519", p };
  writeFileSync(
    knowledge,
    JSON.stringify({
      now: STAMPED + 60,
      origin: "account",
      account: {
        addresses: ["bob@example.net"],
        authserv: [{ authservId: SERVER, borderHosts: [SERVER], placement: "above" }],
      },
      mapKeys: [{ domain: "example.org", id: "env1", anchor: "dnssec", state: "secure", record }],
      clientMx: [{ domain: "example.org", state: "secure", present: true }],
      mapSent: ["00"],
    }),
  );
  const verdict = await countersign(["verify", "--json", "--knowledge", knowledge, file]);
  assert.equal(JSON.parse(verdict.text).badge, "INTACT", verdict.text + verdict.err);
});

test("check says what does not fit, and ends with 1", async (t) => {
  const folder = folderFor(t);
  const key = await keyFile(folder);
  const sealed = (await countersign(sealing(key, "--e2e", "mls"), { input: mail() })).out.toString("latin1");
  const other = join(folder, "other");
  await countersign(["map", "keygen", "--domain", "example.org", "--id", "env1", "--out", other]);
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [sealed.replace("1 000", "9 000"), key, /^payload .*does not fit/m],
    [`Subject: x\r\n${sealed}`, key, /^above +Subject must not stand there$/m],
    [sealed, other, /^signature +does not fit/m],
  ];
  for (const [content, path, expected] of cases) {
    const file = join(folder, "message.eml");
    writeFileSync(file, content, "latin1");
    const { code, text: answer } = await countersign(["map", "check", "--key", path, file]);
    assert.equal(code, 1, answer);
    assert.match(answer, expected);
    assert.match(answer, /^encryption +mls$/m);
  }
  const plain = join(folder, "plain.eml");
  writeFileSync(plain, mail());
  const { code, err } = await countersign(["map", "check", plain]);
  assert.equal(code, 2);
  assert.match(err, /NO_ENVELOPE/);
});

test("seal keeps a message back with 75 rather than hand on what it could not seal", async (t) => {
  const key = await keyFile(folderFor(t));
  const lf = text(mail()).replaceAll("\r\n", "\n");
  const cases: readonly (readonly [string[], string, RegExp])[] = [
    [sealing(key), lf, /NOT_SEALED: .*bare LF/],
    [sealing(key), "", /NO_MESSAGE/],
    [sealing(key, "--days", "15"), text(mail()), /USAGE/],
    [sealing(key, "--envelope-id", "xy"), text(mail()), /USAGE/],
    [sealing(key, "--recipient", "nobody"), text(mail()), /NOT_SEALED: .*recipients/],
    [[...sealing(key).map((word) => word.replace("alice@example.org", "alice@other.example"))], text(mail()), /domain/],
    [
      ["map", "seal", "--key", `${key}.pub`, "--sender", "", "--recipient", "bob@example.net"],
      text(mail()),
      /KEY_FILE/,
    ],
  ];
  for (const [words, input, expected] of cases) {
    const { code, err, out } = await countersign(words, { input });
    assert.equal(code, 75, words.join(" "));
    assert.match(err, expected);
    assert.equal(out.length, 0);
  }
  const bounce = await countersign(
    ["map", "seal", "--key", key, "--sender", "", "--recipient", "bob@example.net", ...NOW],
    { input: mail() },
  );
  assert.equal(bounce.code, 0, bounce.err);
});

test("dns prints revocations and refuses keys that cannot sign envelopes", async (t) => {
  const folder = folderFor(t);
  const revoked = await countersign(["map", "dns", "--domain", "example.org", "--revoke", "env0", "--ttl", "60"]);
  assert.equal(revoked.text, 'env0._mapkey.example.org.\t60\tIN\tTXT\t"v=MAP1; usage=envelope; k=ed25519; p="\n');
  const rsa = join(folder, "rsa");
  await countersign(["keygen", "--org", "example.org", "--kid", "a", "--type", "p256", "--out", rsa]);
  for (const words of [[rsa], [], ["--domain", "example.org"], ["--revoke", "A", "--domain", "example.org"]]) {
    const { code } = await countersign(["map", "dns", ...words]);
    assert.equal(code, 2, words.join(" "));
  }
});
