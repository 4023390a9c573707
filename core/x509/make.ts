import { sha256 } from "@noble/hashes/sha2.js";
import { sign } from "../crypto/signature.ts";
import { COMMON_NAME } from "./name.ts";
import { bitString, oid, sequence, setOf, tagged, time, unsigned, utf8String } from "./write-der.ts";

/** What a certificate is to say. */
export interface CertificateTemplate {
  /** Positive, at most 20 octets. */
  readonly serial: Uint8Array;
  /** DER of the names; {@link commonName} makes simple ones. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Epoch seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** DER of each, in order. */
  readonly extensions: readonly Uint8Array[];
}

/** Signs to-be-signed octets. */
export interface CertificateSigner {
  /** DER AlgorithmIdentifier. */
  readonly algorithm: Uint8Array;
  readonly sign: (tbs: Uint8Array) => Promise<Uint8Array>;
}

/** Makes a version 3 certificate (RFC 5280 s4.1). */
export async function makeCertificate(template: CertificateTemplate, signer: CertificateSigner): Promise<Uint8Array> {
  const { serial, issuer, subject, notBefore, notAfter, publicKey, extensions } = template;
  const tbs = sequence(
    tagged(0, unsigned(Uint8Array.of(2))),
    unsigned(serial),
    signer.algorithm,
    issuer,
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKey,
    ...(extensions.length > 0 ? [tagged(3, sequence(...extensions))] : []),
  );
  return sequence(tbs, signer.algorithm, bitString(await signer.sign(tbs)));
}

/** A Name with a common name alone. */
export const commonName = (text: string) => sequence(setOf(sequence(oid(COMMON_NAME), utf8String(text))));

/** Identifies a key, for subjectKeyIdentifier: 160 bits of its SHA-256 (RFC 7093 s2). */
export const keyIdentifier = (publicKey: Uint8Array) => sha256(publicKey).subarray(0, 20);

/** Signs with a PKCS #8 key of WebCrypto. */
export function signerOf(alg: "ed25519" | "ecdsa-p256-sha256", privateKey: Uint8Array): CertificateSigner {
  if (alg === "ed25519")
    return { algorithm: sequence(oid("1.3.101.112")), sign: (tbs) => sign("ed25519", privateKey, tbs) };
  return {
    algorithm: sequence(oid("1.2.840.10045.4.3.2")),
    async sign(tbs) {
      const raw = await sign("ecdsa-p256-sha256", privateKey, tbs);
      return sequence(unsigned(raw.subarray(0, 32)), unsigned(raw.subarray(32)));
    },
  };
}

/** 126 random bits: positive, and nobody can guess the next one. */
export function serialNumber(): Uint8Array {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
  return octets;
}
