import { toHex } from "../canonical/encoding.ts";
import type { SignatureAlgorithm } from "../knowledge.ts";
import { isEd25519Point, isP256Point } from "./curves.ts";
import { memo } from "./memo.ts";
import { bitLength, readRsaPublicKey } from "./rsa-key.ts";

/** Why a key is refused, when it is imported and each time it is used (CRY-01, CRY-04, G55). */
export type KeyFault = "encoding" | "not-a-point" | "small-order" | "rsa-size" | "rsa-exponent" | "rsa-modulus";

/**
 * Checks a public key before any engine sees it, because engines differ (G.1: small-order points, e = 1 and 512-bit
 * moduli all verify in some).
 * @param key octets of G25: Ed25519 32, P-256 the 65-octet point, RSA DER SubjectPublicKeyInfo
 * @returns undefined when the key may be used
 */
export function lintKey(alg: SignatureAlgorithm, key: Uint8Array): KeyFault | undefined {
  return key.length > MAX_KEY_OCTETS ? "encoding" : LINT[alg](key);
}

/** The SubjectPublicKeyInfo of an 8192-bit RSA key has 1062 octets. */
const MAX_KEY_OCTETS = 2048;

/** The same few keys are judged for every message, and a point costs hundreds of multiplications. */
const LINT: Readonly<Record<SignatureAlgorithm, (key: Uint8Array) => KeyFault | undefined>> = {
  ed25519: memo(64, lintEd25519),
  "ecdsa-p256-sha256": memo(64, lintP256),
  "rsa-pss-sha256": memo(64, lintRsa),
};

/**
 * Length of a signature of this key in octets.
 * @returns undefined when the key fails {@link lintKey}
 */
export function signatureLength(alg: SignatureAlgorithm, key: Uint8Array): number | undefined {
  if (alg !== "rsa-pss-sha256") return 64;
  const rsa = readRsaPublicKey(key);
  return rsa === undefined ? undefined : Math.ceil(bitLength(rsa.modulus) / 8);
}

function lintEd25519(key: Uint8Array): KeyFault | undefined {
  if (key.length !== 32) return "encoding";
  const order = ed25519Encoding(key);
  if (order !== "usual") return order;
  return isEd25519Point(key) ? undefined : "not-a-point";
}

function lintP256(key: Uint8Array): KeyFault | undefined {
  if (key.length !== 65 || key[0] !== 4) return "encoding";
  return isP256Point(key.subarray(1, 33), key.subarray(33)) ? undefined : "not-a-point";
}

function lintRsa(key: Uint8Array): KeyFault | undefined {
  const rsa = readRsaPublicKey(key);
  if (rsa === undefined) return "encoding";
  const bits = bitLength(rsa.modulus);
  if (bits < 2048 || bits > 8192) return "rsa-size";
  if (((rsa.modulus.at(-1) ?? 0) & 1) === 0) return "rsa-modulus";
  // Engines take 32-bit exponents alike; beyond that they part ways.
  const exponent = rsa.exponent.length > 4 ? 0 : rsa.exponent.reduce((value, octet) => value * 256 + octet, 0);
  return exponent < 65537 || exponent % 2 === 0 ? "rsa-exponent" : undefined;
}

/** Hex of the y coordinates (little-endian, sign bit cleared) of the eight points whose order divides 8. */
const SMALL_ORDER_Y = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/**
 * Judges 32 octets as the encoding of an Ed25519 point, A or R (G27), without computing on the curve.
 * `small-order` comprises the encodings with x = 0 and the sign bit set.
 */
export function ed25519Encoding(point: Uint8Array): "usual" | "encoding" | "small-order" {
  const y = Uint8Array.from(point);
  y[31] = (y[31] ?? 0) & 0x7f;
  // y >= p = 2^255 - 19 is a second spelling of a small number.
  if (y[31] === 0x7f && (y[0] ?? 0) >= 0xed && y.subarray(1, 31).every((octet) => octet === 0xff)) return "encoding";
  return SMALL_ORDER_Y.has(toHex(y)) ? "small-order" : "usual";
}
