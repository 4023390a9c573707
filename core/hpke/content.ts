import { concat } from "../canonical/concat.ts";
import { asciiBytes } from "../canonical/encoding.ts";
import { CONTENT_ALGORITHM } from "./jwe.ts";

/** Octets of the tag of A256GCM (RFC 7518 s5.3). */
const TAG_OCTETS = 16;
export const CONTENT_KEY_OCTETS = 32;
export const CONTENT_IV_OCTETS = 12;

/** The `info` that a content encryption key is sealed with: the kid names the one key it is for (T26, T56). */
export function recipientInfo(kid: string): Uint8Array {
  const separator = Uint8Array.of(0xff);
  return concat([asciiBytes("JOSE-HPKE rcpt"), separator, asciiBytes(CONTENT_ALGORITHM), separator, asciiBytes(kid)]);
}

/** Content under A256GCM as a JWE holds it. */
export interface Content {
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** Encrypts the content (RFC 7518 s5.3). */
export async function encryptContent(
  plaintext: Uint8Array,
  key: Uint8Array,
  iv: Uint8Array,
  aad: Uint8Array,
): Promise<Content> {
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt(parameters(iv, aad), await importKey(key, "encrypt"), owned(plaintext)),
  );
  const end = sealed.length - TAG_OCTETS;
  return { iv, ciphertext: sealed.subarray(0, end), tag: sealed.subarray(end) };
}

/** Decrypts the content; undefined for whatever goes wrong (E2E-14). */
export async function decryptContent(
  { iv, ciphertext, tag }: Content,
  key: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (key.length !== CONTENT_KEY_OCTETS) return undefined;
  try {
    const sealed = concat([ciphertext, tag]);
    return new Uint8Array(
      await crypto.subtle.decrypt(parameters(iv, aad), await importKey(key, "decrypt"), owned(sealed)),
    );
  } catch {
    return undefined;
  }
}

const parameters = (iv: Uint8Array, aad: Uint8Array): AesGcmParams => ({
  name: "AES-GCM",
  iv: owned(iv),
  additionalData: owned(aad),
  tagLength: TAG_OCTETS * 8,
});

const importKey = (key: Uint8Array, use: "encrypt" | "decrypt") =>
  crypto.subtle.importKey("raw", owned(key), "AES-GCM", false, [use]);

/** WebCrypto takes no views of shared memory; an octet array of our own is handed on as it is. */
function owned(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return octets.buffer instanceof ArrayBuffer
    ? new Uint8Array(octets.buffer, octets.byteOffset, octets.length)
    : Uint8Array.from(octets);
}
