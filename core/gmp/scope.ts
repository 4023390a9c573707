import type { TrustRecord } from "../knowledge.ts";
import { inScope, isBelow, registrableDomain } from "../trust/scope.ts";

/**
 * Whether an organisation may stamp mail of a From domain (G32): by its record, else only for its own name and below,
 * never above or beside it. A public suffix speaks for nobody (GMR-08).
 */
export function maySpeakFor(orgId: string, fromDomain: string, record: TrustRecord | undefined): boolean {
  if (record !== undefined) return inScope(fromDomain, record);
  if (registrableDomain(orgId) === undefined) return false;
  return fromDomain === orgId || isBelow(fromDomain, orgId);
}
