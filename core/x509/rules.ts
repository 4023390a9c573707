import { type Certificate, isSelfIssued } from "./certificate.ts";
import type { PurposeFault } from "./purpose.ts";

/** Why a certificate or a path is refused. */
export type PathFaultCode =
  | PurposeFault
  /** No certificate at hand has the issuer's name and key. */
  | "NO_ISSUER"
  | "SIGNATURE"
  | "EXPIRED"
  | "NOT_YET_VALID"
  /** An issuer without critical basicConstraints with cA=TRUE (X5-03). */
  | "NOT_CA"
  /** pathLenConstraint, or more intermediates than allowed (X5-04). */
  | "PATH_LENGTH"
  | "NAME_CONSTRAINTS"
  | "UNKNOWN_CRITICAL"
  /** The policies of the path are not acceptable. */
  | "POLICY"
  /** MD5, SHA-1, DSA and all that is not listed (X5-09). */
  | "ALGORITHM"
  /** A key that is too weak, too large, or no named curve (X5-08). */
  | "KEY"
  | "REVOKED"
  /** Building took more steps, signatures or comparisons than allowed. */
  | "LIMIT";

/** Where in a path a certificate stands. */
export type Role = "leaf" | "intermediate" | "anchor";

/** What holds for a certificate in its place, whatever else is in the path (RFC 5280 s4.2, s6.1.3, s6.1.4). */
export function checkCertificate(certificate: Certificate, role: Role): PathFaultCode | undefined {
  const { version, unknownCritical, publicKey, scheme } = certificate;
  if (version !== 3) return "FORM";
  if (unknownCritical.length > 0) return "UNKNOWN_CRITICAL";
  if (publicKey.algorithm === "unsupported") return "KEY";
  // Nobody checks what a root says about itself.
  if (scheme === undefined && role !== "anchor") return "ALGORITHM";
  return role === "leaf" ? checkLeaf(certificate) : checkIssuer(certificate, role);
}

function checkLeaf(leaf: Certificate): PathFaultCode | undefined {
  const { subjectAltName, basicConstraints, keyUsage, nameConstraints } = leaf.known;
  if (!hasForm(leaf, "leaf")) return "FORM";
  if (leaf.subject.attributes.length === 0 && subjectAltName?.critical !== true) return "FORM";
  if (basicConstraints?.ca === true) return undefined;
  if (keyUsage?.has("keyCertSign")) return "KEY_USAGE";
  return nameConstraints === undefined ? undefined : "FORM";
}

/** X5-03: both are required of every issuer, the anchor included. */
function checkIssuer(issuer: Certificate, role: Role): PathFaultCode | undefined {
  const { basicConstraints, keyUsage } = issuer.known;
  if (basicConstraints?.ca !== true || !basicConstraints.critical) return "NOT_CA";
  if (!keyUsage?.has("keyCertSign")) return "KEY_USAGE";
  const named = issuer.subject.attributes.length > 0 && issuer.known.subjectKeyIdentifier !== undefined;
  return named && hasForm(issuer, role) ? undefined : "FORM";
}

/** Fields that RFC 5280 demands of whoever conforms: the rest is read differently by different programs. */
function hasForm(certificate: Certificate, role: Role): boolean {
  const { authorityKeyIdentifier: authority, subjectKeyIdentifier, nameConstraints } = certificate.known;
  if (certificate.issuer.attributes.length === 0) return false;
  if (role !== "anchor" && certificate.serial.every((octet) => octet === 0)) return false;
  // s4.2.1.10, s4.2.1.1, s4.2.1.2.
  if (nameConstraints?.critical === false || authority?.critical || subjectKeyIdentifier?.critical) return false;
  if (authority === undefined) return isSelfIssued(certificate);
  return authority.id !== undefined && !(role === "anchor" && authority.others);
}

/** Every moment lies in the validity (X5-06). */
export function checkTimes({ notBefore, notAfter }: Certificate, at: readonly number[]): PathFaultCode | undefined {
  if (at.some((time) => time > notAfter)) return "EXPIRED";
  return at.every((time) => notBefore <= time) ? undefined : "NOT_YET_VALID";
}
