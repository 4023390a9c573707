import { anchorNames, domainOf, findAnchor, type KeyKind, publishedAt } from "../../core/index.ts";
import { knownAnchors } from "../ipp/anchors.ts";
import { documentUrl } from "../lookups/documents.ts";
import type { DocumentWant, ServedWant } from "../lookups/finding.ts";
import { addJobs, findingOf } from "../lookups/store.ts";
import { wantKey } from "../lookups/wants.ts";
import { newestSealingKey } from "./keys.ts";
import { planFor } from "./recipients.ts";

/** How a run of look-ups ended. */
export type Served = "done" | "off" | "offline" | "not-allowed";

/** How a search for keys ended. */
export interface Searched {
  readonly end: Served;
  /** Addresses of certificates on hosts that the user did not allow yet. */
  readonly ask: readonly string[];
}

const HTTPS = /^https:/;

/**
 * Looks for the keys of addresses: records in the DNS first, and for those without one the certificate at the place that
 * the domain names. One host is asked after one click (decision 12), so hosts that were not allowed are named.
 * @param serve serves what waits in the queue, in the way the user chose
 */
export async function searchKeys(
  from: string,
  addresses: readonly string[],
  now: number,
  serve: () => Promise<Served>,
): Promise<Searched> {
  // Nobody is asked for the second kind who has none.
  const kinds: readonly KeyKind[] = (await newestSealingKey(from, "x-wing")) ? ["x25519", "x-wing"] : ["x25519"];
  const records = await Promise.all(
    addresses.flatMap((address) =>
      kinds.map(async (kind): Promise<ServedWant> => ({ kind: "map-key", ...(await publishedAt(address, kind)) })),
    ),
  );
  const names = new Set(addresses.map(domainOf).flatMap(anchorNames));
  const end = await served([...records, ...[...names].map((domain): ServedWant => ({ kind: "ipp-anchor", domain }))]);
  if (end !== "done") return { end, ask: [] };
  const certificates = await placesOf(from, addresses, now);
  if (certificates.length === 0) return { end, ask: [] };
  const fetched = await served(certificates);
  const findings = await Promise.all(certificates.map((want) => findingOf(wantKey(want))));
  const refused = certificates.filter((_, place) => findings[place]?.document?.code === "NOT_ALLOWED");
  return { end: fetched, ask: refused.map(documentUrl).filter((url) => HTTPS.test(url)) };

  async function served(wants: readonly ServedWant[]): Promise<Served> {
    await addJobs(wants.map((want) => ({ key: wantKey(want), want, due: now })));
    return serve();
  }
}

/** Where the certificates of those are who have no key yet. */
async function placesOf(from: string, addresses: readonly string[], now: number): Promise<readonly DocumentWant[]> {
  const [{ keys }, anchors] = await Promise.all([planFor(from, addresses, now), knownAnchors(now)]);
  return keys.flatMap(({ state, address }): readonly DocumentWant[] => {
    const place = state === "missing" ? findAnchor(domainOf(address), anchors) : undefined;
    return place?.kind === "found" ? [{ kind: "ipp-certificate", address, base: place.url }] : [];
  });
}
