import { asciiLower } from "../message/fields.ts";

/**
 * The values a stamp may hold, one pattern each (G20, G21, G53, G57, G58). All are ASCII and free of white space, so
 * that deleting white space from the field never joins two readings (GMR-03).
 */

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+${LABEL}$`);
/** RFC 5322 s3.2.3 `dot-atom-text`: quoted local parts cannot be stamped (profile). */
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** RFC 3986 s3.3 and s3.4 without `;`, which ends the tag. */
const PATH_AND_QUERY = /^\/(?:[A-Za-z0-9._~!$&'()*+,=:@/?-]|%[0-9A-Fa-f]{2})*$/;

/** A lower-case A-label domain of at least two labels; a last label of digits only would be an address (H27). */
export function isDomain(text: string): boolean {
  return text.length <= 253 && DOMAIN.test(text) && !/\.[0-9]+$/.test(text);
}

/** The two halves of a `sender_id`. */
export interface Address {
  readonly localPart: string;
  /** Lower-case A-labels. */
  readonly domain: string;
}

/** Splits a dot-atom addr-spec; the domain is compared in lower case (G34). */
export function parseAddress(text: string): Address | undefined {
  const at = text.lastIndexOf("@");
  const localPart = text.slice(0, Math.max(at, 0));
  const domain = asciiLower(text.slice(at + 1));
  return DOT_ATOM.test(localPart) && localPart.length <= 64 && isDomain(domain) ? { localPart, domain } : undefined;
}

/** The host of a `verify_url`, or undefined when the text is none (G53, H27). */
export function verifyUrlHost(text: string): string | undefined {
  if (!text.startsWith("https://")) return undefined;
  const slash = text.indexOf("/", 8);
  const host = text.slice(8, Math.max(slash, 8));
  return slash > 0 && isDomain(host) && PATH_AND_QUERY.test(text.slice(slash)) ? host : undefined;
}

/** G21. */
export function isRid(text: string): boolean {
  return /^[A-Za-z0-9._~-]{16,128}$/.test(text);
}

/** G20; also a DNS label, for `<kid>._gmp.<org_id>`. */
export function isKid(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

/** G58. */
export function isPolicyId(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,64}$/.test(text);
}
