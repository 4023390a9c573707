import { concat } from "../canonical/concat.ts";
import { readName, wireName } from "./names.ts";

/** How the RDATA of a type with names in it is laid out. */
interface Layout {
  /** Octets before the first name. */
  readonly before: number;
  /** Character-strings between them and the first name (NAPTR). */
  readonly strings?: number;
  readonly names: number;
  /** Whether RFC 3597 s4 lets a sender compress its names. */
  readonly compressed: boolean;
}

const one: Layout = { before: 0, names: 1, compressed: true };
const two: Layout = { before: 0, names: 2, compressed: true };

/**
 * Types whose names are expanded and lowered in the canonical form (RFC 4034 s6.2 point 3 with RFC 6840 s5.1, which
 * takes NSEC and HINFO out). RRSIG is built anew where it is signed.
 */
const LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [2, one],
  [3, one],
  [4, one],
  [5, one],
  [6, two],
  [7, one],
  [8, one],
  [9, one],
  [12, one],
  [14, two],
  [15, { before: 2, names: 1, compressed: true }],
  [17, two],
  [18, { before: 2, names: 1, compressed: true }],
  [21, { before: 2, names: 1, compressed: true }],
  [24, { before: 18, names: 1, compressed: true }],
  [26, { before: 2, names: 2, compressed: true }],
  [33, { before: 6, names: 1, compressed: true }],
  [35, { before: 4, strings: 3, names: 1, compressed: true }],
  [36, { before: 2, names: 1, compressed: false }],
  [39, { before: 0, names: 1, compressed: false }],
]);

/**
 * RDATA in canonical form.
 * @param octets the whole message, since names may point anywhere in it
 * @returns undefined when a name in it is malformed
 */
export function canonicalRdata(type: number, octets: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const layout = LAYOUTS.get(type);
  if (layout === undefined) return octets.slice(start, end);
  let at = start + layout.before;
  for (let count = layout.strings ?? 0; count > 0 && at < end; count--) at += 1 + (octets[at] ?? 0);
  const parts = [octets.subarray(start, at)];
  for (let count = layout.names; count > 0; count--) {
    const read = at < end ? readName(octets, at, layout.compressed) : undefined;
    if (read === undefined || read.end > end) return undefined;
    parts.push(wireName(read.name));
    at = read.end;
  }
  return concat([...parts, octets.subarray(at, end)]);
}
