import { getDomain, getPublicSuffix } from "tldts";
import type { TrustRecord } from "../knowledge.ts";

/** Suffixes of both sections count: `github.io` is as public as `co.uk` (T55, GMR-08). */
const LIST = { allowPrivateDomains: true, extractHostname: false } as const;

/** The list's reader takes "192.0.2.1]" for a name, and finds ".com" in "a..com". */
const HOST_NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/**
 * The registrable domain (one label below the public suffix; default rule `*`), or undefined for a name that is itself
 * a suffix, an address literal, or no host name. T55; publicsuffix.org, both sections.
 *
 * @param domain lower-case A-labels
 */
export function registrableDomain(domain: string): string | undefined {
  return HOST_NAME.test(domain) ? (getDomain(domain, LIST) ?? undefined) : undefined;
}

/** The public suffix of a domain (`co.uk`, `github.io`), or undefined for no host name. */
export function publicSuffix(domain: string): string | undefined {
  return HOST_NAME.test(domain) ? (getPublicSuffix(domain, LIST) ?? undefined) : undefined;
}

/** `domain` stands at least one label below `parent`. Label-wise: `evilbank.example` is not below `bank.example`. */
export function isBelow(domain: string, parent: string): boolean {
  return parent !== "" && domain.length > parent.length && domain.endsWith(`.${parent}`);
}

/**
 * Relaxed alignment (3-protocols, common rules): equal, or the same registrable domain. A public suffix aligns with
 * nothing but itself (T55).
 */
export function aligned(a: string, b: string): boolean {
  if (a === "" || b === "") return false;
  if (a === b) return true;
  const registrable = registrableDomain(a);
  return registrable !== undefined && registrable === registrableDomain(b);
}

/**
 * The domain is one the record speaks for: listed, or below a listed one with `includeSubdomains` (G32). A public suffix
 * in between ends the scope, as `mallory.s3.amazonaws.com` is not `amazonaws.com` (GMR-08).
 */
export function inScope(domain: string, record: Pick<TrustRecord, "domains" | "includeSubdomains">): boolean {
  if (domain === "") return false;
  const below = (own: string) => isBelow(domain, own) && aligned(domain, own);
  return record.domains.some((own) => domain === own || (record.includeSubdomains === true && below(own)));
}
