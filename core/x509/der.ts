import { compareOctets } from "../canonical/octets.ts";
import { MAX_DER_DEPTH, MAX_DER_ELEMENTS } from "../limits.ts";

/** One element of a DER encoding (X.690). */
export interface DerElement {
  /** The identifier octet: class, form and number. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Identifier, length and content as they stand. */
  readonly octets: Uint8Array;
  /** What a constructed element holds; nothing for a primitive one. */
  readonly children: readonly DerElement[];
}

/** Identifier octets of the universal types that certificates use. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier octet of a context-specific element that holds others. */
export const constructed = (number: number) => 0xa0 + number;
/** The identifier octet of a context-specific element that holds octets. */
export const primitive = (number: number) => 0x80 + number;

/**
 * Reads exactly one DER element with everything in it. Only the one encoding that DER allows is read, so what is accepted
 * encodes to the same octets again: BER, indefinite and long lengths, trailing octets, loose bits, unsorted sets and
 * padded numbers are refused (X5-07), and so is what nests or branches beyond the limits.
 * @param elements most elements, nested ones included
 * @returns undefined for everything else
 */
export function readDer(octets: Uint8Array, elements = MAX_DER_ELEMENTS): DerElement | undefined {
  const budget = { elements };
  const element = readElement(octets, 0, budget);
  return element?.octets.length === octets.length ? element : undefined;
}

function readElement(octets: Uint8Array, depth: number, budget: { elements: number }): DerElement | undefined {
  const head = readHead(octets);
  if (head === undefined || depth > MAX_DER_DEPTH || budget.elements-- <= 0) return undefined;
  const { tag, start, end } = head;
  const content = octets.subarray(start, end);
  const children: DerElement[] = [];
  if ((tag & 0x20) !== 0) {
    for (let at = 0; at < content.length; ) {
      const child = readElement(content.subarray(at), depth + 1, budget);
      if (child === undefined) return undefined;
      children.push(child);
      at += child.octets.length;
    }
  }
  const element = { tag, content, octets: octets.subarray(0, end), children };
  return isWellFormed(element) ? element : undefined;
}

/** Where the content stands. No certificate needs tag numbers of 31 and more, nor contents of 16 MiB. */
function readHead(octets: Uint8Array): { tag: number; start: number; end: number } | undefined {
  const [tag = 0, first = 0x80] = octets;
  if (octets.length < 2 || tag === 0 || (tag & 0x1f) === 0x1f) return undefined;
  const more = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || more > 3) return undefined;
  const length = more === 0 ? first : octets.subarray(2, 2 + more).reduce((sum, octet) => sum * 256 + octet, 0);
  // The shortest form only (X.690 s10.1).
  if (more > 0 && (octets[2] === 0 || length < 0x80)) return undefined;
  const start = 2 + more;
  return start + length > octets.length ? undefined : { tag, start, end: start + length };
}

/** X.690 s8 and s11 for the universal types; what a context-specific element holds, its reader judges. */
function isWellFormed({ tag, content, children }: DerElement): boolean {
  if (tag >= 0x40) return true;
  if (tag === TAG.sequence) return true;
  if (tag === TAG.set) return isSorted(children);
  // Strings in pieces are BER.
  if ((tag & 0x20) !== 0) return false;
  switch (tag) {
    case TAG.boolean:
      return isBoolean(content);
    case TAG.integer:
      return isInteger(content);
    case TAG.bitString:
      return isBitString(content);
    case TAG.null:
      return content.length === 0;
    case TAG.oid:
      return isOid(content);
    case TAG.utf8String:
      return utf8Text(content) !== undefined;
    case TAG.ia5String:
      return content.every((octet) => octet < 0x80);
    default:
      // SEQUENCE and SET have no primitive form.
      return tag !== (TAG.sequence & 0x1f) && tag !== (TAG.set & 0x1f);
  }
}

/** SET OF in ascending order (X.690 s11.6). */
function isSorted(children: readonly DerElement[]): boolean {
  return children.every((child, at) => {
    const previous = children[at - 1];
    return previous === undefined || compareOctets(previous.octets, child.octets) <= 0;
  });
}

/** X.690 s11.1. */
const isBoolean = (content: Uint8Array) => content.length === 1 && (content[0] === 0 || content[0] === 0xff);

/** The shortest two's complement (X.690 s8.3.2). */
export function isInteger(content: Uint8Array): boolean {
  const [first = 0, second = 0] = content;
  if (content.length < 2) return content.length === 1;
  return !(first === 0 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

/** At most 7 unused bits, all of them zero (X.690 s11.2.1). */
function isBitString(content: Uint8Array): boolean {
  const [unused = 8] = content;
  if (unused > 7 || (content.length === 1 && unused > 0)) return false;
  return ((content.at(-1) ?? 0) & ((1 << unused) - 1)) === 0;
}

/** Arcs without leading zeros, none cut off (X.690 s8.19). */
function isOid(content: Uint8Array): boolean {
  if (content.length === 0 || (content.at(-1) ?? 0x80) >= 0x80) return false;
  return content.every((octet, at) => octet !== 0x80 || (content[at - 1] ?? 0) >= 0x80);
}

/** The text of strict UTF-8, or undefined. */
export function utf8Text(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** An object identifier with dots, such as `2.5.29.17`; `content` must have passed {@link readDer}. */
export function oidText(content: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = arc * 128n + BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [joint = 0n, ...rest] = arcs;
  const root = joint < 80n ? joint / 40n : 2n;
  return [root, joint - root * 40n, ...rest].join(".");
}
