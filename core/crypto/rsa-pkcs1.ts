import { concat } from "../canonical/concat.ts";
import { toBase64 } from "../canonical/encoding.ts";
import { memo } from "./memo.ts";
import { assertOctets } from "./octets.ts";
import { bitLength, type RsaPublicKey } from "./rsa-key.ts";

/** The digests that DNSSEC and DKIM use with it; SHA-1 is left out on purpose (DNS-10, RFC 8301). */
export type Pkcs1Hash = "SHA-256" | "SHA-512";

/** Octets of the longest exponent that engines read alike. */
const MAX_EXPONENT = 4;

/**
 * Whether an RSA key may be used for RSASSA-PKCS1-v1_5 at all: odd modulus, odd exponent of 3 to 2^32, nothing with
 * leading zeros (CRY-04). An exponent of 1 makes every padded digest its own signature; 3 stands in old records, and
 * with the padding checked by WebCrypto it is sound. How many bits are enough, the protocol says.
 */
export function isSoundRsaKey({ modulus, exponent }: RsaPublicKey): boolean {
  if (exponent.length < 1 || exponent.length > MAX_EXPONENT || modulus.length === 0) return false;
  if (exponent[0] === 0 || modulus[0] === 0 || !isOdd(modulus) || !isOdd(exponent)) return false;
  return exponent.length > 1 || exponent[0] !== 1;
}

const isOdd = (number: Uint8Array) => ((number.at(-1) ?? 0) & 1) === 1;

/**
 * Verifies RSASSA-PKCS1-v1_5 (RFC 8017 s8.2.2) by WebCrypto. For DNSSEC and DKIM only: this project's own protocols use
 * PSS.
 * @param input the octets signed, not a digest of them
 * @returns true only when every check said `true` (CRY-10)
 */
export async function verifyPkcs1(
  hash: Pkcs1Hash,
  key: RsaPublicKey,
  input: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  for (const octets of [key.modulus, key.exponent, input, signature]) assertOctets(octets);
  if (!isSoundRsaKey(key) || signature.length !== Math.ceil(bitLength(key.modulus) / 8)) return false;
  const imported = await IMPORTED[hash](concat([Uint8Array.of(key.exponent.length), key.exponent, key.modulus]));
  const answer: unknown = await crypto.subtle.verify(NAME, imported, new Uint8Array(signature), new Uint8Array(input));
  return answer === true;
}

const NAME = "RSASSA-PKCS1-v1_5";

/** Importing a key costs as much as verifying with it. */
const IMPORTED: Readonly<Record<Pkcs1Hash, (key: Uint8Array) => Promise<CryptoKey>>> = {
  "SHA-256": memo(64, importer("SHA-256")),
  "SHA-512": memo(64, importer("SHA-512")),
};

/** Reads the exponent, its length before it, and the modulus. */
function importer(hash: Pkcs1Hash): (key: Uint8Array) => Promise<CryptoKey> {
  return (key) => {
    const border = 1 + (key[0] ?? 0);
    const jwk = { kty: "RSA", n: base64url(key.subarray(border)), e: base64url(key.subarray(1, border)) };
    return crypto.subtle.importKey("jwk", jwk, { name: NAME, hash }, false, ["verify"]);
  };
}

const base64url = (octets: Uint8Array) =>
  toBase64(octets).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
