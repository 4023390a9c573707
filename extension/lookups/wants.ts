import { domainOf, inScope, type KnownKey, registrableDomain, type TrustRecord } from "../../core/index.ts";
import type { ServedWant } from "./finding.ts";

/** One name for one want, whatever the order of its members. */
export function wantKey(want: ServedWant): string {
  const { kind, ...values } = want;
  return [
    kind,
    ...Object.entries(values)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, value]) => value),
  ].join(" ");
}

/** Whom the user already has to do with. */
export interface Circle {
  readonly trust: readonly TrustRecord[];
  readonly keys: readonly KnownKey[];
  readonly stamped: readonly string[];
}

const related = (one: string, other: string) =>
  one === other || (registrableDomain(one) ?? one) === (registrableDomain(other) ?? other);

/** Whether a domain is listed or pinned: in a trust record, under a key the user named, or seen stamping (mode `known`). */
export function isListed(domain: string, { trust, keys, stamped }: Circle): boolean {
  return (
    trust.some((record) => record.org_id === domain || inScope(domain, record)) ||
    keys.some(({ org_id, proof }) => proof.how === "user" && related(org_id, domain)) ||
    stamped.some((other) => related(other, domain))
  );
}

/**
 * Whether a domain is the sender's own: who wrote to the sender has to do with no other.
 * @param author addr-spec of the one From mailbox
 */
export function concernsAuthor(domain: string, author: string): boolean {
  return related(domain, domainOf(author));
}
