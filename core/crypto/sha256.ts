import { sha256 as plain } from "@noble/hashes/sha2.js";
import { assertOctets } from "./octets.ts";

/** Up to so many octets plain code is done before WebCrypto's own thread has been reached. */
const SHORT = 16 * 1024;

/** SHA-256 (FIPS 180-4) of octets given whole; long ones by WebCrypto, which uses the processor's own instructions. */
export async function sha256(octets: Uint8Array): Promise<Uint8Array> {
  assertOctets(octets);
  if (octets.length <= SHORT) return plain(octets);
  const own = isUnshared(octets) ? octets : new Uint8Array(octets);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", own));
}

/** WebCrypto takes no view of shared memory. */
const isUnshared = (octets: Uint8Array): octets is Uint8Array<ArrayBuffer> => octets.buffer instanceof ArrayBuffer;
