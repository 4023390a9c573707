import type { SignatureAlgorithm } from "../knowledge.ts";
import { fromBigEndian } from "./curves.ts";
import { isReducedScalar, verifyCofactorless } from "./ed25519.ts";
import { ed25519Encoding, lintKey, signatureLength } from "./key-lint.ts";
import { memo } from "./memo.ts";
import { assertOctets } from "./octets.ts";

export { lintKey, signatureLength } from "./key-lint.ts";

/** Order of the P-256 base point. */
const P256_N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

interface WebCryptoNames {
  readonly format: "raw" | "spki";
  readonly import: AlgorithmIdentifier | EcKeyImportParams | RsaHashedImportParams;
  readonly use: AlgorithmIdentifier | EcdsaParams | RsaPssParams;
}

/** G26: r||s without a low-s rule; MGF1 SHA-256 and a salt of 32 octets. */
const WEBCRYPTO: Readonly<Record<SignatureAlgorithm, WebCryptoNames>> = {
  ed25519: { format: "raw", import: "Ed25519", use: "Ed25519" },
  "ecdsa-p256-sha256": {
    format: "raw",
    import: { name: "ECDSA", namedCurve: "P-256" },
    use: { name: "ECDSA", hash: "SHA-256" },
  },
  "rsa-pss-sha256": {
    format: "spki",
    import: { name: "RSA-PSS", hash: "SHA-256" },
    use: { name: "RSA-PSS", saltLength: 32 },
  },
};

/**
 * Verifies a signature. Keys that fail {@link lintKey} and signatures that are not the one encoding of G26 and G27 are
 * refused here; then WebCrypto decides.
 * @param key octets of G25
 * @param input the octets signed, not a digest of them
 * @returns true only when every check said `true` (CRY-10)
 * @throws what WebCrypto throws when it cannot work at all; that is no statement about the signature
 */
export async function verifySignature(
  alg: SignatureAlgorithm,
  key: Uint8Array,
  input: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  for (const octets of [key, input, signature]) assertOctets(octets);
  if (lintKey(alg, key) !== undefined || signature.length !== signatureLength(alg, key)) return false;
  if (!hasStrictForm(alg, signature)) return false;
  try {
    const imported = await IMPORTED[alg](key);
    const answer: unknown = await crypto.subtle.verify(WEBCRYPTO[alg].use, imported, own(signature), own(input));
    return answer === true;
  } catch (error) {
    // Some platforms have no Ed25519.
    const missing = alg === "ed25519" && error instanceof DOMException && error.name === "NotSupportedError";
    if (missing) return verifyCofactorless(key, input, signature);
    throw error;
  }
}

/** Signs with a PKCS #8 private key; the signature has the form of G26. Throws what WebCrypto throws for a bad key. */
export async function sign(
  alg: SignatureAlgorithm,
  privateKeyPkcs8: Uint8Array,
  input: Uint8Array,
): Promise<Uint8Array> {
  const names = WEBCRYPTO[alg];
  const key = await crypto.subtle.importKey("pkcs8", own(privateKeyPkcs8), names.import, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(names.use, key, own(input)));
}

function hasStrictForm(alg: SignatureAlgorithm, signature: Uint8Array): boolean {
  const first = signature.subarray(0, 32);
  const second = signature.subarray(32);
  if (alg === "ed25519") return ed25519Encoding(first) === "usual" && isReducedScalar(second);
  if (alg === "ecdsa-p256-sha256") return [first, second].map(fromBigEndian).every((n) => n > 0n && n < P256_N);
  return true;
}

/** Importing a key costs as much as verifying with it. */
const IMPORTED: Readonly<Record<SignatureAlgorithm, (key: Uint8Array) => Promise<CryptoKey>>> = {
  ed25519: memo(64, importer("ed25519")),
  "ecdsa-p256-sha256": memo(64, importer("ecdsa-p256-sha256")),
  "rsa-pss-sha256": memo(64, importer("rsa-pss-sha256")),
};

function importer(alg: SignatureAlgorithm): (key: Uint8Array) => Promise<CryptoKey> {
  const { format, import: algorithm } = WEBCRYPTO[alg];
  return (key) => crypto.subtle.importKey(format, own(key), algorithm, false, ["verify"]);
}

/** WebCrypto's types ask for a view that is not shared memory. */
function own(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(octets);
}
