import assert from "node:assert/strict";
import { test } from "node:test";
import { mailboxName, subjectAltName } from "../../core/x509/make-extensions.ts";
import { makePublished } from "../../core/x509/make-published.ts";
import { readPem, writePem } from "../../core/x509/pem.ts";
import { readPublished } from "../../core/x509/published.ts";
import { oid } from "../../core/x509/write-der.ts";
import { DAY, issue, LEAF, NOW, testKey } from "./build.ts";
import { patched } from "./support.ts";

test("X5-12: a .pub holds one or two certificates and nothing else", async () => {
  const address = "alice@example.org";
  const signing = testKey();
  const encryption = testKey("x25519");
  const template = { address, notBefore: NOW - DAY, notAfter: NOW + DAY };
  const pair = { alg: "ed25519", publicKey: signing.publicKey, privateKey: signing.privateKey } as const;
  const one = await makePublished({ ...template, signing: pair });
  const two = await makePublished({ ...template, signing: pair, encryptionKey: encryption.publicKey });
  const read = async (text: string, who = address) => {
    const published = await readPublished(text, who, [NOW]);
    return published.kind === "fault" ? `${published.index ?? "file"} ${published.code}` : "published";
  };
  assert.equal(await read(one), "published");
  const both = await readPublished(two, address, [NOW]);
  assert.equal(both.kind === "published" && both.encryption?.publicKey.algorithm, "x25519");
  assert.equal(await read(one.replaceAll("\n", "\r\n")), "published");
  assert.equal(await read(""), "file BLOCKS");
  assert.equal(await read(two + one), "file BLOCKS");
  assert.equal(await read(one + writePem({ label: "PRIVATE KEY", octets: signing.privateKey })), "file BLOCKS");
  assert.equal(await read(`This is my key.\n${one}`), "file PEM");
  assert.equal(await read(one.padEnd(5_000_000, "\n")), "file PEM");
  assert.equal(await read(one, "bob@example.org"), "0 NAME_MISMATCH");
  assert.equal(await read(two, "Alice@example.org"), "0 NAME_CASE");
  // A second certificate that another key issued, and a first that may issue none.
  const other = testKey();
  const foreign = await makePublished({
    ...template,
    signing: { ...pair, ...other },
    encryptionKey: encryption.publicKey,
  });
  const [, second = ""] = foreign.split(/(?<=-----END CERTIFICATE-----\n)/);
  assert.equal(await read(two.split(/(?<=-----END CERTIFICATE-----\n)/)[0] + second), "1 NO_ISSUER");
  assert.equal(await read(one + two.split(/(?<=-----END CERTIFICATE-----\n)/)[1]), "1 NOT_CA");
});

test("X5-09: a .pub that is signed with SHA-1, or whose own signature is false, is refused", async () => {
  const address = "alice@example.org";
  const name = subjectAltName(mailboxName(address));
  const key = testKey("rsa");
  const { octets } = await issue({ name: address, key, extensions: [...LEAF, name] });
  const read = async (der: Uint8Array) => {
    const published = await readPublished(writePem({ label: "CERTIFICATE", octets: der }), address, [NOW]);
    return published.kind === "fault" ? published.code : published.kind;
  };
  assert.equal(await read(octets), "published");
  assert.equal(await read(patched(octets, oid("1.2.840.113549.1.1.11"), oid("1.2.840.113549.1.1.5"))), "ALGORITHM");
  assert.equal(await read(patched(octets, Uint8Array.of(2, 3, 1, 2, 3), Uint8Array.of(2, 3, 1, 2, 4))), "SIGNATURE");
});

test("PEM is read strictly", () => {
  const octets = Uint8Array.of(1, 2, 3, 4);
  const text = writePem({ label: "CERTIFICATE", octets });
  assert.deepEqual(
    readPem(text + text),
    [0, 1].map(() => ({ label: "CERTIFICATE", octets })),
  );
  assert.deepEqual(readPem(""), []);
  for (const bad of [
    "x",
    `${text}x`,
    text.replace("AQID", "AQI D"),
    text.replace("BEGIN CERTIFICATE", "BEGIN X"),
    text.replace("AQIDBA==", "AQIDBB=="),
  ])
    assert.equal(readPem(bad), undefined);
});
