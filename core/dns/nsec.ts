import { commonAncestor, compareNames, isAtOrBelow, type Name, parentOf, readName } from "./names.ts";
import { TYPE } from "./types.ts";

/** What a proof of absence proves. */
export interface Denial {
  readonly kind: "nxdomain" | "nodata";
  /** The name is a delegation without DS, or could be one in an opt-out span: what lies there is unsigned. */
  readonly insecure: false | "delegation" | "opt-out";
  /** Start of validity of the record at or around the name: the one that was made anew when something there went (DNS-09). */
  readonly inception: number;
}

/** An NSEC record of one zone whose signature holds (RFC 4034 s4). */
export interface Nsec {
  readonly owner: Name;
  readonly next: Name;
  readonly types: ReadonlySet<number>;
  /** Of its signature, a 32-bit serial number. */
  readonly inception: number;
}

/** Reads NSEC RDATA. */
export function readNsec(owner: Name, data: Uint8Array, inception: number): Nsec | undefined {
  const next = readName(data, 0, false);
  const types = next && readTypes(data.subarray(next.end));
  return next === undefined || types === undefined ? undefined : { owner, next: next.name, types, inception };
}

/** Type bit maps (RFC 4034 s4.1.2): windows in rising order, 1 to 32 octets each. */
export function readTypes(data: Uint8Array): ReadonlySet<number> | undefined {
  const types = new Set<number>();
  let last = -1;
  for (let at = 0; at < data.length; ) {
    const window = data[at] ?? 0;
    const length = data[at + 1] ?? 0;
    if (window <= last || length < 1 || length > 32 || at + 2 + length > data.length) return undefined;
    for (const [index, octet] of data.subarray(at + 2, at + 2 + length).entries())
      for (let bit = 0; bit < 8; bit++) if ((octet & (0x80 >> bit)) !== 0) types.add(window * 256 + index * 8 + bit);
    last = window;
    at += 2 + length;
  }
  return types;
}

/** NS without SOA: the parent's side of a zone cut. */
export const isDelegation = (types: ReadonlySet<number>) => types.has(TYPE.NS) && !types.has(TYPE.SOA);

/**
 * Whether the types at a name deny one of them (RFC 4035 s5.4, RFC 6840 s4.1): the parent's record speaks about DS and
 * nothing else, the child's about everything but DS, and a name with CNAME has everything (RFC 6840 s4.3).
 */
export function deniesType(types: ReadonlySet<number>, name: Name, type: number): boolean {
  if (types.has(type) || types.has(TYPE.CNAME)) return false;
  if (type === TYPE.DS && name !== ".") return !types.has(TYPE.SOA);
  return !isDelegation(types);
}

/** Proves with NSEC that a name, or a type at it, does not exist (RFC 4035 s5.4). */
export function denyWithNsec(name: Name, type: number, records: readonly Nsec[], zone: Name): Denial | undefined {
  const match = records.find(({ owner }) => owner === name);
  if (match !== undefined) {
    if (!deniesType(match.types, name, type)) return undefined;
    const insecure = type === TYPE.DS && isDelegation(match.types) && "delegation";
    return { kind: "nodata", insecure, inception: match.inception };
  }
  const cover = records.find((record) => covers(record, name, zone));
  if (cover === undefined) return undefined;
  // An empty non-terminal: something stands below the name, so the name exists (RFC 4592 s2.2.2).
  const { inception } = cover;
  if (isAtOrBelow(cover.next, name)) return { kind: "nodata", insecure: false, inception };
  const wildcard = wildcardAt(closestEncloser(cover, name));
  if (records.some((record) => covers(record, wildcard, zone))) return { kind: "nxdomain", insecure: false, inception };
  const source = records.find(({ owner }) => owner === wildcard);
  const nothing = source !== undefined && deniesType(source.types, wildcard, type);
  return nothing ? { kind: "nodata", insecure: false, inception } : undefined;
}

/** Proves that a wildcard answer made from `*.encloser` was due: no closer name exists (RFC 4035 s5.3.4). */
export function noCloserNsec(name: Name, encloser: Name, records: readonly Nsec[], zone: Name): boolean {
  return records.some(
    (record) =>
      covers(record, name, zone) && !isAtOrBelow(record.next, name) && closestEncloser(record, name) === encloser,
  );
}

/**
 * Whether a name lies strictly between owner and next. A delegation or a DNAME above the name ends the zone there, so
 * its record says nothing about what is below (RFC 6840 s4.1, DNS-11).
 */
function covers({ owner, next, types }: Nsec, name: Name, zone: Name): boolean {
  if (isAtOrBelow(name, owner) && (isDelegation(types) || types.has(TYPE.DNAME))) return false;
  if (!isAtOrBelow(name, zone) || !isAtOrBelow(next, zone) || compareNames(owner, name) >= 0) return false;
  return next === zone || compareNames(name, next) < 0;
}

/** The longest existing ancestor that follows from the two names around a gap. */
function closestEncloser({ owner, next }: Nsec, name: Name): Name {
  const above = parentOf(name);
  const [a, b] = [commonAncestor(above, owner), commonAncestor(above, next)];
  return a.length >= b.length && isAtOrBelow(a, b) ? a : b;
}

/** The wildcard directly below a name. */
export const wildcardAt = (name: Name): Name => (name === "." ? "*." : `*.${name}`);
