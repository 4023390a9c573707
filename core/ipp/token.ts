import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat } from "../canonical/concat.ts";
import { strictBase64Url, toBase64Url } from "../canonical/encoding.ts";

/** Octets of a token: random ones (128 bits, G51), its last moment, and a code that only its maker can compute. */
const RANDOM = 16;
const EXPIRES = 5;
const CODE = 16;
const PREFIX = new TextEncoder().encode("countersign-token/1\n");

/**
 * Makes a report token that whoever has the secret recognises again without a register of those given out: a receiver must
 * count only tokens of its own (decision 14). 50 characters of base64url.
 * @param secret at least 32 octets
 * @param address `l@d` of the declaration
 * @param expires `x` of the declaration, epoch seconds
 * @param random 16 octets that nobody can foretell, new for every copy
 */
export function makeToken(secret: Uint8Array, address: string, expires: number, random: Uint8Array): string {
  const time = Uint8Array.from({ length: EXPIRES }, (_, i) => Math.floor(expires / 256 ** (EXPIRES - 1 - i)) % 256);
  const open = concat([random.subarray(0, RANDOM), time]);
  return toBase64Url(concat([open, code(secret, address, open)]));
}

/**
 * Reads a token as {@link makeToken} makes it.
 * @returns its last moment in epoch seconds; undefined for one that was not made with this secret for this address
 */
export function readToken(
  secret: Uint8Array,
  address: string,
  token: string,
): { readonly expires: number } | undefined {
  const octets = strictBase64Url(token);
  if (octets?.length !== RANDOM + EXPIRES + CODE) return undefined;
  const open = octets.subarray(0, RANDOM + EXPIRES);
  const right = code(secret, address, open);
  // Every octet is looked at, so that the time taken says nothing about how many were right.
  if (right.reduce((differ, octet, i) => differ | (octet ^ (octets[open.length + i] ?? 0)), 0) !== 0) return undefined;
  return { expires: open.subarray(RANDOM).reduce((sum, octet) => sum * 256 + octet, 0) };
}

function code(secret: Uint8Array, address: string, open: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(`${address}\n`);
  return hmac(sha256, secret, concat([PREFIX, text, open])).subarray(0, CODE);
}
