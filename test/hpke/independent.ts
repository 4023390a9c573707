import assert from "node:assert/strict";
import { createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

/**
 * A reader of sealed messages written from RFC 9180, RFC 7516 and docs/protocols/hpke.md with nothing but OpenSSL's
 * primitives: it shares no line with the code it checks.
 */

type Bytes = Uint8Array;
const ascii = (text: string) => Buffer.from(text, "latin1");
const url = (text: unknown) => Buffer.from(String(text), "base64url");
const i2osp = (value: number) => Buffer.from([value >> 8, value & 255]);

const KEM = Buffer.concat([ascii("KEM"), i2osp(0x20)]);
const HPKE = Buffer.concat([ascii("HPKE"), i2osp(0x20), i2osp(1), i2osp(3)]);

const labelled = (suite: Bytes, label: string, ikm: Bytes) =>
  Buffer.concat([ascii("HPKE-v1"), suite, ascii(label), ikm]);
const labelledExtract = (suite: Bytes, salt: Bytes, label: string, ikm: Bytes) =>
  Buffer.from(extract(sha256, labelled(suite, label, ikm), salt));
const labelledExpand = (suite: Bytes, prk: Bytes, label: string, info: Bytes, length: number) =>
  Buffer.from(expand(sha256, prk, Buffer.concat([i2osp(length), labelled(suite, label, info)]), length));

function sharedSecret(secret: Bytes, enc: Bytes): Buffer {
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), secret]);
  const spki = (raw: Bytes) => Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), raw]);
  const privateKey = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey({ key: spki(enc), format: "der", type: "spki" });
  const own = createPublicKey(privateKey).export({ type: "spki", format: "der" }).subarray(-32);
  const dh = diffieHellman({ privateKey, publicKey });
  const prk = labelledExtract(KEM, Buffer.alloc(0), "eae_prk", dh);
  return labelledExpand(KEM, prk, "shared_secret", Buffer.concat([enc, own]), 32);
}

/** `Open` of RFC 9180 s6.1 for DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, mode base. */
export function hpkeOpen(secret: Bytes, enc: Bytes, info: Bytes, aad: Bytes, sealed: Bytes): Buffer {
  const nothing = Buffer.alloc(0);
  const hashes = [
    labelledExtract(HPKE, nothing, "psk_id_hash", nothing),
    labelledExtract(HPKE, nothing, "info_hash", info),
  ];
  const context = Buffer.concat([Buffer.of(0), ...hashes]);
  const prk = labelledExtract(HPKE, sharedSecret(secret, enc), "secret", nothing);
  const key = labelledExpand(HPKE, prk, "key", context, 32);
  const nonce = labelledExpand(HPKE, prk, "base_nonce", context, 12);
  const cipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  cipher.setAAD(aad, { plaintextLength: sealed.length - 16 });
  cipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
}

/** What a JWE of T25 and T26 holds. */
export function openJwe(jwe: Readonly<Record<string, unknown>>, kid: string, secret: Bytes): Buffer {
  const aad = ascii(`${jwe.protected}.${jwe.aad}`);
  const recipients: unknown = jwe.recipients;
  assert.ok(Array.isArray(recipients));
  const entry: unknown = recipients.find(({ header }) => header.kid === kid);
  assert.ok(typeof entry === "object" && entry !== null && "header" in entry && "encrypted_key" in entry);
  const info = Buffer.concat([ascii("JOSE-HPKE rcpt"), Buffer.of(255), ascii("A256GCM"), Buffer.of(255), ascii(kid)]);
  const contentKey = hpkeOpen(secret, url(Object(entry.header).ek), info, Buffer.alloc(0), url(entry.encrypted_key));
  const cipher = createDecipheriv("aes-256-gcm", contentKey, url(jwe.iv));
  cipher.setAAD(aad);
  cipher.setAuthTag(url(jwe.tag));
  return Buffer.concat([cipher.update(url(jwe.ciphertext)), cipher.final()]);
}

/** RFC 9106 is not in OpenSSL 3.0; what is checked here is everything behind it. */
export function openBackup(backup: Readonly<Record<string, unknown>>, wrappingKey: Bytes): string {
  const { ciphertext, ...head } = backup;
  const sealed = Buffer.from(String(ciphertext), "base64");
  const cipher = createDecipheriv("aes-256-gcm", wrappingKey, Buffer.from(String(head.iv), "base64"));
  cipher.setAAD(ascii(JSON.stringify(head)));
  cipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString();
}

assert.equal(
  Buffer.from(hkdfSync("sha256", ascii("k"), ascii("s"), ascii("i"), 42)).toString("hex"),
  Buffer.from(expand(sha256, extract(sha256, ascii("k"), ascii("s")), ascii("i"), 42)).toString("hex"),
  "two HKDFs",
);
