import { createHash } from "node:crypto";
import { concat } from "../../core/canonical/concat.ts";
import { digestInput, readDnsKey } from "../../core/dns/dnskey.ts";
import type { Question, ResourceRecord } from "../../core/dns/message.ts";
import { compareNames, isAtOrBelow, joinLabels, labelsOf, type Name, wireName } from "../../core/dns/names.ts";
import { uint16, uint16Octets } from "../../core/dns/octets.ts";
import { type RrSet, rrSet, signedData, signedLabels } from "../../core/dns/rrset.ts";
import { PUBLIC_ROOT, type TrustBase } from "../../core/dns/session.ts";
import { compose, type Response } from "./compose.ts";
import { record, typeBits } from "./presentation.ts";

/** The time at which the test's zones live, and how long their signatures do. */
export const NOW = Date.UTC(2026, 10, 21) / 1000;
const DAY = 86400;

const [NS, CNAME, DS, RRSIG, NSEC, DNSKEY] = [2, 5, 43, 46, 47, 48] as const;

/** A key that signs a zone: algorithm 15 unless told. */
export interface ZoneKey {
  readonly record: ResourceRecord;
  readonly tag: number;
  readonly algorithm: number;
  readonly sign: (octets: Uint8Array) => Promise<Uint8Array>;
}

