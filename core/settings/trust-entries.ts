import type { TrustRecord } from "../knowledge.ts";
import type { Reader } from "../trust/reading.ts";
import { readRecordsAt } from "../trust/record.ts";

/** Trust records of a policy: the same strict reading as everywhere, and marked as what a policy brought (ADM-01). */
export const readPolicyRecords: Reader<readonly TrustRecord[]> = (value, place) =>
  Array.isArray(value)
    ? readRecordsAt(value, place).map((record) => ({ ...record, source: "policy" }))
    : place.report("not-a-list", value);

/**
 * What remains of trust in a policy of which a newer one was seen: the demands, without any key. A record without a usable
 * key never raises a badge (decision 3).
 */
export const demandsOnly = (records: readonly TrustRecord[]): readonly TrustRecord[] =>
  records.filter(({ requireStamp }) => requireStamp === true).map((record) => ({ ...record, keys: [] }));
