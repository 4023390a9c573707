import { toHex } from "../canonical/encoding.ts";
import { isP384Point } from "../crypto/curves.ts";
import { bitLength, readRsaPublicKey } from "../crypto/rsa-key.ts";
import { lintKey } from "../crypto/signature.ts";
import type { DerElement } from "./der.ts";

/** Kinds of keys; `unsupported` comprises explicit curve parameters, DSA and everything else (X5-08). */
export type KeyAlgorithm = "ed25519" | "x25519" | "p256" | "p384" | "rsa" | "unsupported";

/** A SubjectPublicKeyInfo. */
export interface SubjectPublicKey {
  /** Its DER. */
  readonly octets: Uint8Array;
  readonly algorithm: KeyAlgorithm;
  /** Ed25519 and X25519: 32 octets; P-256 and P-384: the uncompressed point; RSA: the DER of the whole again (G25). */
  readonly key: Uint8Array;
}

/** How a certificate is signed. */
export interface SignatureScheme {
  readonly kind: "ed25519" | "ecdsa" | "rsa-pkcs1" | "rsa-pss";
  readonly hash: "SHA-256" | "SHA-384" | "SHA-512";
}

/** DER of everything before the key, in hex: the one spelling of each named curve (CurveBall spelt a curve out). */
const PREFIXES: readonly { readonly algorithm: KeyAlgorithm; readonly prefix: string; readonly length: number }[] = [
  { algorithm: "ed25519", prefix: "302a300506032b6570032100", length: 32 },
  { algorithm: "x25519", prefix: "302a300506032b656e032100", length: 32 },
  { algorithm: "p256", prefix: "3059301306072a8648ce3d020106082a8648ce3d030107034200", length: 65 },
  { algorithm: "p384", prefix: "3076301006072a8648ce3d020106052b81040022036200", length: 97 },
];

/** Reads a SubjectPublicKeyInfo: keys that must not be used are `unsupported` (CRY-01, CRY-04, CRY-09). */
export function readPublicKey({ octets }: DerElement): SubjectPublicKey {
  for (const { algorithm, prefix, length } of PREFIXES) {
    const head = prefix.length / 2;
    if (octets.length !== head + length || toHex(octets.subarray(0, head)) !== prefix) continue;
    const key = octets.subarray(head);
    return { octets, key, algorithm: isSound(algorithm, key) ? algorithm : "unsupported" };
  }
  return { octets, key: octets, algorithm: isSound("rsa", octets) ? "rsa" : "unsupported" };
}

/** Key agreement refuses bad X25519 points by their all-zero result (RFC 7748 s6.1). */
function isSound(algorithm: KeyAlgorithm, key: Uint8Array): boolean {
  if (algorithm === "ed25519") return lintKey("ed25519", key) === undefined;
  if (algorithm === "p256") return lintKey("ecdsa-p256-sha256", key) === undefined;
  if (algorithm === "p384") return key[0] === 4 && isP384Point(key.subarray(1));
  if (algorithm === "rsa") return lintKey("rsa-pss-sha256", key) === undefined && hasWholeOctets(key);
  return true;
}

/** A modulus of an odd number of bits is nobody's key by design (CA/Browser Forum, 6.1.5). */
function hasWholeOctets(key: Uint8Array): boolean {
  const rsa = readRsaPublicKey(key);
  return rsa !== undefined && bitLength(rsa.modulus) % 8 === 0;
}

/** SEQUENCE of the hash, MGF1 with the same hash, and a salt of the hash's length (RFC 4055 s3.1). */
const PSS = (hash: string, salt: string) =>
  `304106092a864886f70d01010a3034a00f300d0609608648016503040${hash}0500a11c301a06092a864886f70d010108300d0609608648016503040${hash}0500a2030201${salt}`;

/**
 * Signature algorithms by the hex of their whole AlgorithmIdentifier: one spelling each, so that parameters cannot say
 * anything else. MD5, SHA-1 and DSA are left out on purpose (X5-09).
 */
const SCHEMES: ReadonlyMap<string, SignatureScheme> = new Map<string, SignatureScheme>([
  ["300506032b6570", { kind: "ed25519", hash: "SHA-512" }],
  ["300a06082a8648ce3d040302", { kind: "ecdsa", hash: "SHA-256" }],
  ["300a06082a8648ce3d040303", { kind: "ecdsa", hash: "SHA-384" }],
  ["300d06092a864886f70d01010b0500", { kind: "rsa-pkcs1", hash: "SHA-256" }],
  ["300d06092a864886f70d01010c0500", { kind: "rsa-pkcs1", hash: "SHA-384" }],
  ["300d06092a864886f70d01010d0500", { kind: "rsa-pkcs1", hash: "SHA-512" }],
  [PSS("201", "20"), { kind: "rsa-pss", hash: "SHA-256" }],
  [PSS("202", "30"), { kind: "rsa-pss", hash: "SHA-384" }],
  [PSS("203", "40"), { kind: "rsa-pss", hash: "SHA-512" }],
]);

/** The scheme of an AlgorithmIdentifier; undefined for all that is refused. */
export function readScheme({ octets }: DerElement): SignatureScheme | undefined {
  return octets.length > 128 ? undefined : SCHEMES.get(toHex(octets));
}