const ALGORITHMS = {
  8: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
  10: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512", modulusLength: 1024, publicExponent: Uint8Array.of(1, 0, 1) },
  13: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  14: { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" },
  15: { name: "Ed25519" },
} as const;

/** Makes a key; `flags` 257 unless told. */
export async function makeKey(zone: Name, algorithm: keyof typeof ALGORITHMS = 15, flags = 257): Promise<ZoneKey> {
  const parameters = ALGORITHMS[algorithm];
  const pair = await crypto.subtle.generateKey(parameters, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("no pair");
  const publicKey = await publicOctets(pair.publicKey, algorithm);
  return keyOf(zone, algorithm, publicKey, flags, async (octets) => {
    return new Uint8Array(await crypto.subtle.sign(parameters, pair.privateKey, new Uint8Array(octets)));
  });
}

/** A key record around public octets, with whatever signs for it. */
export function keyOf(
  zone: Name,
  algorithm: number,
  publicKey: Uint8Array,
  flags: number,
  sign: ZoneKey["sign"],
): ZoneKey {
  const data = concat([uint16Octets(flags), Uint8Array.of(3, algorithm), publicKey]);
  return { record: { name: zone, type: DNSKEY, ttl: 3600, data }, tag: readDnsKey(data)?.tag ?? 0, algorithm, sign };
}

async function publicOctets(key: CryptoKey, algorithm: number): Promise<Uint8Array> {
  if (algorithm === 8 || algorithm === 10) {
    const { n = "", e = "" } = await crypto.subtle.exportKey("jwk", key);
    const exponent = Buffer.from(e, "base64url");
    return concat([Uint8Array.of(exponent.length), exponent, Buffer.from(n, "base64url")]);
  }
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", key));
  return algorithm === 15 ? raw : raw.subarray(1);
}

/** How a zone is signed, where it is not in the plain way. */
export interface Signing {
  readonly inception?: number;
  readonly expiration?: number;
  /** Labels in RRSIG, for answers made from a wildcard. */
  readonly labels?: number;
  readonly signer?: Name;
}

/** The RRSIG over a set. */
export async function signSet(set: RrSet, key: ZoneKey, how: Signing = {}): Promise<ResourceRecord> {
  const { inception = NOW - DAY, expiration = NOW + DAY, labels = signedLabels(set.name) } = how;
  const signer = how.signer ?? key.record.name;
  const times = [expiration, inception].map((time) => uint16Octets((time >>> 16) & 0xffff, time & 0xffff));
  const head = concat([
    uint16Octets(set.type),
    Uint8Array.of(key.algorithm, labels),
    uint16Octets(0, set.ttl),
    ...times,
    uint16Octets(key.tag),
  ]);
  const blank = { covered: set.type, algorithm: key.algorithm, originalTtl: set.ttl, expiration, inception };
  const signature = await key.sign(
    signedData(set, { ...blank, labels, tag: key.tag, signer, signature: new Uint8Array(), head }),
  );
  return { name: set.name, type: RRSIG, ttl: set.ttl, data: concat([head, wireName(signer), signature]) };
}

/** The DS a parent publishes for a key. */
export function dsOf(key: ZoneKey, digestType = 2): ResourceRecord {
  const read = readDnsKey(key.record.data);
  if (read === undefined) throw new Error("no key");
  const hash = { 1: "sha1", 2: "sha256", 4: "sha384" }[digestType] ?? "sha256";
  const digest = createHash(hash).update(digestInput(key.record.name, read)).digest();
  const data = concat([uint16Octets(key.tag), Uint8Array.of(key.algorithm, digestType), digest]);
  return { name: key.record.name, type: DS, ttl: 3600, data };
}

/** A signed zone that answers as an authoritative server does, with an NSEC chain. */
export interface SignedZone {
  readonly name: Name;
  readonly key: ZoneKey;
  readonly records: readonly ResourceRecord[];
  /** Records of a name and type with their signatures. */
  readonly set: (name: Name, type: number) => readonly ResourceRecord[];
  /** The NSEC of a name or the one whose gap it lies in, with its signature. */
  readonly nsecFor: (name: Name) => readonly ResourceRecord[];
}

/** Signs a zone given as master file lines; delegations stay unsigned but for DS and NSEC. */
export async function signZone(
  name: Name,
  lines: readonly string[],
  key: ZoneKey,
  how: Signing = {},
): Promise<SignedZone> {
  const plain = [...lines.map(record), key.record];
  const owners = [...new Set(plain.map((one) => one.name))].sort(compareNames);
  const cuts = plain.filter(({ type, name: owner }) => type === NS && owner !== name).map(({ name: owner }) => owner);
  const ours = owners.filter((owner) => !cuts.some((cut) => owner !== cut && isAtOrBelow(owner, cut)));
  const chain = ours.map((owner, index): ResourceRecord => {
    const types = new Set(plain.filter((one) => one.name === owner).map(({ type }) => type));
    const next = ours[index + 1] ?? name;
    const data = concat([wireName(next), typeBits([...types, RRSIG, NSEC])]);
    return { name: owner, type: NSEC, ttl: 3600, data };
  });
  const all = [...plain, ...chain];
  const signatures: ResourceRecord[] = [];
  for (const owner of ours) {
    for (const type of new Set(all.filter((one) => one.name === owner).map((one) => one.type))) {
      const set = rrSet(all, owner, type);
      const delegated = cuts.includes(owner) && type !== DS && type !== NSEC;
      if (set !== undefined && !delegated) signatures.push(await signSet(set, key, how));
    }
  }
  const set = (owner: Name, type: number) => [
    ...all.filter((one) => one.name === owner && one.type === type),
    ...signatures.filter((one) => one.name === owner && uint16(one.data, 0) === type),
  ];
  const nsecFor = (owner: Name) => set(ours.findLast((one) => compareNames(one, owner) <= 0) ?? name, NSEC);
  return { name, key, records: [...all, ...signatures], set, nsecFor };
}

/** What a zone's server says to a question: records, an alias, a wildcard's, or the proof that there is nothing. */
export function respond(zone: SignedZone, { name, type }: Question): Response {
  const answer = [...zone.set(name, type), ...(type === CNAME ? [] : zone.set(name, CNAME))];
  if (answer.length > 0) return { answer };
  const cut = zone.records.find((one) => one.type === NS && one.name !== zone.name && isAtOrBelow(name, one.name));
  // What the unsigned zone below says: nothing that could be checked.
  if (cut !== undefined && type !== DS) return {};
  const exists = zone.records.some((one) => isAtOrBelow(one.name, name));
  const encloser = labelsOf(name)
    .map((_, index, labels) => joinLabels(labels.slice(index + 1)))
    .find((above) => zone.records.some((one) => isAtOrBelow(one.name, above)));
  const wildcard = encloser === undefined || encloser === "." ? "*." : `*.${encloser}`;
  const expanded = exists ? [] : zone.set(wildcard, type).map((one) => ({ ...one, name }));
  if (expanded.length > 0) return { answer: expanded, authority: zone.nsecFor(name) };
  const proofs = [...zone.nsecFor(name), ...(exists ? [] : zone.nsecFor(wildcard)), ...zone.set(zone.name, 6)];
  return { authority: [...new Set(proofs)], rcode: exists ? 0 : 3 };
}

/** Zones under one root, and the trust base that has their root key for its anchor. */
export interface World {
  readonly base: TrustBase;
  readonly zones: ReadonlyMap<Name, SignedZone>;
  /** Answers as an honest resolver; a test puts its lies in front. */
  readonly ask: (question: Question) => Uint8Array;
}

/** Makes a world of zones. */
export function worldOf(root: ZoneKey, zones: readonly SignedZone[], anchors = [root]): World {
  const byName = new Map(zones.map((zone) => [zone.name, zone]));
  const anchorOf = (key: ZoneKey) => {
    const { data } = dsOf(key);
    const digest = Buffer.from(data.subarray(4)).toString("hex");
    return { zone: ".", tag: key.tag, algorithm: key.algorithm, digestType: 2, digest, from: 0 };
  };
  const serving = ({ name, type }: Question) => {
    const above = zones.filter((zone) => isAtOrBelow(name, zone.name) && !(type === DS && zone.name === name));
    return above.sort((a, b) => labelsOf(b.name).length - labelsOf(a.name).length)[0];
  };
  return {
    base: { ...PUBLIC_ROOT, anchors: anchors.map(anchorOf) },
    zones: byName,
    ask: (question) => {
      const zone = serving(question);
      return compose(question, zone === undefined ? { rcode: 2 } : respond(zone, question));
    },
  };
}
