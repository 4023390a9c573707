import { toALabel } from "../message/domain.ts";
import type { GeneralName } from "./general-name.ts";

/** A mailbox of a certificate, split where names are compared. */
export interface CertificateMailbox {
  readonly local: string;
  /** Lower-case A-labels. */
  readonly domain: string;
}

const ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
const DOT_ATOM = new RegExp(`^${ATEXT}+(?:\\.${ATEXT}+)*$`);
/** A dot-atom of RFC 6531 with at least one character outside ASCII (RFC 9598 s3). */
const UTF8_LOCAL = /^[^\s\p{C}"(),:;<>@[\\\]]+$/u;

/**
 * The mailbox of a rfc822Name or SmtpUTF8Mailbox: a plain `local@domain`. Quoted local parts, address literals, NUL and
 * second `@` make it no mailbox (X5-02).
 */
export function mailboxOf(name: GeneralName): CertificateMailbox | undefined {
  if (name.kind === "rfc822Name") return split(name.text, (local) => DOT_ATOM.test(local));
  if (name.kind !== "smtpUtf8Mailbox") return undefined;
  const isLocal = (local: string) =>
    UTF8_LOCAL.test(local) && /[^\0-\x7f]/.test(local) && local.split(".").every((atom) => atom !== "");
  return split(name.text, isLocal);
}

function split(text: string, isLocal: (local: string) => boolean): CertificateMailbox | undefined {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  const domain = toALabel(text.slice(at + 1));
  return domain !== undefined && local.length <= 64 && isLocal(local) ? { local, domain } : undefined;
}

/**
 * Whether two mailboxes are one: the local part octet by octet, the domain as A-labels (RFC 5280 s7.5, RFC 9598 s5).
 * `Alice@` is another name than `alice@`, as in receipts.
 */
export function sameMailbox(a: CertificateMailbox, b: CertificateMailbox): boolean {
  return a.local === b.local && a.domain === b.domain;
}
