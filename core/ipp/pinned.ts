import { toBase64 } from "../canonical/encoding.ts";
import type { KnownKey, SenderCertificates } from "../knowledge.ts";
import { domainOf } from "../message/addr-spec.ts";
import { type Certificate, fingerprint, keyFingerprint } from "../x509/certificate.ts";
import { comparePin, makePin } from "../x509/pin.ts";
import { readPublished } from "../x509/published.ts";
import { algorithmOf } from "./sender-key.ts";

/** A `.pub` that was just fetched. */
export interface MetCertificates extends Pick<SenderCertificates, "address" | "pub" | "anchor"> {
  /** Epoch seconds. */
  readonly at: number;
}

/**
 * Joins what is pinned with what was met: the first key stays until the user decides, another one is kept beside it
 * (X5-01); the same key in a newer certificate takes the place of the older. What an unsigned zone led to never moves what
 * a proven one did.
 * @returns undefined when what was met is not what the address may sign with now
 */
export async function metCertificates(
  before: SenderCertificates | undefined,
  { address, pub, anchor, at }: MetCertificates,
): Promise<SenderCertificates | undefined> {
  const met = await signingOf(pub, address, [at]);
  if (met === undefined) return undefined;
  // An old certificate may have ended: its key is still the one that was met first.
  const pinned = before && (await signingOf(before.pub, address, []));
  if (before === undefined || pinned === undefined) return { address, pub, anchor, since: at };
  if (before.anchor === "dnssec" && anchor !== "dnssec") return before;
  const { changedTo, ...known } = before;
  if (comparePin(makePin(pinned, before.since), met) !== "changed") return { ...known, pub, anchor };
  if (before.refused?.includes(keyFingerprint(met)) === true) return before;
  return { ...known, changedTo: { pub, at: changedTo?.at ?? at } };
}

/**
 * The user's word about a changed key: `new` pins it in the place of the first, `old` keeps the first and never asks about
 * this other one again.
 */
export async function decidedCertificates(
  known: SenderCertificates,
  choice: "old" | "new",
  now: number,
): Promise<SenderCertificates> {
  const { changedTo, ...pinned } = known;
  if (changedTo === undefined) return known;
  if (choice === "new") return { ...pinned, pub: changedTo.pub, since: now };
  const other = await signingOf(changedTo.pub, known.address, []);
  return other === undefined ? pinned : { ...pinned, refused: [...(known.refused ?? []), keyFingerprint(other)] };
}

/** The pinned certificate as a key for stamps of this one sender (G52); undefined when it is none any more. */
export async function certificateKey({ address, pub, since }: SenderCertificates): Promise<KnownKey | undefined> {
  const signing = await signingOf(pub, address, []);
  const alg = signing && algorithmOf(signing);
  if (signing === undefined || alg === undefined) return undefined;
  return {
    kid: fingerprint(signing).slice(0, 16),
    alg,
    key: toBase64(signing.publicKey.key),
    notBefore: rfc3339(signing.notBefore),
    notAfter: rfc3339(signing.notAfter),
    org_id: domainOf(address),
    proof: { how: "certificate", at: since },
    address,
  };
}

/** SHA-256 of the key in a `.pub`, lower-case hex, for people who compare; undefined when it cannot be read. */
export async function certificatePrint(pub: string, address: string): Promise<string | undefined> {
  const signing = await signingOf(pub, address, []);
  return signing && keyFingerprint(signing);
}

async function signingOf(pub: string, address: string, at: readonly number[]): Promise<Certificate | undefined> {
  const published = await readPublished(pub, address, at);
  return published.kind === "published" ? published.signing : undefined;
}

const rfc3339 = (epoch: number) => `${new Date(epoch * 1000).toISOString().slice(0, 19)}Z`;
