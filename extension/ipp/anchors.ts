import { type IppAnchor, NOTHING_KNOWN, registrableDomain, withLookUps } from "../../core/index.ts";
import { listFindings, provenIn } from "../lookups/store.ts";

/** What is proven now about where domains keep their services. */
export async function knownAnchors(now: number): Promise<readonly IppAnchor[]> {
  const { remembered } = provenIn(await listFindings(), now);
  return withLookUps({ ...NOTHING_KNOWN, now }, remembered).ippAnchors ?? [];
}

/** The record that speaks for a domain: its own, else the registrable domain's (3-protocols 4.1). */
export function anchorFor(domain: string, anchors: readonly IppAnchor[]): IppAnchor | undefined {
  const of = (name: string | undefined) => anchors.find((anchor) => anchor.domain === name);
  const own = of(domain);
  return own?.url === undefined ? (of(registrableDomain(domain)) ?? own) : own;
}
