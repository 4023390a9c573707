import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { asciiBytes, toHex } from "../../core/canonical/encoding.ts";
import { fingerprint, readCertificate } from "../../core/x509/certificate.ts";
import {
  basicConstraints,
  dnsName,
  extendedKeyUsage,
  keyUsage,
  mailboxName,
  nameConstraints,
  subjectAltName,
} from "../../core/x509/make-extensions.ts";
import { EMAIL_PROTECTION, SERVER_AUTH } from "../../core/x509/purpose.ts";
import { implicit } from "../../core/x509/write-der.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { CA, DAY, issue, LEAF, NOW, root, testKey, unknownCritical, validate, verdict } from "./build.ts";
import { opensslVerify } from "./openssl.ts";

const ADDRESS = "alice@example.org";
const names = subjectAltName(mailboxName(ADDRESS));
const subtree = (...texts: readonly string[]) => texts.map((text) => implicit(1, asciiBytes(text)));

/** Extensions of an intermediate and of a leaf, in every combination. */
const MIDDLES: readonly (readonly Uint8Array[])[] = [
  CA,
  LEAF,
  [basicConstraints(true, 0), keyUsage("keyCertSign")],
  [basicConstraints(true), keyUsage("digitalSignature")],
  [keyUsage("keyCertSign")],
  [...CA, unknownCritical],
  [...CA, nameConstraints(subtree("example.org"), [])],
  [...CA, nameConstraints(subtree("example.com"), [])],
  [...CA, nameConstraints([], subtree(ADDRESS))],
  [...CA, extendedKeyUsage(SERVER_AUTH)],
];
const LEAVES: readonly (readonly Uint8Array[])[] = [
  [...LEAF, names],
  [...LEAF, names, extendedKeyUsage(EMAIL_PROTECTION)],
  [...LEAF, names, extendedKeyUsage(SERVER_AUTH)],
  [basicConstraints(false), keyUsage("keyEncipherment"), names],
  [...LEAF, names, unknownCritical],
  [...LEAF, subjectAltName(mailboxName("älice@example.org"))],
  [...LEAF, subjectAltName(dnsName("example.org"))],
];

test("X5-04: nothing that OpenSSL refuses for signing mail is accepted here", async () => {
  const anchor = await root();
  const stricter: string[] = [];
  let both = 0;
  let neither = 0;
  for (const [m, middleExtensions] of MIDDLES.entries()) {
    const middle = await issue({ name: "Middle", extensions: middleExtensions }, anchor);
    for (const [l, extensions] of LEAVES.entries()) {
      for (const at of [NOW, NOW + 40 * DAY]) {
        const leaf = await issue({ name: "Leaf", extensions }, middle);
        const address = l === 5 ? "älice@example.org" : ADDRESS;
        const own = verdict(await validate(leaf, [middle], anchor, { at: [at], purpose: { kind: "email", address } }));
        const { good, text } = opensslVerify(leaf.octets, [middle.octets], anchor.octets, at, "-purpose", "smimesign");
        assert.ok(good || own !== "valid", `middle ${m}, leaf ${l}: OpenSSL says ${text}`);
        if (good && own !== "valid") stricter.push(`${m} ${l} ${own}`);
        else if (good) both++;
        else neither++;
      }
    }
  }
  console.log(
    `openssl verify: ${both} accepted by both / ${neither} refused by both / ${stricter.length} refused here alone`,
  );
  // OpenSSL was not asked whether the leaf names the address; leaf 6 does not.
  assert.deepEqual([...new Set(stricter.map((line) => line.replace(/^\d+ /, "")))], ["6 NAME_MISMATCH"]);
  assert.ok(both > 5);
});

test("every signature algorithm, and every chain of four, is judged as OpenSSL does", async () => {
  for (const algorithm of ["ed25519", "p256", "p384", "rsa"] as const) {
    const anchor = await issue({ name: "Root", key: testKey(algorithm), extensions: CA });
    const one = await issue({ name: "One", key: testKey(algorithm), extensions: CA }, anchor);
    const two = await issue({ name: "Two", key: testKey(algorithm), extensions: CA }, one);
    const leaf = await issue({ name: "Leaf" }, two);
    const shuffled = [one, two].map(({ octets }) => octets);
    assert.ok(opensslVerify(leaf.octets, shuffled, anchor.octets, NOW, "-x509_strict").good);
    assert.equal(verdict(await validate(leaf, [one, two], anchor)), "valid");
    assert.equal(verdict(await validate(leaf, [two], anchor)), "NO_ISSUER");
    assert.equal(opensslVerify(leaf.octets, [two.octets], anchor.octets, NOW).good, false);
  }
});

/** Certificates of the corpus as DER. */
function corpusCertificates(): readonly (readonly [string, Uint8Array])[] {
  const files = (folder: string, ending: string) =>
    readdirSync(join(CORPUS, "x509", folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(ending))
      .map((file): readonly [string, Uint8Array] => [file, readFileSync(join(CORPUS, "x509", folder, file))]);
  return [...files("nist-pkits/certs", ".crt"), ...files("rustls-webpki", ".der")];
}

test("what is read of a certificate is what Node reads", needsCorpus(), () => {
  let same = 0;
  const refused = new Map<string, string[]>();
  for (const [name, octets] of corpusCertificates()) {
    const own = readCertificate(octets);
    if (own.kind === "fault") {
      refused.set(own.code, [...(refused.get(own.code) ?? []), name]);
      continue;
    }
    const node = new X509Certificate(octets);
    assert.equal(fingerprint(own), node.fingerprint256.replaceAll(":", "").toLowerCase(), name);
    assert.equal(BigInt(`0x${toHex(own.serial)}`), BigInt(`0x${node.serialNumber}`), name);
    assert.equal(own.notBefore, Date.parse(node.validFrom) / 1000, name);
    assert.equal(own.notAfter, Date.parse(node.validTo) / 1000, name);
    const { basicConstraints: constraints, keyUsage: usage } = own.known;
    assert.equal(constraints?.ca === true && usage?.has("keyCertSign") !== false, node.ca, name);
    assert.deepEqual([...(own.known.extendedKeyUsage?.purposes ?? [])].sort(), [...(node.keyUsage ?? [])].sort(), name);
    const hosts =
      own.known.subjectAltName?.names.flatMap((found) => (found.kind === "dNSName" ? [found.text] : [])) ?? [];
    for (const host of hosts) assert.ok(node.subjectAltName?.includes(`DNS:${host}`), name);
    same++;
  }
  for (const [code, files] of refused) console.log(`refused as ${code}: ${files.join(", ")}`);
  console.log(`node: ${same} certificates read alike / ${[...refused.values()].flat().length} refused`);
  assert.ok(same > 150);
});
