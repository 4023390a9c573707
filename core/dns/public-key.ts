import { bitLength, type RsaPublicKey } from "../crypto/rsa-key.ts";
import { isSoundRsaKey, type Pkcs1Hash, verifyPkcs1 } from "../crypto/rsa-pkcs1.ts";
import { uint16 } from "./octets.ts";

/** Bits of a modulus that is believed: signatures of less can be forged, more only costs time (DNS-10). */
const MIN_BITS = 1024;
const MAX_BITS = 4096;

/**
 * Reads the key of RFC 3110 s2 and judges it: 1024 to 4096 bits, and sound as every RSA key must be (CRY-04).
 * @returns undefined for a key that must not be used
 */
export function readRsaKey(key: Uint8Array): RsaPublicKey | undefined {
  const [short = 0] = key;
  const head = short === 0 ? 3 : 1;
  const length = short === 0 ? uint16(key, 1) : short;
  const read = { exponent: key.subarray(head, head + length), modulus: key.subarray(head + length) };
  const bits = bitLength(read.modulus);
  return bits < MIN_BITS || bits > MAX_BITS || !isSoundRsaKey(read) ? undefined : read;
}

/** RSASSA-PKCS1-v1_5 (RFC 5702 s3). */
export async function verifyRsa(
  hash: Pkcs1Hash,
  key: Uint8Array,
  input: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const rsa = readRsaKey(key);
  return rsa !== undefined && (await verifyPkcs1(hash, rsa, input, signature));
}
