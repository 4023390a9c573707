import { toHex } from "../canonical/encoding.ts";

/** Membership tests with native BigInt: a handful of multiplications for the P curves, some 250 for Ed25519. */

const ED25519_P = 2n ** 255n - 19n;
const ED25519_D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const P256_P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const P256_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const P384_P = 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n;
const P384_B = BigInt(
  "0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
);

/** Whether 32 octets with a canonical y are the encoding of a point of edwards25519 (RFC 8032 s5.1.3). */
export function isEd25519Point(encoded: Uint8Array): boolean {
  const y = fromBigEndian(Uint8Array.from(encoded).reverse()) & (2n ** 255n - 1n);
  const y2 = (y * y) % ED25519_P;
  // x^2 = (y^2 - 1) / (d y^2 + 1) is a square iff the product of both is (Euler); x = 0 is small order, judged elsewhere.
  const product = (y2 - 1n) * (ED25519_D * y2 + 1n);
  return power(product, (ED25519_P - 1n) / 2n, ED25519_P) <= 1n;
}

/** Whether (x, y), 32 octets each and big-endian, lies on P-256 (SEC 1 s3.2.2.1). */
export function isP256Point(xOctets: Uint8Array, yOctets: Uint8Array): boolean {
  const x = fromBigEndian(xOctets);
  const y = fromBigEndian(yOctets);
  return x < P256_P && y < P256_P && (y * y - x * x * x + 3n * x - P256_B) % P256_P === 0n;
}

/** Whether 96 octets are a point of P-384 (SEC 1 s3.2.2.1), checked before any engine sees them. */
export function isP384Point(key: Uint8Array): boolean {
  if (key.length !== 96) return false;
  const x = fromBigEndian(key.subarray(0, 48));
  const y = fromBigEndian(key.subarray(48));
  return x < P384_P && y < P384_P && (y * y - x * x * x + 3n * x - P384_B) % P384_P === 0n;
}

/** The unsigned number of big-endian octets. */
export function fromBigEndian(octets: Uint8Array): bigint {
  return BigInt(`0x${toHex(octets)}`);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let square = base % modulus, rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return (result + modulus) % modulus;
}
