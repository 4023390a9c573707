import type { OrganisationKey, TrustRecord } from "../knowledge.ts";

/** A key that was marked compromised once. */
export interface RevokedKey {
  readonly org_id: string;
  readonly kid: string;
}

/** The keys that records mark as compromised. */
export function revokedKeys(records: readonly TrustRecord[]): readonly RevokedKey[] {
  return records.flatMap(({ org_id, keys = [] }) =>
    keys.filter(({ status }) => status === "compromised").map(({ kid }) => ({ org_id, kid })),
  );
}

/** The same keys with those marked compromised that once were: no later text takes that back (ADM-08). */
export function withRevoked<K extends OrganisationKey>(
  org_id: string,
  keys: readonly K[],
  revoked: readonly RevokedKey[],
): readonly K[] {
  return keys.map((key) =>
    key.status !== "compromised" && revoked.some((one) => one.org_id === org_id && one.kid === key.kid)
      ? { ...key, status: "compromised" }
      : key,
  );
}
