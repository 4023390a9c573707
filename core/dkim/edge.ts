import { verifyPkcs1 } from "../crypto/rsa-pkcs1.ts";
import { sha256 } from "../crypto/sha256.ts";
import { verifySignature } from "../crypto/signature.ts";
import type { PublishedKey } from "./key-record.ts";
import type { SignedBy } from "./signature.ts";

/** Whether the algorithm of a signature is the one its key is published for (RFC 6376 s3.6.1, `k=`). */
export function fitsAlgorithm({ algorithm }: SignedBy, { key }: PublishedKey): boolean {
  return algorithm === (key.type === "rsa" ? "rsa-sha256" : "ed25519-sha256");
}

/** Whether the signature of these octets is true; both algorithms sign their SHA-256 (RFC 6376 s3.3.2, RFC 8463 s3). */
export async function isTrue({ signature }: SignedBy, { key }: PublishedKey, input: Uint8Array): Promise<boolean> {
  if (key.type === "rsa") return verifyPkcs1("SHA-256", key, input, signature);
  return verifySignature("ed25519", key.octets, await sha256(input), signature);
}
