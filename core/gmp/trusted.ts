import type { Knowledge, KnownKey, TrustRecord } from "../knowledge.ts";

/** The keys of an organisation that its zone proves; a record without `keys` takes them as its own (G37). */
export function provenKeys(orgId: string, knowledge: Pick<Knowledge, "keys">): readonly KnownKey[] {
  return knowledge.keys.filter((key) => key.org_id === orgId && key.proof.how === "dnssec");
}

/**
 * The records that count: those with a key to check with. A record without one must never make a message look worse
 * than no record at all (decision 3), so for every question but `requireStamp` it is as if it were not there.
 */
export function recordsInForce(knowledge: Pick<Knowledge, "trust" | "keys">): readonly TrustRecord[] {
  return knowledge.trust.filter((record) => (record.keys ?? provenKeys(record.org_id, knowledge)).length > 0);
}

/** The record of an organisation, when it counts. */
export function recordOf(orgId: string, knowledge: Pick<Knowledge, "trust" | "keys">): TrustRecord | undefined {
  return recordsInForce(knowledge).find((record) => record.org_id === orgId);
}
