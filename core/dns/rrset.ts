import { concat } from "../canonical/concat.ts";
import { compareOctets, equalOctets } from "../canonical/octets.ts";
import type { ResourceRecord } from "./message.ts";
import { labelsOf, lastLabels, type Name, readName, wireName } from "./names.ts";
import { uint16, uint16Octets, uint32 } from "./octets.ts";
import { CLASS_IN, TYPE } from "./types.ts";

/** A signature (RFC 4034 s3). Times are 32-bit serial numbers. */
export interface Rrsig {
  readonly covered: number;
  readonly algorithm: number;
  readonly labels: number;
  readonly originalTtl: number;
  readonly expiration: number;
  readonly inception: number;
  readonly tag: number;
  readonly signer: Name;
  readonly signature: Uint8Array;
  /** RDATA up to the signer's name. */
  readonly head: Uint8Array;
}

/** All records of one name and type, with the signatures that claim to be over them. */
export interface RrSet {
  readonly name: Name;
  readonly type: number;
  /** The smallest of the records. */
  readonly ttl: number;
  /** Canonical RDATA, in canonical order, no two equal (RFC 4034 s6.3). */
  readonly data: readonly Uint8Array[];
  readonly signatures: readonly Rrsig[];
}

/** Gathers the RRset of a name and type from one section; undefined when the section has no such record. */
export function rrSet(section: readonly ResourceRecord[], name: Name, type: number): RrSet | undefined {
  const own = section.filter((record) => record.name === name && record.type === type);
  if (own.length === 0) return undefined;
  const sorted = own.map(({ data }) => data).sort(compareOctets);
  const data = sorted.filter((octets, index) => index === 0 || !equalOctets(octets, sorted[index - 1] ?? octets));
  const signatures = section
    .filter((record) => record.name === name && record.type === TYPE.RRSIG)
    .map((record) => readRrsig(record.data))
    .filter((signature) => signature?.covered === type);
  return {
    name,
    type,
    ttl: Math.min(...own.map(({ ttl }) => ttl)),
    data,
    signatures: signatures.filter((signature) => signature !== undefined),
  };
}

function readRrsig(data: Uint8Array): Rrsig | undefined {
  const signer = data.length < 19 ? undefined : readName(data, 18, false);
  if (signer === undefined) return undefined;
  const [, , algorithm = 0, labels = 0] = data;
  return {
    covered: uint16(data, 0),
    algorithm,
    labels,
    originalTtl: uint32(data, 4),
    expiration: uint32(data, 8),
    inception: uint32(data, 12),
    tag: uint16(data, 16),
    signer: signer.name,
    signature: data.subarray(signer.end),
    head: data.subarray(0, 18),
  };
}

/** Labels of an owner as RRSIG counts them: without the root and without a leading asterisk (RFC 4034 s3.1.3). */
export function signedLabels(name: Name): number {
  const labels = labelsOf(name);
  return labels[0] === "*" ? labels.length - 1 : labels.length;
}

/** The octets that a signature is over (RFC 4034 s3.1.8.1). */
export function signedData(set: RrSet, signature: Rrsig): Uint8Array {
  const expanded = signature.labels < signedLabels(set.name);
  const wildcard = concat([Uint8Array.of(1, 0x2a), wireName(lastLabels(set.name, signature.labels))]);
  const ttl = signature.head.subarray(4, 8);
  const start = concat([expanded ? wildcard : wireName(set.name), uint16Octets(set.type, CLASS_IN), ttl]);
  const records = set.data.flatMap((data) => [start, uint16Octets(data.length), data]);
  return concat([signature.head, wireName(signature.signer), ...records]);
}

/** Whether `a` is not after `b` in the arithmetic of RFC 1982; numbers half the circle apart are no order (DNS-08). */
export function notAfter(a: number, b: number): boolean {
  return (b - a) >>> 0 < 0x80000000;
}
