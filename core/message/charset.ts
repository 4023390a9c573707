/** Text out of octets, for display only: nothing that is hashed or compared goes through here. */

import { octetString } from "./octets.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes octets with the charset a message names (WHATWG labels). Without one, or with one no browser knows, UTF-8
 * if the octets are UTF-8, else windows-1252. Never throws; octets that do not fit become U+FFFD.
 */
export function decodeCharset(octets: Uint8Array, label: string | undefined): string {
  const named = label === undefined || /^us-ascii$/i.test(label.trim()) ? undefined : decoder(label);
  if (named !== undefined) return named.decode(octets);
  try {
    return utf8.decode(octets);
  } catch {
    return octetString(octets);
  }
}

function decoder(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

/** Whether a label names a charset that browsers and mail programs read alike. */
export function isCharset(label: string): boolean {
  return decoder(label) !== undefined;
}

const headerUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Octets of a header field as text, if they are UTF-8 (RFC 6532). Every character is kept, a byte order mark too. */
export function utf8Text(octets: Uint8Array): string | undefined {
  try {
    return headerUtf8.decode(octets);
  } catch {
    return undefined;
  }
}

/** Octets of a header field as a person sees them: UTF-8 if they are that, else windows-1252. */
export function fromOctets(octets: Uint8Array): string {
  return utf8Text(octets) ?? octetString(octets);
}
