import type { IDBPObjectStore, StoreNames } from "idb";
import {
  certificateKey,
  certificatePrint,
  decidedCertificates,
  domainOf,
  type MetCertificates,
  metCertificates,
  type SenderCertificates,
} from "../../core/index.ts";
import { database, type Schema } from "../database.ts";
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

/** A pinned certificate as it is listed. */
export interface ShownCertificate extends Pick<SenderCertificates, "address" | "since" | "anchor"> {
  /** SHA-256 of its key, lower-case hex; "" for one that cannot be read any more. */
  readonly print: string;
  /** When another key was met that nobody has decided about; epoch seconds. */
  readonly changedAt?: number;
}

/** Every pinned certificate, in the order of addresses. */
export async function listCertificates(): Promise<readonly ShownCertificate[]> {
  const all = await (await database()).getAll("senderCertificates");
  return Promise.all(
    all.map(async ({ address, pub, anchor, since, changedTo }) => ({
      address,
      anchor,
      since,
      print: (await certificatePrint(pub, address)) ?? "",
      ...(changedTo && { changedAt: changedTo.at }),
    })),
  );
}

/**
 * Forgets the certificates of an address with everything that rests on them: the key for stamps, what was refused, and
 * that they were fetched, so that the next ones are met first again.
 */
export async function forgetCertificates(address: string): Promise<void> {
  const stores = ["senderCertificates", "keys", "findings", "proofs", "facts"] as const;
  const tx = (await database()).transaction(stores, "readwrite");
  await tx.objectStore("senderCertificates").delete(address);
  await deleteKeys(tx.objectStore("keys"), address);
  for (const { key, want } of await tx.objectStore("findings").index("domain").getAll(domainOf(address))) {
    if (want.kind !== "ipp-certificate" || want.address !== address) continue;
    await tx.objectStore("findings").delete(key);
    await tx.objectStore("proofs").delete(key);
  }
  await raiseEpoch(tx.objectStore("facts"));
  await tx.done;
}

/** Stores certificates with the key for stamps of this sender (G52), and ends every verdict from before (ST-05). */
async function put(certificates: SenderCertificates): Promise<void> {
  const { address } = certificates;
  const key = await certificateKey(certificates);
  const tx = (await database()).transaction(["senderCertificates", "keys", "facts"], "readwrite");
  await tx.objectStore("senderCertificates").put(certificates);
  const keys = tx.objectStore("keys");
  await deleteKeys(keys, address);
  if (key !== undefined) await keys.put(key);
  await raiseEpoch(tx.objectStore("facts"));
  await tx.done;
}

/** Deletes the keys for stamps that certificates of an address gave. */
async function deleteKeys(
  keys: IDBPObjectStore<Schema, StoreNames<Schema>[], "keys", "readwrite">,
  address: string,
): Promise<void> {
  for (const old of await keys.getAll())
    if (old.proof.how === "certificate" && old.address === address) await keys.delete([old.org_id, old.kid]);
}
