import { asciiBytes } from "../canonical/encoding.ts";
import { KEY_USAGES, type KeyUsage } from "./extensions.ts";
import { SMTP_UTF8_MAILBOX } from "./general-name.ts";
import { boolean, implicit, namedBits, octetString, oid, sequence, tagged, unsigned, utf8String } from "./write-der.ts";

/** One extension around its value. */
export function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

/** CA: certificates with more than `pathLength` others below it are refused. */
export function basicConstraints(ca: boolean, pathLength?: number): Uint8Array {
  const length = pathLength === undefined ? [] : [unsigned(Uint8Array.of(pathLength))];
  return extension("2.5.29.19", true, sequence(...(ca ? [boolean(true)] : []), ...length));
}

export function keyUsage(...usages: readonly KeyUsage[]): Uint8Array {
  return extension("2.5.29.15", true, namedBits(usages.map((usage) => KEY_USAGES.indexOf(usage))));
}

export const extendedKeyUsage = (...purposes: readonly string[]) =>
  extension("2.5.29.37", false, sequence(...purposes.map(oid)));

export const subjectAltName = (...names: readonly Uint8Array[]) => extension("2.5.29.17", false, sequence(...names));
export const issuerAltName = (...names: readonly Uint8Array[]) => extension("2.5.29.18", false, sequence(...names));
export const subjectKeyIdentifier = (id: Uint8Array) => extension("2.5.29.14", false, octetString(id));
export const authorityKeyIdentifier = (id: Uint8Array) => extension("2.5.29.35", false, sequence(implicit(0, id)));

/** Subtrees, permitted and excluded, each a list of general names. */
export function nameConstraints(permitted: readonly Uint8Array[], excluded: readonly Uint8Array[]): Uint8Array {
  const subtrees = (number: number, bases: readonly Uint8Array[]) =>
    bases.length === 0 ? [] : [tagged(number, ...bases.map((base) => sequence(base)))];
  return extension("2.5.29.30", true, sequence(...subtrees(0, permitted), ...subtrees(1, excluded)));
}

/** General names. */
export const dnsName = (domain: string) => implicit(2, asciiBytes(domain));

/** A mailbox: rfc822Name, or SmtpUTF8Mailbox for a local part outside ASCII (RFC 9598 s3). */
export function mailboxName(address: string): Uint8Array {
  if (!/[^\0-\x7f]/.test(address)) return implicit(1, asciiBytes(address));
  return tagged(0, oid(SMTP_UTF8_MAILBOX), tagged(0, utf8String(address)));
}
