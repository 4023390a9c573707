import { constructed, type DerElement, oidText, primitive, readDer, TAG, utf8Text } from "./der.ts";
import { type DistinguishedName, readName } from "./name.ts";

/** One name of a certificate (RFC 5280 s4.2.1.6). Texts stand as in the certificate: compare them with care. */
export type GeneralName =
  | { readonly kind: "rfc822Name" | "dNSName" | "uniformResourceIdentifier"; readonly text: string }
  /** RFC 9598: a mailbox whose local part is not ASCII. */
  | { readonly kind: "smtpUtf8Mailbox"; readonly text: string }
  | { readonly kind: "directoryName"; readonly name: DistinguishedName }
  | { readonly kind: "iPAddress"; readonly octets: Uint8Array }
  /** What nobody here can read: the identifier octet, and for an otherName its type. */
  | { readonly kind: "other"; readonly tag: number; readonly type?: string };

/** id-on-SmtpUTF8Mailbox (RFC 9598 s3). */
export const SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9";

/** Reads GeneralNames: at least one, all of them readable; undefined otherwise. */
export function readGeneralNames(element: DerElement | undefined): readonly GeneralName[] | undefined {
  const names = element?.children.map(readGeneralName).filter((name) => name !== undefined) ?? [];
  return names.length > 0 && names.length === element?.children.length ? names : undefined;
}

/** Reads one GeneralName without judging what it says. */
export function readGeneralName(element: DerElement): GeneralName | undefined {
  const { tag, content, children } = element;
  switch (tag) {
    case constructed(0):
      return readOtherName(children);
    case primitive(1):
      return text("rfc822Name", content);
    case primitive(2):
      return text("dNSName", content);
    case constructed(4): {
      // Explicitly tagged, since Name is a CHOICE.
      const name = children.length === 1 ? readName(children[0]) : undefined;
      return name && { kind: "directoryName", name };
    }
    case primitive(6):
      return text("uniformResourceIdentifier", content);
    case primitive(7):
      return { kind: "iPAddress", octets: content };
    case constructed(3):
    case constructed(5):
    case primitive(8):
      return { kind: "other", tag };
    default:
      return undefined;
  }
}

/** IA5String. */
function text(kind: "rfc822Name" | "dNSName" | "uniformResourceIdentifier", content: Uint8Array) {
  return content.every((octet) => octet < 0x80) ? { kind, text: utf8Text(content) ?? "" } : undefined;
}

function readOtherName([id, value, ...more]: readonly DerElement[]): GeneralName | undefined {
  if (id?.tag !== TAG.oid || value?.tag !== constructed(0) || more.length > 0) return undefined;
  const [string, ...others] = value.children;
  const type = oidText(id.content);
  if (string === undefined || others.length > 0) return undefined;
  if (type !== SMTP_UTF8_MAILBOX) return { kind: "other", tag: constructed(0), type };
  const mailbox = string.tag === TAG.utf8String ? utf8Text(string.content) : undefined;
  return mailbox === undefined ? undefined : { kind: "smtpUtf8Mailbox", text: mailbox };
}

/** Reads an extension value that is GeneralNames. */
export function readAltNames(value: Uint8Array): readonly GeneralName[] | undefined {
  const element = readDer(value);
  return element?.tag === TAG.sequence ? readGeneralNames(element) : undefined;
}
