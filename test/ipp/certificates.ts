import { createPrivateKey, createPublicKey } from "node:crypto";
import { makePublished } from "../../core/x509/make-published.ts";
import { STAMPED } from "../gmp/support.ts";
import { stampKey, TEST_KEYS, type TestKey } from "../gmp/test-keys.ts";

/** The `.pub` of an address under one of the test keys, valid from a day before the test messages. */
export async function certificateOf(
  address = "alice@example.org",
  key: TestKey = TEST_KEYS.ed25519,
  notAfter = STAMPED + 30 * 86_400,
  /** Raw X25519 key for a second certificate. */
  encryption?: Uint8Array,
): Promise<string> {
  const { privateKey } = stampKey(key);
  const spki = createPublicKey(createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" }));
  const publicKey = new Uint8Array(spki.export({ type: "spki", format: "der" }));
  const alg = key.alg === "ed25519" ? "ed25519" : "ecdsa-p256-sha256";
  return await makePublished({
    address,
    notBefore: STAMPED - 86_400,
    notAfter,
    signing: { alg, publicKey, privateKey },
    ...(encryption && { encryptionKey: new Uint8Array([...X25519_SPKI, ...encryption]) }),
  });
}

/** What stands before a raw X25519 key in its SubjectPublicKeyInfo (RFC 8410). */
const X25519_SPKI = Buffer.from("302a300506032b656e032100", "hex");
