import { type IppAnchor, NOTHING_KNOWN, withLookUps } from "../../core/index.ts";
import { listFindings, provenIn } from "../lookups/store.ts";

/** What is proven now about where domains keep their services. */
export async function knownAnchors(now: number): Promise<readonly IppAnchor[]> {
  const { remembered } = provenIn(await listFindings(), now);
  return withLookUps({ ...NOTHING_KNOWN, now }, remembered).ippAnchors ?? [];
}
