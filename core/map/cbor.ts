import { type DecodeOptions, decode, encode, rfc8949EncodeOptions } from "cborg";
import { equalOctets } from "../canonical/octets.ts";
import { MAX_COSE_OCTETS } from "../limits.ts";

/** What the objects here are made of; maps become `Map`, never objects (MAP-05). */
export type Cbor = number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<number, Cbor>;

const STRICT: DecodeOptions = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
};

/** Deepest nesting; an envelope needs three. */
const MAX_DEPTH = 8;

/**
 * Reads deterministic CBOR (RFC 8949 s4.2.1) and nothing else: what does not encode to the same octets again could be
 * read differently by the one who signed it (MAP-04). Tags, floats, `null` and simple values have no place here.
 * @returns undefined for everything else, and beyond {@link MAX_COSE_OCTETS}
 */
export function readCbor(octets: Uint8Array): unknown {
  if (octets.length > MAX_COSE_OCTETS || nestsTooDeep(octets)) return undefined;
  try {
    const value: unknown = decode(octets, STRICT);
    return equalOctets(encode(value, rfc8949EncodeOptions), octets) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the one deterministic form of a value. */
export function writeCbor(value: Cbor): Uint8Array {
  return encode(value, rfc8949EncodeOptions);
}

const ARRAY = 4;
const TAG = 6;

/**
 * Whether arrays, maps and tags nest beyond {@link MAX_DEPTH}, found without recursion: the decoder calls itself for
 * each level, and 64 kB of `[[[[` would use up the stack (MAP-06). Reads heads only; what is no CBOR the decoder refuses.
 */
function nestsTooDeep(octets: Uint8Array): boolean {
  const open: number[] = [];
  for (let at = 0; at < octets.length; ) {
    const first = octets[at] ?? 0;
    const major = first >> 5;
    const { argument, next } = readArgument(octets, at, first & 0x1f);
    at = next;
    const isString = major === 2 || major === 3;
    if (isString) at += argument;
    const items = major === ARRAY || major === TAG ? (major === TAG ? 1 : argument) : major === 5 ? argument * 2 : 0;
    if (items > 0) {
      open.push(items);
      if (open.length > MAX_DEPTH) return true;
      continue;
    }
    while (open.length > 0) {
      const left = (open.pop() ?? 0) - 1;
      if (left > 0) {
        open.push(left);
        break;
      }
    }
  }
  return false;
}

/** The number in a head (RFC 8949 s3); indefinite lengths read as 0, the decoder refuses them. */
function readArgument(octets: Uint8Array, at: number, info: number): { argument: number; next: number } {
  if (info < 24) return { argument: info, next: at + 1 };
  const size = info < 28 ? 1 << (info - 24) : 0;
  let argument = 0;
  for (const octet of octets.subarray(at + 1, at + 1 + size)) argument = argument * 256 + octet;
  return { argument, next: at + 1 + size };
}
