import { X509Certificate } from "node:crypto";

/** Who signed, and the certificates that came with the signature. */
export interface Signer {
  readonly certificate: X509Certificate;
  readonly others: readonly X509Certificate[];
}

/** Extended key usage id-kp-codeSigning (RFC 5280 s4.2.1.12). */
const CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

/** A certificate in DER, or undefined. */
export function certificateIn(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

/**
 * Whether a certificate for the signing of code leads to the authority, over at most one more certificate. The dates of
 * the signer's certificate count; those of the one between do not, as clients have newer ones of the same key built in.
 */
export function leadsTo({ certificate, others }: Signer, authority: X509Certificate, now: Date): boolean {
  const begins = Date.parse(certificate.validFrom);
  const ends = Date.parse(certificate.validTo);
  if (!(begins <= now.getTime() && now.getTime() <= ends) || !certificate.keyUsage?.includes(CODE_SIGNING))
    return false;
  const issued = (one: X509Certificate, by: X509Certificate) =>
    by.ca && one.checkIssued(by) && one.verify(by.publicKey);
  return [authority, ...others.filter((one) => issued(one, authority))].some((by) => issued(certificate, by));
}

/** One attribute of the subject, such as `CN`; undefined where it is missing or stands twice. */
export function subjectPart(certificate: X509Certificate, name: string): string | undefined {
  const found = certificate.subject.split("\n").filter((line) => line.startsWith(`${name}=`));
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
}

/** The subject on one line. */
export const subjectOf = (certificate: X509Certificate): string => certificate.subject.split("\n").join(", ");
