import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readPublicKey, readScheme } from "../../core/x509/algorithms.ts";
import { readDer } from "../../core/x509/der.ts";
import { validatePath } from "../../core/x509/path.ts";
import { readRevocationList } from "../../core/x509/revocation-list.ts";
import { sequence } from "../../core/x509/write-der.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { certificate, code } from "./support.ts";

const read = (file: string) => new Uint8Array(readFileSync(join(CORPUS, "x509/rustls-webpki", file)));

/** What rustls-webpki's tests say of a certificate by itself, and what is said here. */
const CERTIFICATES: readonly (readonly [string, string])[] = [
  ["misc/dns_names_and_wildcards.der", "certificate"],
  ["misc/empty_sequence_common_name.der", "certificate"],
  ["misc/invalid_subject_alternative_name.der", "certificate"],
  ["misc/mdoc_eku.ee.der", "certificate"],
  ["misc/no_subject_alternative_name.der", "certificate"],
  ["misc/uri_san_ee.der", "certificate"],
  ["critical_extensions/ee-cert-noncrit-unknown-ext.der", "certificate"],
  ["misc/serial_neg.der", "serial"],
  ["misc/serial_neg_ee.der", "serial"],
  // 21 octets; RFC 5280 s4.1.2.2 ends at 20, rustls-webpki does not.
  ["misc/serial_large_positive.der", "serial"],
];

/** Every signature algorithm here is refused, as it is there or for its odd parameters. */
const ALGORITHMS = [
  "alg-rsae-sha1",
  "alg-rsapss-defaults",
  "alg-rsapss-sha256-mgf1-sha256-salt10",
  "alg-rsapss-sha256-mgf1-sha512-salt33",
  "alg-rsa-null-params",
  "alg-ecdh-secp256r1",
  "alg-ecmqv-secp256r1",
  "alg-id-ecpublickey-params-null",
];

test(
  "X5-07: rustls-webpki's certificates, keys and algorithms are read or refused as their names say",
  needsCorpus(),
  () => {
    for (const [file, expected] of CERTIFICATES) assert.equal(code(read(file)), expected, file);
    for (const name of ALGORITHMS) {
      const identifier = readDer(sequence(read(`signatures/${name}.der`)));
      assert.ok(identifier);
      assert.equal(readScheme(identifier), undefined, name);
    }
    const keys = [
      ["ed25519/ee-pubkey.der", "ed25519"],
      ...[2048, 3072, 4096].map((bits) => [`signatures/rsa_${bits}.spki.der`, "rsa"]),
    ] as const;
    for (const [file = "", algorithm] of keys) {
      const key = readDer(read(file));
      assert.equal(key && readPublicKey(key).algorithm, algorithm, file);
    }
    assert.equal(certificate(read("signatures/ecdsa_p521.ee.der")).publicKey.algorithm, "unsupported");
    for (const list of ["ee_dp_invalid.crl.der", "ee_revoked_crl_ku_ee_depth.crl.der"])
      assert.equal(
        readRevocationList(read(`client_auth_revocation/${list}`)) !== undefined,
        list.startsWith("ee_revoked"),
        list,
      );
    const count = CERTIFICATES.length - 1 + ALGORITHMS.length + keys.length + 3;
    console.log(`rustls-webpki: ${count} passed / 1 refused with reason (serial of 21 octets) / 0 wrongly accepted`);
  },
);

test("X5-02: a real chain is valid for its hosts at its time, and for no others", needsCorpus(), async () => {
  const [leaf, middle, root] = ["ee", "inter", "ca"].map((name) => certificate(read(`cloudflare_dns/${name}.der`)));
  assert.ok(leaf && middle && root);
  const verdict = async (name: string, at: number) => {
    const purpose = { kind: "host", name } as const;
    const result = await validatePath({ leaf, others: [middle], anchors: [root], at: [at], purpose });
    return result.kind === "valid" ? "valid" : result.faults[0]?.code;
  };
  const at = leaf.notBefore + 1;
  for (const name of ["cloudflare-dns.com", "one.one.one.one", "x.cloudflare-dns.com"])
    assert.equal(await verdict(name, at), "valid", name);
  for (const name of [
    "a.b.cloudflare-dns.com",
    "cloudflare-dns.com.",
    "Cloudflare-dns.com",
    "evil-cloudflare-dns.com",
    "1.1.1.1",
  ])
    assert.equal(await verdict(name, at), "NAME_MISMATCH", name);
  assert.equal(await verdict("cloudflare-dns.com", leaf.notAfter + 1), "EXPIRED");
  assert.equal(await verdict("cloudflare-dns.com", leaf.notBefore - 1), "NOT_YET_VALID");
});
