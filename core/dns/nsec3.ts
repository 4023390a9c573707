import { sha1 } from "@noble/hashes/legacy.js";
import { concat } from "../canonical/concat.ts";
import { toHex } from "../canonical/encoding.ts";
import { MAX_NSEC3_ITERATIONS, MAX_NSEC3_SALT_OCTETS } from "../limits.ts";
import { isAtOrBelow, labelsOf, lastLabels, type Name, parentOf, wireName } from "./names.ts";
import { type Denial, deniesType, isDelegation, readTypes, wildcardAt } from "./nsec.ts";
import { uint16 } from "./octets.ts";
import { TYPE } from "./types.ts";
import { hashOnce, type Work } from "./work.ts";

const SHA1_OCTETS = 20;

/** An NSEC3 record of one zone whose signature holds (RFC 5155 s3); hashes in lower-case base32hex. */
export interface Nsec3 {
  readonly hash: string;
  readonly next: string;
  readonly optOut: boolean;
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly types: ReadonlySet<number>;
  /** Of its signature, a 32-bit serial number. */
  readonly inception: number;
}

/** Reads an NSEC3 record; `unusable` is one with more iterations or salt than is computed here. */
export function readNsec3(
  owner: Name,
  data: Uint8Array,
  zone: Name,
  inception: number,
): Nsec3 | "unusable" | undefined {
  const [hash = ""] = labelsOf(owner);
  const [algorithm = 0, flags = 0] = data;
  const saltEnd = 5 + (data[4] ?? 0);
  const hashEnd = saltEnd + 1 + SHA1_OCTETS;
  // RFC 5155 s8.1 and s8.2: unknown algorithms and flags are ignored.
  if (algorithm !== 1 || flags > 1 || data[saltEnd] !== SHA1_OCTETS || hashEnd > data.length) return undefined;
  if (!/^[0-9a-v]{32}$/.test(hash) || parentOf(owner) !== zone) return undefined;
  const iterations = uint16(data, 2);
  if (iterations > MAX_NSEC3_ITERATIONS || saltEnd - 5 > MAX_NSEC3_SALT_OCTETS) return "unusable";
  const types = readTypes(data.subarray(hashEnd));
  if (types === undefined) return undefined;
  const next = base32hex(data.subarray(saltEnd + 1, hashEnd));
  return { hash, next, optOut: flags === 1, iterations, salt: data.subarray(5, saltEnd), types, inception };
}

/** Proves with NSEC3 that a name, or a type at it, does not exist (RFC 5155 s8.4 to s8.7). */
export function denyWithNsec3(
  name: Name,
  type: number,
  records: readonly Nsec3[],
  zone: Name,
  work: Work,
): Denial | undefined {
  const chain = chainOf(records, work);
  const match = chain.at(name);
  if (match !== undefined) {
    if (!deniesType(match.types, name, type)) return undefined;
    const insecure = type === TYPE.DS && isDelegation(match.types) && "delegation";
    return { kind: "nodata", insecure, inception: match.inception };
  }
  const found = closestEncloser(name, chain, zone);
  if (found === undefined) return undefined;
  // In an opt-out span an unsigned delegation may stand: nothing is proven but that (RFC 5155 s9.2).
  const insecure = found.cover.optOut && "opt-out";
  const nodata = { kind: "nodata", insecure, inception: found.cover.inception } as const;
  const wildcard = wildcardAt(found.encloser);
  const source = chain.at(wildcard);
  if (source !== undefined) return deniesType(source.types, wildcard, type) ? nodata : undefined;
  if (chain.around(wildcard) !== undefined) return { ...nodata, kind: "nxdomain" };
  return type === TYPE.DS && insecure ? nodata : undefined;
}

/** Proves that a wildcard answer made from `*.encloser` was due (RFC 5155 s8.8). */
export function noCloserNsec3(name: Name, encloser: Name, records: readonly Nsec3[], work: Work): Denial | undefined {
  const cover = chainOf(records, work).around(lastLabels(name, labelsOf(encloser).length + 1));
  return cover && { kind: "nxdomain", insecure: cover.optOut && "opt-out", inception: cover.inception };
}

interface Chain {
  /** The record of an existing name. */
  readonly at: (name: Name) => Nsec3 | undefined;
  /** The record in whose gap the hash of a name lies. */
  readonly around: (name: Name) => Nsec3 | undefined;
}

/** Records of one parameter set, the first's: a chain has one (RFC 5155 s8.2). */
function chainOf(records: readonly Nsec3[], work: Work): Chain {
  const [first] = records;
  const parameters = ({ iterations, salt }: Nsec3) => `${iterations} ${toHex(salt)}`;
  const own = first === undefined ? [] : records.filter((record) => parameters(record) === parameters(first));
  const hashOf = (name: Name) => first && hashOnce(work, `${parameters(first)} ${name}`, () => nameHash(name, first));
  return {
    at: (name) => {
      const sought = hashOf(name);
      return own.find(({ hash }) => hash === sought);
    },
    around: (name) => {
      const sought = hashOf(name);
      return sought === undefined ? undefined : own.find((record) => inGap(record, sought));
    },
  };
}

function inGap({ hash, next }: Nsec3, sought: string): boolean {
  // The last record of the chain leads back to the first.
  return hash < next ? hash < sought && sought < next : sought > hash || sought < next;
}

/** The closest encloser proof (RFC 5155 s8.3): an existing ancestor, and no name one label longer. */
function closestEncloser(name: Name, chain: Chain, zone: Name): { encloser: Name; cover: Nsec3 } | undefined {
  for (let count = labelsOf(name).length - 1; count >= labelsOf(zone).length; count--) {
    const encloser = lastLabels(name, count);
    const match = isAtOrBelow(encloser, zone) ? chain.at(encloser) : undefined;
    if (match === undefined) continue;
    // Below a delegation or a DNAME this zone has no say (DNS-11).
    if (isDelegation(match.types) || match.types.has(TYPE.DNAME)) return undefined;
    const cover = chain.around(lastLabels(name, count + 1));
    return cover && { encloser, cover };
  }
  return undefined;
}

/** RFC 5155 s5. */
function nameHash(name: Name, { iterations, salt }: Nsec3): string {
  let digest = sha1(concat([wireName(name), salt]));
  for (let round = 0; round < iterations; round++) digest = sha1(concat([digest, salt]));
  return base32hex(digest);
}

const BASE32HEX = "0123456789abcdefghijklmnopqrstuv";

/** Base32 with the extended hex alphabet, lowered and unpadded (RFC 4648 s7), of whole groups of five octets. */
function base32hex(octets: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const octet of octets) {
    held = (held << 8) | octet;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32HEX[(held >> (bits - 5)) & 31];
    held &= 0xff;
  }
  return text;
}
