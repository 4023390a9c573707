import { commonName, keyIdentifier, makeCertificate, serialNumber, signerOf } from "./make.ts";
import {
  authorityKeyIdentifier,
  basicConstraints,
  dnsName,
  issuerAltName,
  keyUsage,
  mailboxName,
  nameConstraints,
  subjectAltName,
  subjectKeyIdentifier,
} from "./make-extensions.ts";

/** A key pair that certificates are made for, or with. */
export interface CertificateKey {
  readonly alg: "ed25519" | "ecdsa-p256-sha256";
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** PKCS #8. */
  readonly privateKey: Uint8Array;
}

/** First and last second, epoch seconds. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

const nameOf = (domain: string) => commonName(`MT2 authority of ${domain}`);

/**
 * Makes the certificate that a domain publishes at `_mt2.<domain>` (3-protocols section 5): self-signed, for hosts and
 * mailboxes of the domain and nothing else.
 */
export async function makeAuthority(domain: string, key: CertificateKey, validity: Validity): Promise<Uint8Array> {
  const id = keyIdentifier(key.publicKey);
  const own = [dnsName(domain), mailboxName(domain), mailboxName(`.${domain}`)];
  const extensions = [
    basicConstraints(true, 0),
    keyUsage("keyCertSign"),
    nameConstraints(own, []),
    subjectKeyIdentifier(id),
    authorityKeyIdentifier(id),
  ];
  const name = nameOf(domain);
  return makeCertificate(
    { ...validity, serial: serialNumber(), issuer: name, subject: name, publicKey: key.publicKey, extensions },
    signerOf(key.alg, key.privateKey),
  );
}

/**
 * Makes the certificate of a host, or of a sender's address: one name, and the domain that issued it (T45, T48).
 * @param publicKey DER SubjectPublicKeyInfo
 */
export async function makeDelegated(
  subject: string,
  publicKey: Uint8Array,
  issuer: { readonly domain: string; readonly key: CertificateKey },
  validity: Validity,
): Promise<Uint8Array> {
  const extensions = [
    basicConstraints(false),
    keyUsage("digitalSignature"),
    subjectAltName(subject.includes("@") ? mailboxName(subject) : dnsName(subject)),
    issuerAltName(dnsName(issuer.domain)),
    subjectKeyIdentifier(keyIdentifier(publicKey)),
    authorityKeyIdentifier(keyIdentifier(issuer.key.publicKey)),
  ];
  const names = { issuer: nameOf(issuer.domain), subject: commonName(subject) };
  return makeCertificate(
    { ...validity, ...names, serial: serialNumber(), publicKey, extensions },
    signerOf(issuer.key.alg, issuer.key.privateKey),
  );
}
