import { concat } from "../canonical/concat.ts";
import { verifySignature } from "../crypto/signature.ts";
import { verifyEcdsa, verifyWith } from "../crypto/web-verify.ts";
import type { SignatureScheme, SubjectPublicKey } from "./algorithms.ts";
import { readDer, TAG } from "./der.ts";

/**
 * Verifies what a certificate's key is said to have signed: Ed25519, ECDSA on P-256 and P-384 with SHA-256 or SHA-384,
 * RSA of 2048 bits and more with SHA-256 and more; keys have passed the lint of `readPublicKey`. A key that is `unsupported` verifies nothing.
 * @returns true only when every check said `true` (CRY-10)
 */
export async function verifySigned(
  { algorithm, key }: SubjectPublicKey,
  scheme: SignatureScheme,
  input: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (scheme.kind === "ed25519") return algorithm === "ed25519" && verifySignature("ed25519", key, input, signature);
  if (scheme.kind !== "ecdsa") return algorithm === "rsa" && verifyRsa(key, scheme, input, signature);
  if (algorithm !== "p256" && algorithm !== "p384") return false;
  const raw = rawEcdsa(signature, algorithm === "p256" ? 32 : 48);
  if (raw === undefined) return false;
  // Where receipts use the same, they and certificates are answered alike.
  if (algorithm === "p256" && scheme.hash === "SHA-256") return verifySignature("ecdsa-p256-sha256", key, input, raw);
  return verifyEcdsa(algorithm === "p256" ? "P-256" : "P-384", scheme.hash, key, input, raw);
}

async function verifyRsa(key: Uint8Array, { kind, hash }: SignatureScheme, input: Uint8Array, signature: Uint8Array) {
  const name = kind === "rsa-pss" ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  const use = kind === "rsa-pss" ? { name, saltLength: SALT[hash] } : { name };
  return verifyWith("spki", key, { name, hash }, use, input, signature);
}

/** Octets of salt: the length of the digest. */
const SALT: Readonly<Record<SignatureScheme["hash"], number>> = { "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 };

/** r||s of the one DER encoding of an ECDSA-Sig-Value (RFC 3279 s2.2.3). */
function rawEcdsa(signature: Uint8Array, size: number): Uint8Array | undefined {
  const element = readDer(signature);
  if (element?.tag !== TAG.sequence || element.children.length !== 2) return undefined;
  const numbers = element.children.map(({ tag, content }) => {
    if (tag !== TAG.integer || (content[0] ?? 0x80) >= 0x80) return undefined;
    const digits = content[0] === 0 ? content.subarray(1) : content;
    // Zero has no digits left and is no signature.
    if (digits.length === 0 || digits.length > size) return undefined;
    return concat([new Uint8Array(size - digits.length), digits]);
  });
  const found = numbers.filter((number) => number !== undefined);
  return found.length === 2 ? concat(found) : undefined;
}
