import { latin1Bytes } from "../canonical/encoding.ts";
import { MAX_NAME_POINTERS } from "../limits.ts";

/**
 * A domain name in the one form used for keys and comparison: absolute, A-Z lowered, each octet of a label that is not
 * a visible character, and "." and "\", written `\DDD` (RFC 1035 s5.1). The root is ".".
 */
export type Name = string;

/** Most octets of a name on the wire (RFC 1035 s2.3.4). */
const MAX_NAME_OCTETS = 255;
const MAX_LABEL_OCTETS = 63;

const WRITTEN = Array.from({ length: 256 }, (_, octet) => {
  const lower = octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
  const character = String.fromCharCode(lower);
  return /[!-~]/.test(character) && !/[.\\]/.test(character) ? character : `\\${String(octet).padStart(3, "0")}`;
});

/** Where a name ended that {@link readName} read. */
export interface ReadName {
  readonly name: Name;
  readonly end: number;
}

/**
 * Reads a name (RFC 1035 s4.1.4). A pointer must lead to an earlier place than the part it stands in, so no loop can
 * be built (DNS-14).
 * @param compressed whether pointers are allowed at all (RFC 3597 s4, DNS-16)
 * @returns undefined for anything that is no name
 */
export function readName(octets: Uint8Array, start: number, compressed: boolean): ReadName | undefined {
  const labels: string[] = [];
  let at = start;
  let end = -1;
  let from = start;
  let size = 1;
  for (let pointers = 0; ; ) {
    const length = octets[at];
    if (length === undefined) return undefined;
    if (length === 0) break;
    if (length <= MAX_LABEL_OCTETS) {
      size += length + 1;
      if (size > MAX_NAME_OCTETS || at + 1 + length > octets.length) return undefined;
      labels.push(writeLabel(octets.subarray(at + 1, at + 1 + length)));
      at += 1 + length;
      continue;
    }
    const low = octets[at + 1];
    if (length < 0xc0 || low === undefined || !compressed) return undefined;
    const target = (length & 0x3f) * 256 + low;
    pointers += 1;
    if (target >= from || pointers > MAX_NAME_POINTERS) return undefined;
    if (end < 0) end = at + 2;
    at = target;
    from = target;
  }
  return { name: joinLabels(labels), end: end < 0 ? at + 1 : end };
}

/** The uncompressed wire form, the canonical one of RFC 4034 s6.2. */
export function wireName(name: Name): Uint8Array {
  const parts = labelsOf(name).map(labelOctets);
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 1, 1));
  let at = 0;
  for (const part of parts) {
    out[at] = part.length;
    out.set(part, at + 1);
    at += part.length + 1;
  }
  return out;
}

/**
 * The name of a domain given as text without a final dot, such as `2026a._gmp.example.org`.
 * @returns undefined when a label is empty or longer than 63 octets, the whole longer than 255, or not visible ASCII
 */
export function nameOf(domain: string): Name | undefined {
  if (!/^[!-~]+$/.test(domain) || domain.includes("\\")) return undefined;
  const labels = domain.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()).split(".");
  if (labels.some((label) => label === "" || label.length > MAX_LABEL_OCTETS)) return undefined;
  return fits(labels) ? joinLabels(labels) : undefined;
}

/** Labels from left to right; none for the root. */
export function labelsOf(name: Name): readonly string[] {
  return name === "." ? [] : name.slice(0, -1).split(".");
}

/** The name of labels in their written form. */
export function joinLabels(labels: readonly string[]): Name {
  return labels.length === 0 ? "." : `${labels.join(".")}.`;
}

/** The name without its first label; the root for a name of one label. */
export function parentOf(name: Name): Name {
  return joinLabels(labelsOf(name).slice(1));
}

/** The ancestor-or-self of a name that has so many labels. */
export function lastLabels(name: Name, count: number): Name {
  const labels = labelsOf(name);
  return joinLabels(labels.slice(labels.length - count));
}

/** Whether a name is `parent` or stands below it, label by label. */
export function isAtOrBelow(name: Name, parent: Name): boolean {
  return parent === "." || name === parent || name.endsWith(`.${parent}`);
}

/**
 * The name with its ending `from` replaced by `to` (RFC 6672 s2.2).
 * @returns undefined when the new name would be too long
 */
export function rebase(name: Name, from: Name, to: Name): Name | undefined {
  const labels = [...labelsOf(name).slice(0, labelsOf(name).length - labelsOf(from).length), ...labelsOf(to)];
  return fits(labels) ? joinLabels(labels) : undefined;
}

/** The canonical order of RFC 4034 s6.1: negative, zero or positive. */
export function compareNames(a: Name, b: Name): number {
  const left = labelsOf(a).map(labelText).reverse();
  const right = labelsOf(b).map(labelText).reverse();
  for (const [index, label] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (label !== other) return label < other ? -1 : 1;
  }
  return left.length - right.length;
}

/** The longest name that is an ancestor-or-self of both. */
export function commonAncestor(a: Name, b: Name): Name {
  const left = labelsOf(a).toReversed();
  const right = labelsOf(b).toReversed();
  const differs = left.findIndex((label, index) => label !== right[index]);
  return lastLabels(a, differs < 0 ? left.length : differs);
}

function writeLabel(label: Uint8Array): string {
  let text = "";
  for (const octet of label) text += WRITTEN[octet];
  return text;
}

/** One UTF-16 unit for each octet, so that strings compare as octets do. */
function labelText(label: string): string {
  return label.replace(/\\(\d{3})/g, (_, digits) => String.fromCharCode(Number(digits)));
}

const labelOctets = (label: string) => latin1Bytes(labelText(label));

const fits = (labels: readonly string[]) =>
  labels.reduce((sum, label) => sum + labelText(label).length + 1, 1) <= MAX_NAME_OCTETS;
