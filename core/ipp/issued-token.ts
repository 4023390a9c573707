import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat } from "../canonical/concat.ts";
import { strictBase64Url, toBase64Url } from "../canonical/encoding.ts";
import { NATURES } from "./grammar.ts";

/** Octets of randomness, of the expiry, of the nature, and of the code that only the issuer can make. */
const RANDOM = 16;
const EXPIRY = 4;
const NATURE = 1;
const CODE = 16;
const HEAD = RANDOM + EXPIRY + NATURE;

/** Natures by their number in a token, less one. */
const KNOWN: readonly string[] = NATURES;

/** Fewest octets of a secret: the code is as hard to guess as the secret. */
export const MIN_TOKEN_SECRET = 32;

/** For which declaration a token is made. */
export interface TokenSubject {
  /** `l@d`. */
  readonly address: string;
  /** `x`: epoch seconds below 2^32, the last one at which it may be reported. */
  readonly expires: number;
  /** A report by the sender route says nothing of the message: its token has to tell what was declared. */
  readonly nature: string;
}

/** What a token that came back says. */
export interface IssuedToken {
  /** Epoch seconds. */
  readonly expires: number;
  /** Absent for a nature that is not one of the standard's. */
  readonly nature?: string;
}

/**
 * Makes the report token `n` of one recipient's copy so that the issuer recognises it later without keeping a register:
 * random octets, the expiry, the nature, and an HMAC-SHA256 over all of them and the address (decision 14). Nobody else
 * can make one, and one of another address does not fit.
 * @param secret at least {@link MIN_TOKEN_SECRET} octets, known to whoever declares and whoever receives reports
 * @param random 16 octets, new for each copy
 * @returns 50 characters of base64url
 */
export function issueToken(secret: Uint8Array, { address, expires, nature }: TokenSubject, random: Uint8Array): string {
  if (secret.length < MIN_TOKEN_SECRET) throw new RangeError(`secret: fewer than ${MIN_TOKEN_SECRET} octets`);
  if (random.length !== RANDOM) throw new RangeError(`random: not ${RANDOM} octets`);
  if (!Number.isInteger(expires) || expires < 0 || expires >= 2 ** 32) throw new RangeError("expires: not 32 bits");
  const head = new Uint8Array(HEAD);
  head.set(random);
  new DataView(head.buffer).setUint32(RANDOM, expires);
  // 0 for one that is not the standard's.
  head[RANDOM + EXPIRY] = KNOWN.indexOf(nature) + 1;
  return toBase64Url(concat([head, codeOf(secret, address, head)]));
}

/**
 * Reads a token that came back.
 * @param secrets the present one and those before it that may still be in use
 * @returns undefined for a token that was not made for this address with such a secret
 */
export function readIssuedToken(
  secrets: readonly Uint8Array[],
  address: string,
  token: string,
): IssuedToken | undefined {
  const octets = strictBase64Url(token);
  if (octets?.length !== HEAD + CODE) return undefined;
  const head = octets.subarray(0, HEAD);
  const code = octets.subarray(HEAD);
  if (!secrets.some((secret) => sameCode(codeOf(secret, address, head), code))) return undefined;
  const nature = KNOWN[(head[RANDOM + EXPIRY] ?? 0) - 1];
  const expires = new DataView(octets.buffer, octets.byteOffset + RANDOM).getUint32(0);
  return { expires, ...(nature !== undefined && { nature }) };
}

const codeOf = (secret: Uint8Array, address: string, head: Uint8Array) =>
  hmac(sha256, secret, concat([new TextEncoder().encode(`countersign-token/1\n${address}\n`), head])).subarray(0, CODE);

/** Takes equally long wherever the first difference is. */
function sameCode(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [i, octet] of a.entries()) difference |= octet ^ (b[i] ?? 0);
  return difference === 0;
}
