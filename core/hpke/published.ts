import { strictBase64, toBase64, toHex } from "../canonical/encoding.ts";
import type { MapKeyRecord } from "../knowledge.ts";
import { readPublished } from "../x509/published.ts";
import { type KeyKind, type SealingKey, sealingKey } from "./key.ts";

/** What `k=` of a MAPKEY says for each kind of key. */
const NAMES: ReadonlyMap<string, KeyKind> = new Map([
  ["x25519", "x25519"],
  ["x-wing", "x-wing"],
]);

/** Octets of the digest in a name: 56 hex digits are one label (RFC 7929 s3). */
const DIGEST_OCTETS = 28;

/**
 * Where the key of an address is published: `<id>._mapkey.<domain>`, the id being the first 28 octets of the SHA-256 of
 * the local part in hex, as for OPENPGPKEY (RFC 7929 s3), so that a zone lists no addresses. X-Wing keys, which a reader
 * asks for only where both sides want them, stand beside, with `pq-` in front.
 */
export async function publishedAt(
  address: string,
  kind: KeyKind,
): Promise<{ readonly domain: string; readonly id: string }> {
  const at = address.lastIndexOf("@");
  const local = new TextEncoder().encode(address.slice(0, at));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", local));
  const id = toHex(digest.subarray(0, DIGEST_OCTETS));
  return { domain: address.slice(at + 1), id: kind === "x25519" ? id : `pq-${id}` };
}

/** The text of the record. */
export function mapKeyText({ kind, octets }: SealingKey): string {
  return `v=MAP1; usage=hpke; k=${kind}; p=${toBase64(octets)}`;
}

/**
 * The key that a MAPKEY publishes: `usage=hpke`, not revoked, and in its time.
 * @param now epoch seconds
 */
export async function keyFromRecord(record: MapKeyRecord, now: number): Promise<SealingKey | undefined> {
  const { usage, k, p, nb = 0, na = Number.POSITIVE_INFINITY } = record;
  const kind = NAMES.get(k);
  const octets = strictBase64(p);
  if (usage !== "hpke" || kind === undefined || octets === undefined || now < nb || now > na) return undefined;
  return sealingKey(kind, octets);
}

/**
 * The key in the second certificate of a `.pub` (3-protocols 4.1), which the first one, the address's own, issued. Who
 * vouches for the first one is not said here.
 * @param now epoch seconds
 */
export async function keyFromCertificates(pub: string, address: string, now: number): Promise<SealingKey | undefined> {
  const published = await readPublished(pub, address, [now]);
  const octets = published.kind === "published" ? published.encryption?.publicKey.key : undefined;
  return octets && sealingKey("x25519", octets);
}
