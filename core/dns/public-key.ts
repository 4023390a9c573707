import { fromBigEndian } from "../crypto/curves.ts";
import { bitLength, type RsaPublicKey } from "../crypto/rsa-key.ts";
import { isSoundRsaKey, type Pkcs1Hash, verifyPkcs1 } from "../crypto/rsa-pkcs1.ts";
import { uint16 } from "./octets.ts";

const P384_P = 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n;
const P384_B = BigInt(
  "0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
);

/** Whether 96 octets are a point of P-384 (SEC 1 s3.2.2.1), checked before any engine sees them. */
export function isP384Point(key: Uint8Array): boolean {
  if (key.length !== 96) return false;
  const x = fromBigEndian(key.subarray(0, 48));
  const y = fromBigEndian(key.subarray(48));
  return x < P384_P && y < P384_P && (y * y - x * x * x + 3n * x - P384_B) % P384_P === 0n;
}

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
