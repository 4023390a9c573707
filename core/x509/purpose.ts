import { asciiLower } from "../message/fields.ts";
import type { Certificate } from "./certificate.ts";
import { matchesHost, readHost } from "./host-name.ts";
import { mailboxOf, sameMailbox } from "./mailbox.ts";
import { COMMON_NAME } from "./name.ts";

/** What a leaf is to be used for. */
export type Purpose =
  /** Signing mail as `address`, an addr-spec. */
  | { readonly kind: "email"; readonly address: string }
  /** Receiving encrypted mail as `address`: key agreement and no more (3-protocols 4.1). */
  | { readonly kind: "encryption"; readonly address: string }
  /** Signing as a host, lower-case A-labels. */
  | { readonly kind: "host"; readonly name: string }
  /** Nothing but the path: says nothing about whom the leaf names. */
  | { readonly kind: "path" };

/** Why a leaf does not serve its purpose. */
export type PurposeFault =
  /** It names somebody else, nobody, or several (X5-02). */
  | "NAME_MISMATCH"
  /** It names the address in other ASCII case (G34). */
  | "NAME_CASE"
  /** extendedKeyUsage leaves the purpose out (X5-05). */
  | "EXTENDED_KEY_USAGE"
  /** keyUsage leaves out what is to be done. */
  | "KEY_USAGE"
  /** Fields that contradict each other. */
  | "FORM";

export const EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
export const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const ANY_USAGE = "2.5.29.37.0";

const USAGE: ReadonlyMap<Purpose["kind"], string> = new Map([
  ["email", EMAIL_PROTECTION],
  ["encryption", EMAIL_PROTECTION],
  ["host", SERVER_AUTH],
]);

/** Judges a leaf by itself. */
export function checkPurpose(leaf: Certificate, purpose: Purpose): PurposeFault | undefined {
  if (purpose.kind === "path") return undefined;
  const { keyUsage, extendedKeyUsage } = leaf.known;
  const wanted = USAGE.get(purpose.kind) ?? "";
  // The one purpose by name: "any" would let a key for servers sign mail.
  if (extendedKeyUsage !== undefined && !extendedKeyUsage.purposes.includes(wanted)) return "EXTENDED_KEY_USAGE";
  // Beside the purpose it says nothing but that nobody thought about it (CA/Browser Forum, 7.1.2.7.10).
  if (purpose.kind === "host" && extendedKeyUsage?.purposes.includes(ANY_USAGE)) return "EXTENDED_KEY_USAGE";
  if (purpose.kind === "email") {
    // Where signing is not named, a key that was meant for something else would sign (X5-05).
    return keyUsage?.has("digitalSignature") ? checkAddress(leaf, purpose.address) : "KEY_USAGE";
  }
  if (purpose.kind === "encryption")
    return keyUsage?.has("keyAgreement") ? checkAddress(leaf, purpose.address) : "KEY_USAGE";
  if (keyUsage !== undefined && !keyUsage.has("digitalSignature")) return "KEY_USAGE";
  return checkHost(leaf, purpose.name);
}

/** Whether a CA that limits what its certificates are for allows the purpose. */
export function allowsPurpose(issuer: Certificate, purpose: Purpose, isAnchor: boolean): boolean {
  const usages = issuer.known.extendedKeyUsage?.purposes;
  const wanted = USAGE.get(purpose.kind);
  if (usages === undefined || wanted === undefined) return true;
  // A root for servers has none (CA/Browser Forum, 7.1.2.1).
  if (isAnchor && purpose.kind === "host") return false;
  return usages.includes(wanted) || usages.includes(ANY_USAGE);
}

/**
 * Exactly one mailbox among the subject's alternative names, and it is the address; common names and addresses in the
 * subject are never read (X5-02).
 */
function checkAddress(leaf: Certificate, address: string): PurposeFault | undefined {
  const names = leaf.known.subjectAltName?.names ?? [];
  const [name, ...more] = names.filter(({ kind }) => kind === "rfc822Name" || kind === "smtpUtf8Mailbox");
  const own = name && mailboxOf(name);
  const isAscii = !/[^\0-\x7f]/.test(address.slice(0, Math.max(address.lastIndexOf("@"), 0)));
  const wanted = mailboxOf({ kind: isAscii ? "rfc822Name" : "smtpUtf8Mailbox", text: address });
  if (own === undefined || wanted === undefined || more.length > 0) return "NAME_MISMATCH";
  if (sameMailbox(own, wanted)) return undefined;
  const inLowerCase = { local: asciiLower(wanted.local), domain: wanted.domain };
  return sameMailbox({ ...own, local: asciiLower(own.local) }, inLowerCase) ? "NAME_CASE" : "NAME_MISMATCH";
}

function checkHost(leaf: Certificate, name: string): PurposeFault | undefined {
  const { subjectAltName, extendedKeyUsage } = leaf.known;
  const texts = (subjectAltName?.names ?? []).flatMap((found) => (found.kind === "dNSName" ? [found.text] : []));
  const hosts = texts.map(readHost);
  // CA/Browser Forum, 7.1.2.7: neither is critical for a named subject.
  if (leaf.subject.attributes.length > 0 && subjectAltName?.critical === true) return "FORM";
  if (extendedKeyUsage?.critical === true) return "FORM";
  if (hosts.includes(undefined) || !shownHostsAgree(leaf, texts)) return "FORM";
  return hosts.some((host) => host !== undefined && matchesHost(host, name)) ? undefined : "NAME_MISMATCH";
}

/** A common name that looks like a host must be one of the names, or people read one host and programs another. */
function shownHostsAgree({ subject }: Certificate, texts: readonly string[]): boolean {
  const shown = subject.attributes.filter(({ type }) => type === COMMON_NAME).map(({ text }) => text ?? "");
  return shown.every((text) => !/[.:]/.test(text) || /\s/.test(text) || texts.includes(text));
}
