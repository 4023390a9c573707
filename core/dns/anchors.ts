import type { DelegationSigner } from "./dnskey.ts";
import type { Name } from "./names.ts";

/** A key from which a chain may start. Times are epoch seconds. */
export interface Anchor extends DelegationSigner {
  readonly zone: Name;
  readonly from: number;
  readonly until?: number;
}

/**
 * The keys of the root zone, as IANA publishes their digests (RFC 9718): KSK-2017 from 2017-02-02, to be revoked on
 * 2027-01-11, and KSK-2024 from 2024-07-18. They change with a release of this program and in no other way: there is
 * no RFC 5011 here, since whoever forges the DNS could feed it (DNS-03, DNS-04).
 */
export const ROOT_ANCHORS: readonly Anchor[] = [
  {
    zone: ".",
    tag: 20326,
    algorithm: 8,
    digestType: 2,
    digest: "e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d",
    from: Date.UTC(2017, 1, 2) / 1000,
    until: Date.UTC(2027, 0, 11) / 1000,
  },
  {
    zone: ".",
    tag: 38696,
    algorithm: 8,
    digestType: 2,
    digest: "683d2d0acb8c9b712a1948b27f741219298d0a450d612c483af444a4c0fb2b16",
    from: Date.UTC(2024, 6, 18) / 1000,
  },
];
