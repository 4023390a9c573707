import {
  keyFromRecord,
  type MapKey,
  publishedAt,
  readJwkText,
  readMapKeyText,
  type SealingKey,
  sealingKey,
} from "../../core/index.ts";
import { gatherKnowledge } from "../background/knowledge.ts";
import { addJobs } from "../lookups/store.ts";
import { wantKey } from "../lookups/wants.ts";
import { keepRecipientKey, recipientKeyOf } from "./recipient-store.ts";

/** How a key is known to be its owner's. */
export type HowProven =
  /** A record in a zone, with a proof up to the root (T14). */
  | "dnssec"
  /** The user took it in. */
  | "user";

/** What is known about the key of one recipient. */
export type KeyState =
  | { readonly state: "ready"; readonly address: string; readonly key: SealingKey; readonly how: HowProven }
  | { readonly state: "missing"; readonly address: string };

/**
 * The X25519 keys of these addresses, as far as they are known; nobody is asked. What a zone proves comes before what
 * the user took in at some time: its owner may have changed it since.
 * @param addresses in the form of T22
 */
export async function keysOf(addresses: readonly string[], now: number): Promise<readonly KeyState[]> {
  const { knowledge } = await gatherKnowledge({ now, origin: "local", addresses: [] });
  return Promise.all(addresses.map((address) => keyOf(address, knowledge.mapKeys ?? [], now)));
}

async function keyOf(address: string, mapKeys: readonly MapKey[], now: number): Promise<KeyState> {
  const { domain, id } = await publishedAt(address, "x25519");
  const found = mapKeys.find((one) => one.domain === domain && one.id === id && isProven(one));
  const proven = found?.record && (await keyFromRecord(found.record, now));
  if (proven !== undefined) return { state: "ready", address, key: proven, how: "dnssec" };
  // A revoked key is no key, whoever gave it at some time.
  if (found?.record?.p === "") return { state: "missing", address };
  const taken = await recipientKeyOf(address);
  const key = taken && (await sealingKey(taken.kind, taken.octets));
  return key === undefined ? { state: "missing", address } : { state: "ready", address, key, how: "user" };
}

const isProven = ({ anchor, state }: MapKey) => anchor === "dnssec" && state === "secure";

/** Puts the question for missing keys into the queue; the caller then lets it be served. */
export async function askFor(addresses: readonly string[], now: number): Promise<void> {
  const wants = await Promise.all(
    addresses.map(async (address) => ({ kind: "map-key" as const, ...(await publishedAt(address, "x25519")) })),
  );
  await addJobs(wants.map((want) => ({ key: wantKey(want), want, due: now })));
}

/**
 * Takes in the key that somebody handed over: what the options copy for a correspondent, a `.pub` file of
 * `hpke-keygen`, or the text of a MAPKEY.
 * @returns whether it was a usable X25519 key of that address
 */
export async function takeInKey(address: string, text: string, now: number): Promise<boolean> {
  const [, named = address, rest = ""] = /^\s*(?:(\S+@\S+)\s+)?(.*)$/s.exec(text) ?? [];
  const record = rest.startsWith("{") ? undefined : readMapKeyText(rest);
  const key = rest.startsWith("{") ? await readJwkText(rest) : record && (await keyFromRecord(record, now));
  if (key?.kind !== "x25519" || named !== address) return false;
  await keepRecipientKey({ address, kid: key.kid, kind: key.kind, octets: key.octets, at: now });
  return true;
}
