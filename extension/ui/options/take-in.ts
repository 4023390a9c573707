import { parseStrictJson, type RecordFault, readTrustRecords, type TrustRecord } from "../../../core/index.ts";

/** What came of reading records that a person typed, pasted or chose a file of. */
export interface TakenIn {
  readonly records: readonly TrustRecord[];
  readonly faults: readonly RecordFault[];
  /** The text is no JSON that is read; `at` names the member concerned, or is empty. */
  readonly broken?: { readonly fault: string; readonly at: string };
}

/**
 * Reads records for the user's own list: whatever the text says about its source, they were added here and now.
 * @param addedAt - RFC 3339 UTC.
 */
export function takeIn(json: unknown, present: readonly TrustRecord[], addedAt: string): TakenIn {
  const { records, faults } = readTrustRecords(json, present);
  const decided = (org: string) => present.some(({ org_id, source }) => org_id === org && source === "policy");
  const refused = records.filter(({ org_id }) => decided(org_id));
  return {
    records: records
      .filter((record) => !refused.includes(record))
      .map((record) => ({ ...record, source: "user", addedAt })),
    faults: [
      ...faults,
      ...refused.map(
        ({ org_id }) => ({ path: "", code: "set-by-policy", severity: "refused", value: org_id }) as const,
      ),
    ],
  };
}

/** The same, from text. */
export function takeInText(text: string, present: readonly TrustRecord[], addedAt: string): TakenIn {
  const parsed = parseStrictJson(text);
  return "value" in parsed ? takeIn(parsed.value, present, addedAt) : { records: [], faults: [], broken: parsed };
}

/** The present time in RFC 3339 UTC, whole seconds. */
export const rightNow = () => new Date().toISOString().replace(/\.\d+/, "");
