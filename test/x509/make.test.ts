import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fingerprint } from "../../core/x509/certificate.ts";
import { makePublished } from "../../core/x509/make-published.ts";
import { readPem } from "../../core/x509/pem.ts";
import { readPublished } from "../../core/x509/published.ts";
import { oid, time, unsigned } from "../../core/x509/write-der.ts";
import { DAY, NOW, testKey } from "./build.ts";
import { opensslText, opensslVerify } from "./openssl.ts";

for (const [alg, kind] of [
  ["ed25519", "ed25519"],
  ["ecdsa-p256-sha256", "p256"],
] as const)
  test(`a .pub with ${alg} is what OpenSSL and Node read and verify`, async () => {
    const signing = { alg, ...testKey(kind) };
    const encryptionKey = testKey("x25519").publicKey;
    const times = { notBefore: NOW, notAfter: NOW + 365 * DAY };
    const text = await makePublished({ address: "alice@example.org", ...times, signing, encryptionKey });
    const [first, second] = readPem(text)?.map(({ octets }) => octets) ?? [];
    assert.ok(first && second);
    assert.deepEqual(opensslVerify(first, [], first, NOW, "-x509_strict", "-purpose", "smimesign").good, true);
    assert.deepEqual(opensslVerify(second, [], first, NOW, "-x509_strict").good, true);
    assert.equal(opensslVerify(second, [], first, NOW - 1).good, false);
    const shown = opensslText(first).text;
    for (const part of [
      "email:alice@example.org",
      "CA:TRUE, pathlen:0",
      "Digital Signature, Certificate Sign",
      "E-mail Protection",
      "Permitted:",
    ])
      assert.ok(shown.includes(part), `${part} in ${shown}`);
    assert.match(opensslText(second).text, /X25519/i);
    assert.match(opensslText(second).text, /Key Agreement/);
    const node = new X509Certificate(first);
    assert.equal(node.checkEmail("alice@example.org"), "alice@example.org");
    assert.ok(node.verify(node.publicKey));
    assert.ok(new X509Certificate(second).verify(node.publicKey));
    const published = await readPublished(text, "alice@example.org", [NOW]);
    assert.ok(published.kind === "published");
    assert.equal(fingerprint(published.signing), node.fingerprint256.replaceAll(":", "").toLowerCase());
  });

test("a .pub without an encryption key is no CA", async () => {
  const signing = { alg: "ed25519", ...testKey() } as const;
  const text = await makePublished({ address: "alice@example.org", notBefore: NOW, notAfter: NOW + DAY, signing });
  const [first, ...more] = readPem(text)?.map(({ octets }) => octets) ?? [];
  assert.ok(first && more.length === 0);
  assert.match(opensslText(first).text, /CA:FALSE/);
});

test("a .pub for a mailbox outside ASCII is read again", async () => {
  const signing = { alg: "ed25519", ...testKey() } as const;
  const address = "älice@xn--exmple-cua.example";
  const encryptionKey = testKey("x25519").publicKey;
  const text = await makePublished({ address, notBefore: NOW, notAfter: NOW + DAY, signing, encryptionKey });
  assert.equal((await readPublished(text, address, [NOW])).kind, "published");
});

test("a .pub that OpenSSL made is read, with its second certificate", async () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-pub-"));
  const run = (command: string) => {
    const { status, stderr } = spawnSync("openssl", command.split(" "), { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
  };
  const usage = "-addext extendedKeyUsage=emailProtection -addext subjectAltName=email:alice@example.org";
  try {
    writeFileSync(join(folder, "san"), "subjectAltName=email:alice@example.org\nkeyUsage=critical,keyAgreement\n");
    run("genpkey -algorithm ed25519 -out one.key");
    run(
      `req -x509 -new -key one.key -subj /CN=Alice -days 30 -out one.pem ${usage} -addext keyUsage=critical,digitalSignature,keyCertSign`,
    );
    run("genpkey -algorithm x25519 -out two.key");
    run("pkey -in two.key -pubout -out two.pub");
    run("req -new -key one.key -subj /CN=Alice2 -out two.csr");
    run("x509 -req -in two.csr -force_pubkey two.pub -CA one.pem -CAkey one.key -days 30 -extfile san -out two.pem");
    const text = readFileSync(join(folder, "one.pem"), "utf8") + readFileSync(join(folder, "two.pem"), "utf8");
    const now = Math.floor(Date.now() / 1000) + 5;
    const published = await readPublished(text, "alice@example.org", [now]);
    assert.ok(published.kind === "published", JSON.stringify(published));
    assert.equal(published.encryption?.publicKey.algorithm, "x25519");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("numbers, identifiers and times are written as DER wants them", () => {
  const hex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");
  assert.equal(hex(unsigned(Uint8Array.of(0, 0, 0x80))), "02020080");
  assert.equal(hex(unsigned(Uint8Array.of(0, 0))), "020100");
  assert.equal(hex(oid("1.2.840.113549.1.1.11")), "06092a864886f70d01010b");
  assert.equal(
    Buffer.from(time(Date.UTC(2049, 11, 31, 23, 59, 59) / 1000))
      .subarray(2)
      .toString(),
    "491231235959Z",
  );
  assert.equal(
    Buffer.from(time(Date.UTC(2050, 0, 1) / 1000))
      .subarray(2)
      .toString(),
    "20500101000000Z",
  );
});
