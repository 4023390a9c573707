import type { Answers, TrustBase } from "../dns/session.ts";
import { aliasUrl } from "../ipp/alias.ts";
import { anchorNames } from "../ipp/anchor.ts";
import type { SenderCertificates } from "../knowledge.ts";
import { MAX_PUB_TEXT } from "../limits.ts";
import { type Ask, lookUp } from "../lookup/look-up.ts";
import { domainOf } from "../message/addr-spec.ts";
import { rateLimit } from "./serve/rate.ts";

/** How senders' certificates are reached. */
export interface Finding {
  readonly ask: Ask;
  /** Fetches a `.pub`; throws for everything that is none. */
  readonly fetch: (url: URL) => Promise<string>;
  /** Root of the look-ups; the public one unless told. */
  readonly base?: TrustBase;
}

/** What came of a search. */
export type Found =
  | { readonly kind: "found"; readonly certificates: SenderCertificates }
  /** The domain publishes nothing that counts, provenly so. */
  | { readonly kind: "none" }
  /** Nobody answered, or not with a proof: another time. */
  | { readonly kind: "later" };

/** Seconds for which a `.pub` is believed, and how many are remembered. */
const FRESH = 3600;
const MAX_KNOWN = 2000;
/** Searches for addresses of one domain in a minute. */
const PER_MINUTE = 60;

/**
 * Looks for the `.pub` of declaring senders: below the `_ipp` base of the exact domain, then of the registrable one
 * (3-protocols 4.1). Only bases proven by DNSSEC count: a report must not be proven by whoever sits on the path.
 */
export function certificateFinder({ ask, fetch, base }: Finding): (address: string, now: number) => Promise<Found> {
  const known = new Map<string, { readonly found: Found; readonly until: number }>();
  const running = new Map<string, Promise<Found>>();
  const perDomain = rateLimit(PER_MINUTE, 60);
  return async (address, now) => {
    const before = known.get(address);
    if (before !== undefined && before.until >= now) return before.found;
    const same = running.get(address);
    if (same !== undefined) return await same;
    // Whoever reports names the domain: nobody shall be asked more than a mail server's own work would ask them.
    if (perDomain.take(domainOf(address), now * 1000) > 0) return { kind: "later" };
    const search = find(address, now).finally(() => running.delete(address));
    running.set(address, search);
    const found = await search;
    known.delete(address);
    if (found.kind !== "later") known.set(address, { found, until: now + FRESH });
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    return found;
  };

  async function find(address: string, now: number): Promise<Found> {
    const at = address.lastIndexOf("@");
    const domain = address.slice(at + 1);
    let answers: Answers = new Map();
    for (const candidate of anchorNames(domain)) {
      const options = { known: answers, ...(base && { base }) };
      const found = await lookUp({ kind: "ipp-anchor", domain: candidate }, ask, now, options);
      answers = found.answers;
      if (found.state === "indeterminate" || found.state === "bogus") return { kind: "later" };
      const [fact] = found.facts;
      const url = found.state === "secure" && fact?.member === "ippAnchors" ? fact.value.url : undefined;
      if (url !== undefined) return await fetched(address, aliasUrl(url, address.slice(0, at), ".pub"), now);
    }
    return { kind: "none" };
  }

  async function fetched(address: string, url: string | undefined, now: number): Promise<Found> {
    if (url === undefined) return { kind: "none" };
    try {
      const pub = await fetch(new URL(url));
      if (pub.length > MAX_PUB_TEXT) return { kind: "none" };
      return { kind: "found", certificates: { address, pub, anchor: "dnssec", since: now } };
    } catch {
      return { kind: "later" };
    }
  }
}
