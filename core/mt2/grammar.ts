import { toALabel } from "../message/domain.ts";
import { mailboxOf } from "../x509/mailbox.ts";

/** Namespaces of the two objects (T38, U38). */
export const ENVELOPE_NAMESPACE = "urn:mt2:envelope:1";
export const HEADERS_NAMESPACE = "urn:mt2:headers:1";

/**
 * Extensions of this profile, below an OID that a UUID gives (ITU-T X.667): what the gateway needs to give the message
 * back as it was, and what binds the parts of it that the two digests leave out.
 */
export const PLACES_EXTENSION = "2.25.277204313570837014937713398163467217291.1";
export const BINDING_EXTENSION = "2.25.277204313570837014937713398163467217291.2";
export const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([PLACES_EXTENSION, BINDING_EXTENSION]);

/** A name of a host as a hop has it: lower-case A-labels, no trailing dot. */
export const isHost = (text: string): boolean => toALabel(text) === text;

/** An address as a certificate can name it (T48): plain, ASCII, the domain in lower-case A-labels. */
export function isAddress(text: string): boolean {
  const mailbox = mailboxOf({ kind: "rfc822Name", text });
  return mailbox !== undefined && `${mailbox.local}@${mailbox.domain}` === text;
}

/** A message identifier with its brackets, without blanks. */
export const isMessageId = (text: string): boolean => /^<[!-;=?-~]{1,990}>$/.test(text);

/** An object identifier in dots. */
export const isOid = (text: string): boolean => /^[0-2](?:\.(?:0|[1-9]\d{0,49})){1,40}$/.test(text);
