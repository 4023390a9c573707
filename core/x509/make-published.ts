import { domainOf } from "../message/addr-spec.ts";
import { commonName, keyIdentifier, makeCertificate, serialNumber, signerOf } from "./make.ts";
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  mailboxName,
  nameConstraints,
  subjectAltName,
  subjectKeyIdentifier,
} from "./make-extensions.ts";
import { writePem } from "./pem.ts";
import { EMAIL_PROTECTION } from "./purpose.ts";

/** What goes into a `.pub`. */
export interface PublishedTemplate {
  /** addr-spec with the domain in A-labels. */
  readonly address: string;
  /** Epoch seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly signing: {
    readonly alg: "ed25519" | "ecdsa-p256-sha256";
    /** DER SubjectPublicKeyInfo. */
    readonly publicKey: Uint8Array;
    /** PKCS #8. */
    readonly privateKey: Uint8Array;
  };
  /** DER SubjectPublicKeyInfo of an X25519 key. */
  readonly encryptionKey?: Uint8Array;
}

/**
 * Makes the `.pub` of an alias (3-protocols 4.1): a self-signed certificate, and with an encryption key a second one that
 * it issues. Only then is the first a CA, for this one mailbox and nothing below it, as every issuer must be one (X5-03).
 */
export async function makePublished(template: PublishedTemplate): Promise<string> {
  const { address, notBefore, notAfter, signing, encryptionKey } = template;
  const name = commonName(address);
  const id = keyIdentifier(signing.publicKey);
  const mailbox = mailboxName(address);
  const common = { issuer: name, notBefore, notAfter };
  const signer = signerOf(signing.alg, signing.privateKey);
  const asIssuer = [
    basicConstraints(true, 0),
    keyUsage("digitalSignature", "keyCertSign"),
    nameConstraints([constraintOf(address)], []),
  ];
  const asLeaf = [basicConstraints(false), keyUsage("digitalSignature")];
  const first = await makeCertificate(
    {
      ...common,
      serial: serialNumber(),
      subject: name,
      publicKey: signing.publicKey,
      extensions: [
        ...(encryptionKey === undefined ? asLeaf : asIssuer),
        extendedKeyUsage(EMAIL_PROTECTION),
        subjectAltName(mailbox),
        subjectKeyIdentifier(id),
      ],
    },
    signer,
  );
  const blocks = [first];
  if (encryptionKey !== undefined) {
    const extensions = [
      basicConstraints(false),
      keyUsage("keyAgreement"),
      extendedKeyUsage(EMAIL_PROTECTION),
      subjectAltName(mailbox),
      subjectKeyIdentifier(keyIdentifier(encryptionKey)),
      authorityKeyIdentifier(id),
    ];
    const subject = commonName(`${address} (encryption)`);
    const template = { ...common, serial: serialNumber(), subject, publicKey: encryptionKey, extensions };
    blocks.push(await makeCertificate(template, signer));
  }
  return blocks.map((octets) => writePem({ label: "CERTIFICATE", octets })).join("");
}

/** The mailbox itself; constraints know no local parts outside ASCII, so there it is the domain (RFC 9598 s6). */
function constraintOf(address: string): Uint8Array {
  return mailboxName(/[^\0-\x7f]/.test(address) ? domainOf(address) : address);
}
