import {
  type KeyKind,
  keyFromCertificates,
  keyFromRecord,
  type MapKey,
  publishedAt,
  readHandedKey,
  type SealingKey,
  sealingKey,
} from "../../core/index.ts";
import { gatherKnowledge } from "../check/knowledge.ts";
import { certificatesOf } from "../ipp/certificates.ts";
import { newestSealingKey } from "./keys.ts";
import { keepRecipientKey, recipientKeyOf } from "./recipient-store.ts";

/** How a key is known to be its owner's. */
export type HowProven =
  /** A record in a zone, with a proof up to the root (T14). */
  | "dnssec"
  /** The certificate at a place that a zone names, with a proof up to the root; pinned at first contact (X5-01). */
  | "certificate"
  /** The user took it in. */
  | "user";

/** What is known about the key of one recipient. */
export type KeyState =
  | { readonly state: "ready"; readonly address: string; readonly key: SealingKey; readonly how: HowProven }
  /** A certificate was found where nothing proves that it is the address's: it is used after the user took it in. */
  | { readonly state: "unproven"; readonly address: string; readonly key: SealingKey }
  | { readonly state: "missing"; readonly address: string };

/** The keys a message can be sealed to now; nobody is asked. */
export interface SealingPlan {
  readonly kind: KeyKind;
  /** Of everybody but the sender. */
  readonly keys: readonly KeyState[];
  /** The sender's own, for the copy in Sent. */
  readonly own: SealingKey | undefined;
  /** The sender has an X-Wing key, and not everybody else has one. */
  readonly wantsHybrid: boolean;
}

/**
 * X-Wing is used where all sides said that they want it: the sender by having such a key, and every recipient by
 * publishing one or handing one over. In every other case it is X25519 for all, so that nobody's copy is the weak one.
 * @param to addresses in the form of T22
 */
export async function planFor(from: string, to: readonly string[], now: number): Promise<SealingPlan> {
  const others = to.filter((address) => address !== from);
  const { knowledge } = await gatherKnowledge({ now, origin: "local", addresses: [] });
  const plan = async (kind: KeyKind) => ({
    kind,
    keys: await Promise.all(others.map((address) => keyOf(address, kind, knowledge.mapKeys ?? [], now))),
    own: from === "" ? undefined : await newestSealingKey(from, kind),
  });
  const hybrid = await plan("x-wing");
  const agreed = hybrid.own !== undefined && others.length > 0 && hybrid.keys.every(({ state }) => state === "ready");
  if (agreed) return { ...hybrid, wantsHybrid: false };
  return { ...(await plan("x25519")), wantsHybrid: hybrid.own !== undefined && others.length > 0 };
}

/**
 * What a zone proves comes before what the user took in at some time, whose owner may have changed it since; and the user's
 * word before what nothing proves.
 */
async function keyOf(address: string, kind: KeyKind, mapKeys: readonly MapKey[], now: number): Promise<KeyState> {
  const { domain, id } = await publishedAt(address, kind);
  const found = mapKeys.find((one) => one.domain === domain && one.id === id && isProven(one));
  const proven = found?.record && (await keyFromRecord(found.record, now));
  if (proven?.kind === kind) return { state: "ready", address, key: proven, how: "dnssec" };
  // A revoked key is no key, whoever gave it at some time.
  if (found?.record?.p === "") return { state: "missing", address };
  const certificates = kind === "x25519" ? await certificatesOf(address) : undefined;
  const certified = certificates && (await keyFromCertificates(certificates.pub, address, now));
  if (certified !== undefined && certificates?.anchor === "dnssec")
    return { state: "ready", address, key: certified, how: "certificate" };
  const taken = await recipientKeyOf(address, kind);
  const key = taken && (await sealingKey(kind, taken.octets));
  if (key !== undefined) return { state: "ready", address, key, how: "user" };
  return certified === undefined ? { state: "missing", address } : { state: "unproven", address, key: certified };
}

const isProven = ({ anchor, state }: MapKey) => anchor === "dnssec" && state === "secure";

/**
 * Takes in the key that somebody handed over: what the options copy for a correspondent, a `.pub` file of
 * `hpke-keygen`, the text of a MAPKEY, or certificates.
 * @returns whether it was a usable key of that address
 */
export async function takeInKey(address: string, text: string, now: number): Promise<boolean> {
  const handed = await readHandedKey(text, now, address);
  if (handed !== undefined) await takeInFound(address, handed.key, now);
  return handed !== undefined;
}

/** Takes in a key that the user compared with its owner. */
export async function takeInFound(address: string, { kid, kind, octets }: SealingKey, now: number): Promise<void> {
  await keepRecipientKey({ address, kid, kind, octets, at: now });
}
