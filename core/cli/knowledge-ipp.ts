import { readPolicyAt } from "../ipp/policy.ts";
import type { DeclarerKey, IppAnchor, SenderCertificates } from "../knowledge.ts";
import type { OwnPolicies, RecipientPolicy } from "../policies.ts";
import { ALGORITHMS, readDomain, readFlag, readOneOf, readSeconds } from "../trust/fields.ts";
import { listOf, objectOf, optional, type Reader, required, withoutUndefined } from "../trust/reading.ts";
import { readIdentity, readObject, readState, readString } from "./knowledge-readers.ts";

/** Reads where a domain keeps keys and policies. */
export const readIppAnchor: Reader<IppAnchor> = objectOf((found, place) => {
  const [domain, state] = [
    required(found, "domain", place, readDomain),
    required(found, "state", place, readState),
  ] as const;
  if (domain === undefined || state === undefined) return undefined;
  return withoutUndefined<IppAnchor>({ domain, state, url: optional(found, "url", place, readString) });
});

/** Reads a sender's `.pub`. */
export const readSenderCertificates: Reader<SenderCertificates> = objectOf((found, place) => {
  const [address, pub] = ["address", "pub"].map((name) => required(found, name, place, readString));
  const anchor = required(found, "anchor", place, readOneOf(["dnssec", "unanchored"]));
  const since = required(found, "since", place, readSeconds);
  if (address === undefined || pub === undefined || anchor === undefined || since === undefined) return undefined;
  const changedTo = optional(found, "changedTo", place, readObject({ pub: readString, at: readSeconds }));
  const refused = optional(found, "refused", place, listOf(readString));
  return withoutUndefined<SenderCertificates>({ address, pub, anchor, since, changedTo, refused });
});

/** Reads a key of whoever declares. */
export const readDeclarerKey: Reader<DeclarerKey> = objectOf((found, place) => {
  const alg = required(found, "alg", place, readOneOf(ALGORITHMS));
  const key = required(found, "key", place, readString);
  const anchor = required(found, "anchor", place, readOneOf(["dnssec", "unanchored"]));
  if (alg === undefined || key === undefined || anchor === undefined) return undefined;
  return withoutUndefined<DeclarerKey>({
    alg,
    key,
    anchor,
    changed: optional(found, "changed", place, readFlag(true)),
  });
});

/** A policy in the spelling of a `.pol`; whoever writes knowledge leaves `v` out, since the policy was read already. */
const readOwnPolicy: Reader<RecipientPolicy> = objectOf((found, place) =>
  readPolicyAt({ v: 1, ...Object.fromEntries(found) }, place),
);

/** Reads the policies of one of the reader's own addresses. */
export const readOwnPolicies: Reader<OwnPolicies> = objectOf((found, place) => {
  const address = required(found, "address", place, readIdentity);
  if (address === undefined) return undefined;
  const layer = (name: string) => optional(found, name, place, readOwnPolicy);
  return withoutUndefined<OwnPolicies>({
    address,
    user: layer("user"),
    managed: layer("managed"),
    published: layer("published"),
  });
});
