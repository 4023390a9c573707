import type { IppAnchor } from "../knowledge.ts";
import { registrableDomain } from "../trust/scope.ts";

/**
 * The names at which `_ipp` is asked for, in their order: the domain of the address itself, then its registrable domain,
 * and nowhere else (3-protocols 4.1, IPP-12).
 */
export function anchorNames(domain: string): readonly string[] {
  return [...new Set([domain, registrableDomain(domain) ?? domain])];
}

/** Where an address's domain keeps its services, as far as that is known. */
export type AnchorSearch =
  | { readonly kind: "found"; readonly url: string; readonly state: IppAnchor["state"] }
  /** Nothing is published at any of the names. */
  | { readonly kind: "none" }
  /** This name must be asked first: what the next one says counts only where this one has nothing. */
  | { readonly kind: "unknown"; readonly domain: string };

/** The record that speaks for a domain, out of those that are known. */
export function findAnchor(domain: string, known: readonly IppAnchor[]): AnchorSearch {
  for (const name of anchorNames(domain)) {
    const anchor = known.find((one) => one.domain === name);
    if (anchor === undefined) return { kind: "unknown", domain: name };
    if (anchor.url !== undefined) return { kind: "found", url: anchor.url, state: anchor.state };
  }
  return { kind: "none" };
}
