import { strictBase64 } from "../canonical/encoding.ts";
import type { DeclarerKey, Knowledge, SenderCertificates, SignatureAlgorithm } from "../knowledge.ts";
import type { KeyAlgorithm } from "../x509/algorithms.ts";
import type { Certificate } from "../x509/certificate.ts";
import { readPublished } from "../x509/published.ts";

/** A key that an address signs with, out of its `.pub`. */
export interface SenderKey {
  readonly alg: SignatureAlgorithm;
  /** Octets of G25. */
  readonly octets: Uint8Array;
  readonly anchor: SenderCertificates["anchor"];
  /** Another key than the one that was met first, and nobody has decided about it (X5-01). */
  readonly changed: boolean;
}

const ALGORITHMS: ReadonlyMap<KeyAlgorithm, SignatureAlgorithm> = new Map([
  ["ed25519", "ed25519"],
  ["p256", "ecdsa-p256-sha256"],
  ["rsa", "rsa-pss-sha256"],
]);

function keyOf({ alg, key, anchor, changed = false }: DeclarerKey): readonly SenderKey[] {
  const octets = strictBase64(key);
  return octets === undefined ? [] : [{ alg, octets, anchor, changed }];
}

/** How the key of a certificate signs; undefined for one that signs nothing here. */
export const algorithmOf = ({ publicKey }: Certificate): SignatureAlgorithm | undefined =>
  ALGORITHMS.get(publicKey.algorithm);

/**
 * The keys of an address that count at all the given moments (X5-06): the pinned one first. None where nothing is known,
 * or where the certificate is not what an address may sign with.
 * @param at epoch seconds
 */
export async function senderKeys(
  address: string,
  at: readonly number[],
  { senderCertificates = [], declarerKeys }: Pick<Knowledge, "senderCertificates" | "declarerKeys">,
): Promise<readonly SenderKey[]> {
  if (declarerKeys !== undefined) return declarerKeys.flatMap(keyOf);
  const [known, ...more] = senderCertificates.filter((entry) => entry.address === address);
  // Two answers to one question are none.
  if (known === undefined || more.length > 0) return [];
  const keys: SenderKey[] = [];
  for (const [pub, changed] of [[known.pub, false] as const, [known.changedTo?.pub, true] as const]) {
    const published = pub === undefined ? undefined : await readPublished(pub, address, at);
    if (published?.kind !== "published") continue;
    const { signing } = published;
    const alg = algorithmOf(signing);
    if (alg !== undefined) keys.push({ alg, octets: signing.publicKey.key, anchor: known.anchor, changed });
  }
  return keys;
}
