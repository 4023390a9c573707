import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { readAuthority } from "../../core/x509/authority.ts";
import { writePem } from "../../core/x509/pem.ts";
import { issue, LEAF, root } from "./build.ts";

const block = (octets: Uint8Array, label = "CERTIFICATE") => writePem({ label, octets });

test("MT2-10: an authority is read from PEM or base64, with the fingerprint that openssl shows", async () => {
  const { octets } = await root();
  const expected = {
    certificate: toBase64(octets),
    name: "Root",
    notAfter: Date.parse(new X509Certificate(octets).validTo) / 1000,
    fingerprint: new X509Certificate(octets).fingerprint256.replaceAll(":", "").toLowerCase(),
  };
  for (const text of [toBase64(octets), block(octets), block(octets).replaceAll("\n", "\r\n")])
    assert.deepEqual(readAuthority(text), expected);
});

test("a certificate that may issue nothing, two of them, a key, and text around it are none", async () => {
  const ca = await root();
  const leaf = await issue({ name: "Leaf", extensions: LEAF }, ca);
  const bad = [
    "",
    "AAAA",
    toBase64(leaf.octets),
    block(leaf.octets),
    `${block(ca.octets)}${block(ca.octets)}`,
    block(ca.octets, "PRIVATE KEY"),
    `Root\n${block(ca.octets)}`,
    ` ${toBase64(ca.octets)}`,
    toBase64(ca.octets.slice(0, -1)),
  ];
  for (const text of bad) assert.equal(readAuthority(text), undefined, text.slice(0, 60));
});
