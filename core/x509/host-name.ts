import { toALabel } from "../message/domain.ts";
import { asciiLower } from "../message/fields.ts";
import { isBelow, registrableDomain } from "../trust/scope.ts";

/** A host name of a certificate in lower case; `wildcard` stands for exactly one label in front of it. */
export interface CertificateHost {
  readonly domain: string;
  readonly wildcard: boolean;
}

/** Labels as certificates carry them: letters, digits, hyphens, and underscores that some hosts have. */
const LABELS = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** Reads a dNSName: no trailing dot, no NUL, no address, a wildcard only as the whole first label (RFC 6125 s6.4.3). */
export function readHost(dnsName: string): CertificateHost | undefined {
  const lower = asciiLower(dnsName);
  const wildcard = lower.startsWith("*.");
  const domain = wildcard ? lower.slice(2) : lower;
  if (!LABELS.test(domain) || /(?:^|\.)\d+$/.test(domain)) return undefined;
  return { domain, wildcard };
}

/**
 * Whether a name of a certificate stands for a host. A wildcard is believed only at or below a registrable domain:
 * `*.co.uk` is nobody's.
 * @param name lower-case A-labels
 */
export function matchesHost({ domain, wildcard }: CertificateHost, name: string): boolean {
  if (toALabel(name) !== name) return false;
  if (!wildcard) return domain === name;
  const dot = name.indexOf(".");
  const registrable = registrableDomain(domain);
  const ownedBase = registrable !== undefined && (domain === registrable || isBelow(domain, registrable));
  return dot > 0 && name.slice(dot + 1) === domain && ownedBase;
}
