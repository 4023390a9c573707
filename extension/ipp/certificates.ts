import {
  certificateKey,
  decidedCertificates,
  type MetCertificates,
  metCertificates,
  type SenderCertificates,
} from "../../core/index.ts";
import { database } from "../database.ts";
import { raiseEpoch } from "../lookups/store.ts";

/** The certificates pinned for an address. */
export const certificatesOf = async (address: string): Promise<SenderCertificates | undefined> =>
  (await database()).get("senderCertificates", address);

/**
 * Keeps a `.pub` that was fetched: pinned at first contact, a changed key beside the first (X5-01).
 * @returns whether anything is known now that was not; undefined when it is none that the address may use
 */
export async function keepCertificates(met: MetCertificates): Promise<boolean | undefined> {
  const before = await certificatesOf(met.address);
  const after = await metCertificates(before, met);
  if (after === undefined) return undefined;
  if (JSON.stringify(after) === JSON.stringify(before)) return false;
  await put(after);
  return true;
}

/** The user's word about a changed key. */
export async function decideCertificates(address: string, choice: "old" | "new", now: number): Promise<void> {
  const known = await certificatesOf(address);
  if (known !== undefined) await put(await decidedCertificates(known, choice, now));
}

/** Stores certificates with the key for stamps of this sender (G52), and ends every verdict from before (ST-05). */
async function put(certificates: SenderCertificates): Promise<void> {
  const { address } = certificates;
  const key = await certificateKey(certificates);
  const tx = (await database()).transaction(["senderCertificates", "keys", "facts"], "readwrite");
  await tx.objectStore("senderCertificates").put(certificates);
  const keys = tx.objectStore("keys");
  for (const old of await keys.getAll())
    if (old.proof.how === "certificate" && old.address === address) await keys.delete([old.org_id, old.kid]);
  if (key !== undefined) await keys.put(key);
  await raiseEpoch(tx.objectStore("facts"));
  await tx.done;
}
