import { anchorNames, findAnchor } from "../../core/index.ts";
import type { ServedWant } from "../lookups/finding.ts";
import { getSettings } from "../state/settings.ts";
import { knownAnchors } from "./anchors.ts";
import { listPolicies } from "./policies.ts";

/**
 * What the user's own domains are asked for, whatever mail there is: where their services are, and the published policies
 * that the user wants to count (IPP-05).
 * @param now epoch seconds
 */
export async function ownWants(now: number): Promise<readonly ServedWant[]> {
  const [{ ippDomains }, policies, anchors] = await Promise.all([getSettings(), listPolicies(), knownAnchors(now)]);
  const published = policies.filter(({ usePublished }) => usePublished).map(({ address }) => address);
  const domains = [...ippDomains, ...published.map((address) => address.slice(address.lastIndexOf("@") + 1))];
  const names = new Set(domains.flatMap(anchorNames));
  return [
    ...[...names].map((domain): ServedWant => ({ kind: "ipp-anchor", domain })),
    ...published.flatMap((address): readonly ServedWant[] => {
      const place = findAnchor(address.slice(address.lastIndexOf("@") + 1), anchors);
      return place.kind === "found" ? [{ kind: "own-policy", address, base: place.url }] : [];
    }),
  ];
}
