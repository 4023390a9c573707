import type { Knowledge } from "../knowledge.ts";
import { inScope, registrableDomain } from "./scope.ts";

/** What is known about stamps of a domain; `record` and `published` both require them (G31 tells them apart). */
export interface StampExpectation {
  readonly level: "none" | "expected" | "record" | "published";
  /** The From domain that requires or expects stamps. */
  readonly domain: string;
}

type Known = Pick<Knowledge, "trust" | "stampPolicies" | "stampedBefore" | "requireStamp">;

function ofDomain(domain: string, known: Known): StampExpectation["level"] {
  if (known.trust.some((record) => record.requireStamp === true && inScope(domain, record))) return "record";
  if (known.requireStamp?.includes(domain) === true) return "record";
  // The first record found decides: From's domain, then its registrable domain (G36).
  const published =
    known.stampPolicies.find((policy) => policy.domain === domain) ??
    known.stampPolicies.find((policy) => policy.domain === registrableDomain(domain));
  if (published?.stamp === "all") return "published";
  return known.stampedBefore.includes(domain) ? "expected" : "none";
}

const ORDER = ["none", "expected", "published", "record"] as const;

/**
 * Whether mail of these From domains must, or usually does, carry a stamp (1.6, G36, ST-06). With several From
 * addresses one that requires is enough.
 *
 * @param domains lower-case A-labels, in message order
 */
export function stampExpectation(domains: readonly string[], known: Known): StampExpectation {
  let found: StampExpectation = { level: "none", domain: domains[0] ?? "" };
  for (const domain of domains) {
    const level = ofDomain(domain, known);
    if (ORDER.indexOf(level) > ORDER.indexOf(found.level)) found = { level, domain };
  }
  return found;
}

/** The level is a demand, not a habit. */
export function isRequired(expectation: StampExpectation): boolean {
  return expectation.level === "record" || expectation.level === "published";
}

/** Somebody requires stamps: what counts where the From domain cannot be read. */
export function anyRequirement(known: Pick<Known, "trust" | "stampPolicies" | "requireStamp">): boolean {
  return (
    known.trust.some(({ requireStamp }) => requireStamp === true) ||
    known.stampPolicies.some((p) => p.stamp === "all") ||
    (known.requireStamp ?? []).length > 0
  );
}
