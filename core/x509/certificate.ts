import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../canonical/encoding.ts";
import { equalOctets } from "../canonical/octets.ts";
import { MAX_CERTIFICATE_OCTETS } from "../limits.ts";
import { readPublicKey, readScheme, type SignatureScheme, type SubjectPublicKey } from "./algorithms.ts";
import { constructed, type DerElement, primitive, readDer, TAG } from "./der.ts";
import { type ReadExtensions, readExtensions } from "./extensions.ts";
import { type DistinguishedName, readName } from "./name.ts";
import { readValidity } from "./time.ts";

/** A certificate (RFC 5280 s4.1). Nothing in it is believed before a path to something trusted stands. */
export interface Certificate extends ReadExtensions {
  readonly kind: "certificate";
  /** The whole DER. */
  readonly octets: Uint8Array;
  /** The octets that are signed. */
  readonly tbs: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** Content octets of the serial number, positive. */
  readonly serial: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  /** Epoch seconds; both ends belong to the validity. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: SubjectPublicKey;
  /** Undefined for an algorithm that is refused. */
  readonly scheme: SignatureScheme | undefined;
  readonly signature: Uint8Array;
}

/** Why octets are no certificate that is read here. */
export interface CertificateFault {
  readonly kind: "fault";
  readonly code: CertificateFaultCode;
}

export type CertificateFaultCode =
  /** More than {@link MAX_CERTIFICATE_OCTETS}. */
  | "size"
  /** Not DER: BER, trailing octets, too deep (X5-07). */
  | "der"
  /** DER, but not the SEQUENCE of RFC 5280. */
  | "structure"
  /** Unknown, or with fields that the version does not have. */
  | "version"
  /** Not positive, or longer than 20 octets (RFC 5280 s4.1.2.2). */
  | "serial"
  | "time"
  /** Inner and outer signature algorithm differ (X5-09). */
  | "algorithms-differ"
  | "duplicate-extension"
  /** An extension that is understood is malformed. */
  | "extension";

const fault = (code: CertificateFaultCode): CertificateFault => ({ kind: "fault", code });

/**
 * Reads a certificate of strict DER. Total: any octets give a certificate or a fault.
 * @param der the certificate and nothing else
 */
export function readCertificate(der: Uint8Array): Certificate | CertificateFault {
  if (der.length > MAX_CERTIFICATE_OCTETS) return fault("size");
  // The caller's array may change after the checks.
  const certificate = readDer(Uint8Array.from(der));
  if (certificate === undefined) return fault("der");
  const [tbs, outer, bits, ...more] = certificate.children;
  if (certificate.tag !== TAG.sequence || tbs?.tag !== TAG.sequence || more.length > 0) return fault("structure");
  const signature = bits && wholeOctets(bits);
  if (outer?.tag !== TAG.sequence || signature === undefined) return fault("structure");
  return readTbs(certificate.octets, tbs, outer, signature);
}

function readTbs(octets: Uint8Array, tbs: DerElement, outer: DerElement, signature: Uint8Array) {
  const rest = [...tbs.children];
  const version = readVersion(rest[0]?.tag === constructed(0) ? rest.shift() : undefined);
  const [serial, inner, issuerName, validity, subjectName, spki, ...optional] = rest;
  const issuer = readName(issuerName);
  const subject = readName(subjectName);
  if (version === undefined) return fault("version");
  if (serial?.tag !== TAG.integer || inner?.tag !== TAG.sequence || spki?.tag !== TAG.sequence)
    return fault("structure");
  if (issuer === undefined || subject === undefined) return fault("structure");
  if ((serial.content[0] ?? 0x80) >= 0x80 || serial.content.length > 20) return fault("serial");
  if (!equalOctets(inner.octets, outer.octets)) return fault("algorithms-differ");
  const times = readValidity(validity);
  if (times === undefined) return fault("time");
  const extensions = readOptional(optional, version);
  if (typeof extensions === "string") return fault(extensions);
  const certificate: Certificate = {
    kind: "certificate",
    octets,
    tbs: tbs.octets,
    version,
    serial: serial.content,
    issuer,
    subject,
    ...times,
    publicKey: readPublicKey(spki),
    scheme: readScheme(outer),
    signature,
    ...extensions,
  };
  return certificate;
}

function readVersion(element: DerElement | undefined): 1 | 2 | 3 | undefined {
  if (element === undefined) return 1;
  const [number, ...more] = element.children;
  if (number?.tag !== TAG.integer || number.content.length !== 1 || more.length > 0) return undefined;
  // Version 1 is the DEFAULT and therefore left out.
  return number.content[0] === 1 ? 2 : number.content[0] === 2 ? 3 : undefined;
}

const NO_EXTENSIONS: ReadExtensions = { known: {}, present: new Set(), unknownCritical: [] };

/** issuerUniqueID, subjectUniqueID, extensions. */
function readOptional(elements: readonly DerElement[], version: 1 | 2 | 3): ReadExtensions | CertificateFaultCode {
  const rest = [...elements];
  for (const number of [1, 2]) if (rest[0]?.tag === primitive(number) && version > 1) rest.shift();
  const [extensions, ...more] = rest;
  if (extensions === undefined) return NO_EXTENSIONS;
  if (extensions.tag !== constructed(3) || more.length > 0) return "structure";
  const [list, ...others] = extensions.children;
  if (version !== 3) return "version";
  return others.length > 0 ? "structure" : readExtensions(list);
}

/** The octets of a BIT STRING that has no unused bits. */
export function wholeOctets({ tag, content }: DerElement): Uint8Array | undefined {
  return tag === TAG.bitString && content[0] === 0 ? content.subarray(1) : undefined;
}

/** SHA-256 of the whole certificate in lower-case hex, as certificate viewers show it. */
export function fingerprint({ octets }: Certificate): string {
  return toHex(sha256(octets));
}

/** SHA-256 of the SubjectPublicKeyInfo in lower-case hex: names the key, whatever certificate carries it. */
export function keyFingerprint({ publicKey }: Certificate): string {
  return toHex(sha256(publicKey.octets));
}

/** Issuer and subject are the same name (RFC 5280 s3.2). */
export function isSelfIssued({ issuer, subject }: Certificate): boolean {
  return issuer.key === subject.key;
}
