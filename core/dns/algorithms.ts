import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { concat } from "../canonical/concat.ts";
import { isP384Point } from "../crypto/curves.ts";
import { verifySignature } from "../crypto/signature.ts";
import { verifyEcdsa } from "../crypto/web-verify.ts";
import { readRsaKey, verifyRsa } from "./public-key.ts";

/** One signature algorithm of DNSSEC. */
export interface DnssecAlgorithm {
  /** Whether a key of this algorithm may be used (CRY-04 as DNSSEC needs it: RSA from 1024 bits, e from 3). */
  readonly usable: (publicKey: Uint8Array) => boolean;
  readonly verify: (publicKey: Uint8Array, input: Uint8Array, signature: Uint8Array) => Promise<boolean>;
}

/**
 * The algorithms a validator speaks. What is not here makes a zone insecure, never bogus (RFC 4035 s5.2): RSA/SHA-1
 * and older are left out on purpose (DNS-10), Ed448 because no browser has it.
 */
export const ALGORITHMS: ReadonlyMap<number, DnssecAlgorithm> = new Map<number, DnssecAlgorithm>([
  [8, rsa("SHA-256")],
  [10, rsa("SHA-512")],
  [13, { usable: (key) => key.length === 64, verify: verifyP256 }],
  [14, { usable: isP384Point, verify: verifyP384 }],
  [15, { usable: (key) => key.length === 32, verify: (...all) => verifySignature("ed25519", ...all) }],
]);

/** Computes a digest. */
export type Digest = (octets: Uint8Array) => Uint8Array;

/** Digests of DS records; SHA-1 is left out on purpose (DNS-10). The higher number is the stronger one. */
export const DS_DIGESTS: ReadonlyMap<number, Digest> = new Map<number, Digest>([
  [2, (octets) => sha256(octets)],
  [4, (octets) => sha384(octets)],
]);

function rsa(hash: "SHA-256" | "SHA-512"): DnssecAlgorithm {
  return {
    usable: (key) => readRsaKey(key) !== undefined,
    verify: (key, input, signature) => verifyRsa(hash, key, input, signature),
  };
}

/** RFC 6605: the point without its leading octet. */
function verifyP256(key: Uint8Array, input: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return verifySignature("ecdsa-p256-sha256", concat([Uint8Array.of(4), key]), input, signature);
}

async function verifyP384(key: Uint8Array, input: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (signature.length !== 96 || !isP384Point(key)) return false;
  return verifyEcdsa("P-384", "SHA-384", concat([Uint8Array.of(4), key]), input, signature);
}
