import { type TrustRecord, trustInEffect } from "../../core/index.ts";
import { noteEvent } from "../audit/log.ts";
import { database } from "../database.ts";
import { currentPolicy } from "../policy/current.ts";
import { inEffect } from "../policy/effective.ts";
import { change, seconds } from "./clockwork.ts";
import { ownSettings } from "./settings.ts";

/** The trust records that hold: the administrator's, and the user's own beside them. */
export async function listTrust(): Promise<readonly TrustRecord[]> {
  const [policy, own, stored] = await Promise.all([currentPolicy(), (await database()).getAll("trust"), ownSettings()]);
  return trustInEffect(inEffect(policy, stored), own, policy.revoked);
}

/** Adds or replaces the record of one organisation. */
export async function putTrust(record: TrustRecord): Promise<void> {
  await change((tx) => tx.objectStore("trust").put(record));
  await noteEvent({ at: seconds(), kind: "trust-set", organisation: record.org_id });
}

/** Removes the record of one organisation. */
export async function removeTrust(orgId: string): Promise<void> {
  await change((tx) => tx.objectStore("trust").delete(orgId));
  await noteEvent({ at: seconds(), kind: "trust-removed", organisation: orgId });
}

/** Replaces all records by the given ones. */
export const replaceTrust = (records: readonly TrustRecord[]) =>
  change(async (tx) => {
    const store = tx.objectStore("trust");
    await store.clear();
    for (const record of records) await store.put(record);
  });
