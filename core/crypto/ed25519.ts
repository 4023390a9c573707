import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat } from "../canonical/concat.ts";
import { fromBigEndian } from "./curves.ts";

/** Order of the base point, L of RFC 8032 s5.1. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Whether S, the second half of a signature, is below L (G27, CRY-02). */
export function isReducedScalar(s: Uint8Array): boolean {
  // Every honest S but one in 2^128 is told from L by its top octet.
  return (s[31] ?? 0) < 0x10 || littleEndian(s) < L;
}

/**
 * The cofactorless equation [S]B = R + [k]A of RFC 8032 with k reduced modulo L (G27, H10), in plain JavaScript: for
 * platforms whose WebCrypto has no Ed25519. A, R and S must have passed the checks of `signature.ts`. The library's own
 * `verify` is cofactored and answers differently for mixed-order points.
 */
export function verifyCofactorless(key: Uint8Array, input: Uint8Array, signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concat([r, key, input]))) % L;
  const { Point } = ed25519;
  const a = Point.fromBytes(key, false);
  const expected = Point.BASE.multiplyUnsafe(s).add(a.negate().multiplyUnsafe(k)).toBytes();
  // R is compared as octets, so only its canonical encoding can be equal.
  return expected.every((octet, i) => octet === r[i]);
}

function littleEndian(octets: Uint8Array): bigint {
  return fromBigEndian(Uint8Array.from(octets).reverse());
}
