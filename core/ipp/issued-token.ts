import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat } from "../canonical/concat.ts";
import { strictBase64Url, toBase64Url } from "../canonical/encoding.ts";

/** Octets of randomness, of the expiry, and of the code that only the issuer can make. */
const RANDOM = 16;
const EXPIRY = 4;
const CODE = 16;

/** Fewest octets of a secret: the code is as hard to guess as the secret. */
export const MIN_TOKEN_SECRET = 32;

/** For whom a token is made: the address that declares with it, and the last second at which it may be reported. */
export interface TokenSubject {
  /** `l@d` of the declaration. */
  readonly address: string;
  /** `x` of the declaration: epoch seconds below 2^32. */
  readonly expires: number;
}

/**
 * Makes the report token `n` of one recipient's copy so that the issuer recognises it later without keeping a register:
 * random octets, the expiry and an HMAC-SHA256 over both and the address (decision 14). Nobody else can make one, and one
 * of another address does not fit.
 * @param secret at least {@link MIN_TOKEN_SECRET} octets, known to whoever declares and whoever receives reports
 * @param random 16 octets, new for each copy
 * @returns 48 characters of base64url
 */
export function issueToken(secret: Uint8Array, { address, expires }: TokenSubject, random: Uint8Array): string {
  if (secret.length < MIN_TOKEN_SECRET) throw new RangeError(`secret: fewer than ${MIN_TOKEN_SECRET} octets`);
  if (random.length !== RANDOM) throw new RangeError(`random: not ${RANDOM} octets`);
  if (!Number.isInteger(expires) || expires < 0 || expires >= 2 ** 32) throw new RangeError("expires: not 32 bits");
  const octets = new Uint8Array(EXPIRY);
  new DataView(octets.buffer).setUint32(0, expires);
  const head = concat([random, octets]);
  return toBase64Url(concat([head, codeOf(secret, address, head)]));
}

/**
 * Reads a token that came back.
 * @param secrets the present one and those before it that may still be in use
 * @returns when it expires (epoch seconds); undefined for a token that was not made for this address with such a secret
 */
export function readIssuedToken(
  secrets: readonly Uint8Array[],
  address: string,
  token: string,
): { readonly expires: number } | undefined {
  const octets = strictBase64Url(token);
  if (octets?.length !== RANDOM + EXPIRY + CODE) return undefined;
  const head = octets.subarray(0, RANDOM + EXPIRY);
  const code = octets.subarray(RANDOM + EXPIRY);
  if (!secrets.some((secret) => sameCode(codeOf(secret, address, head), code))) return undefined;
  return { expires: new DataView(octets.buffer, octets.byteOffset + RANDOM).getUint32(0) };
}

const codeOf = (secret: Uint8Array, address: string, head: Uint8Array) =>
  hmac(sha256, secret, concat([new TextEncoder().encode(`countersign-token/1\n${address}\n`), head])).subarray(0, CODE);

/** Takes equally long wherever the first difference is. */
function sameCode(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [i, octet] of a.entries()) difference |= octet ^ (b[i] ?? 0);
  return difference === 0;
}
