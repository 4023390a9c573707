import {
  type KnownKey,
  type OrganisationKey,
  type Result,
  readTrustRecords,
  type TrustRecord,
} from "../../core/index.ts";
import { listKeys } from "../state/known-keys.ts";
import { effectiveSettings } from "../state/settings.ts";
import { listTrust, putTrust, removeTrust } from "../state/trust.ts";

/** Takes the last step back; calling it twice does nothing more. */
export type Undo = () => Promise<void>;

/**
 * "Trust this organisation": stores the narrowest record that makes this result's organisation trusted. `key` pins the
 * key that signed this message, `name` trusts the organisation with the keys its zone proves (decision 3).
 *
 * @throws Error when the result offers nothing to trust, when the administrator decides whom to trust, or when the
 * organisation is none that can be trusted: a public suffix, or one that looks like another trusted one
 */
export async function trustOrganisation({ trustable }: Result, how: "key" | "name"): Promise<Undo> {
  if (!trustable) throw new Error("this message offers nobody to trust");
  const [keys, present, { trust }] = await Promise.all([listKeys(), listTrust(), effectiveSettings()]);
  const decided = trust.value.some(({ org_id }) => org_id === trustable.org_id);
  if (trust.locked || decided) throw new Error("whom to trust is decided by the administrator");
  const key = keys.find(
    ({ org_id, kid, proof }) => org_id === trustable.org_id && kid === trustable.kid && proof.how !== "certificate",
  );
  if (!key) throw new Error("the key of this message is not known any more");
  const before = present.find(({ org_id }) => org_id === trustable.org_id);
  const wanted = recordFor(key, how, before, new Date());
  // The same strict reading as for imported records: scope, look-alikes, key form.
  const { records, faults } = readTrustRecords(wanted, present);
  const [record] = records;
  if (!record)
    throw new Error(
      `this organisation cannot be trusted: ${faults.map(({ path, code }) => `${path} ${code}`).join(", ")}`,
    );
  await putTrust(record);
  let undone = false;
  return async () => {
    if (undone) return;
    undone = true;
    await (before ? putTrust(before) : removeTrust(record.org_id));
  };
}

/**
 * The record to store. The organisation's own domain and what lies below it are as far as its key is proven (G32), so
 * trusting makes the scope no wider than it was.
 */
export function recordFor(key: KnownKey, how: "key" | "name", before: TrustRecord | undefined, at: Date): TrustRecord {
  const addedAt = `${at.toISOString().slice(0, 19)}Z`;
  const base: TrustRecord = before ?? {
    org_id: key.org_id,
    domains: [key.org_id],
    includeSubdomains: true,
    source: "user",
    addedAt,
  };
  if (how === "name") {
    const { keys: _, ...byName } = base;
    return byName;
  }
  return { ...base, keys: [...(base.keys ?? []).filter(({ kid }) => kid !== key.kid), withoutProof(key)] };
}

function withoutProof({ org_id: _org, proof: _proof, address: _address, ...key }: KnownKey): OrganisationKey {
  return key;
}
