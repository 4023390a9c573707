import { toHex } from "../canonical/encoding.ts";
import { constructed, type DerElement, isInteger, oidText, primitive, readDer, TAG } from "./der.ts";
import { type GeneralName, readAltNames, readGeneralName, readGeneralNames } from "./general-name.ts";
import {
  type PolicyExtensions,
  readConstraints,
  readInhibitAny,
  readMappings,
  readPolicies,
} from "./policy-extensions.ts";

/** Names of an extension, subjectAltName or issuerAltName. */
export interface AltNames {
  readonly critical: boolean;
  readonly names: readonly GeneralName[];
}

/** Bits of keyUsage in their order (RFC 5280 s4.2.1.3). */
export const KEY_USAGES = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

/** Subtrees of a nameConstraints extension (RFC 5280 s4.2.1.10). */
export interface NameConstraints {
  readonly critical: boolean;
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** The extensions that are understood; each is absent or well formed. */
export interface Extensions extends PolicyExtensions {
  readonly subjectAltName?: AltNames;
  readonly issuerAltName?: AltNames;
  readonly basicConstraints?: { readonly critical: boolean; readonly ca: boolean; readonly pathLength?: number };
  readonly keyUsage?: ReadonlySet<KeyUsage>;
  /** Object identifiers with dots. */
  readonly extendedKeyUsage?: { readonly critical: boolean; readonly purposes: readonly string[] };
  readonly nameConstraints?: NameConstraints;
  /** The key identifier in hex; `others` when the issuer is also named by name and serial number. */
  readonly authorityKeyIdentifier?: { readonly critical: boolean; readonly id?: string; readonly others: boolean };
  readonly subjectKeyIdentifier?: { readonly critical: boolean; readonly id: string };
}

/** Every extension of a certificate. */
export interface ReadExtensions {
  readonly known: Extensions;
  /** Object identifiers of all of them. */
  readonly present: ReadonlySet<string>;
  /** Critical ones that nobody here processes: they forbid the use of the certificate. */
  readonly unknownCritical: readonly string[];
}

/** Most names in one extension, and most subtrees of one constraint. */
const MAX_NAMES = 1024;
/** Longest pathLenConstraint that is read as a number; longer ones constrain nothing that exists. */
const MAX_PATH_LENGTH = 0xffff;

type Reader = (value: Uint8Array, critical: boolean) => Partial<Extensions> | undefined;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["2.5.29.14", subjectKeyIdentifier],
  ["2.5.29.15", keyUsage],
  ["2.5.29.17", (value, critical) => altNames(value, (names) => ({ subjectAltName: { critical, names } }))],
  ["2.5.29.18", (value, critical) => altNames(value, (names) => ({ issuerAltName: { critical, names } }))],
  ["2.5.29.19", basicConstraints],
  ["2.5.29.30", nameConstraints],
  ["2.5.29.35", authorityKeyIdentifier],
  ["2.5.29.37", extendedKeyUsage],
  ["2.5.29.32", readPolicies],
  ["2.5.29.33", readMappings],
  ["2.5.29.36", readConstraints],
  ["2.5.29.54", readInhibitAny],
  // Read for its form only.
  ["1.3.6.1.5.5.7.1.1", accessDescriptions],
]);

/** authorityInfoAccess: names places to fetch from, which nothing here ever does (X5-10); it must not be critical. */
const ACCESS = "1.3.6.1.5.5.7.1.1";

/**
 * Reads the Extensions of RFC 5280 s4.1.2.9.
 * @returns why not: one of them twice, or an understood one that is malformed
 */
export function readExtensions(list: DerElement | undefined): ReadExtensions | "duplicate-extension" | "extension" {
  const extensions = readExtensionList(list);
  if (extensions === undefined) return "extension";
  const present = new Set<string>();
  const unknownCritical: string[] = [];
  let known: Extensions = {};
  for (const { id, critical, value } of extensions) {
    if (present.has(id)) return "duplicate-extension";
    present.add(id);
    const reader = READERS.get(id);
    if (critical && (reader === undefined || id === ACCESS)) unknownCritical.push(id);
    const read = reader === undefined ? {} : reader(value, critical);
    if (read === undefined) return "extension";
    known = { ...known, ...read };
  }
  return { known, present, unknownCritical };
}

/** One extension as it stands. */
interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Reads Extensions without looking into them; undefined when they are malformed or none. */
export function readExtensionList(list: DerElement | undefined): readonly Extension[] | undefined {
  const read = list?.children.map(readExtension).filter((extension) => extension !== undefined) ?? [];
  return list?.tag === TAG.sequence && read.length > 0 && read.length === list.children.length ? read : undefined;
}

function readExtension({ tag, children }: DerElement): Extension | undefined {
  const [id, second, third, ...more] = children;
  const flag = second?.tag === TAG.boolean ? second : undefined;
  const value = flag === undefined ? second : third;
  if (tag !== TAG.sequence || id?.tag !== TAG.oid || value?.tag !== TAG.octetString || more.length > 0)
    return undefined;
  // A DEFAULT FALSE is left out in DER (X.690 s11.5).
  if (flag === undefined ? third !== undefined : flag.content[0] === 0) return undefined;
  return { id: oidText(id.content), critical: flag !== undefined, value: value.content };
}

function altNames(value: Uint8Array, make: (names: readonly GeneralName[]) => Partial<Extensions>) {
  const names = readAltNames(value);
  return names === undefined || names.length > MAX_NAMES ? undefined : make(names);
}

function subjectKeyIdentifier(value: Uint8Array, critical: boolean): Partial<Extensions> | undefined {
  const element = readDer(value);
  if (element?.tag !== TAG.octetString || element.content.length === 0) return undefined;
  return { subjectKeyIdentifier: { critical, id: toHex(element.content) } };
}

function keyUsage(value: Uint8Array): Partial<Extensions> | undefined {
  const element = readDer(value);
  if (element?.tag !== TAG.bitString) return undefined;
  const [, ...octets] = element.content;
  const usages = KEY_USAGES.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
  // At least one bit (RFC 5280 s4.2.1.3), and a named bit list has no zero bits at its end (X.690 s11.2.2).
  const last = octets.at(-1) ?? 0;
  const trimmed = ((last >> (element.content[0] ?? 0)) & 1) === 1;
  return usages.length > 0 && octets.length <= 2 && trimmed ? { keyUsage: new Set(usages) } : undefined;
}

function basicConstraints(value: Uint8Array, critical: boolean): Partial<Extensions> | undefined {
  const element = readDer(value);
  if (element?.tag !== TAG.sequence) return undefined;
  const [first, ...rest] = element.children;
  const flag = first?.tag === TAG.boolean ? first : undefined;
  const [length, ...more] = flag === undefined ? element.children : rest;
  if (more.length > 0 || flag?.content[0] === 0) return undefined;
  const ca = flag !== undefined;
  if (length === undefined) return { basicConstraints: { critical, ca } };
  // A length without cA says nothing that anybody agrees on.
  if (length.tag !== TAG.integer || (length.content[0] ?? 0x80) >= 0x80 || !ca) return undefined;
  const number = length.content.reduce((sum, octet) => sum * 256 + octet, 0);
  return { basicConstraints: { critical, ca, pathLength: Math.min(number, MAX_PATH_LENGTH) } };
}

function extendedKeyUsage(value: Uint8Array, critical: boolean): Partial<Extensions> | undefined {
  const purposes = readDer(value);
  if (purposes?.tag !== TAG.sequence || purposes.children.length === 0 || !purposes.children.every(isOid))
    return undefined;
  return { extendedKeyUsage: { critical, purposes: purposes.children.map(({ content }) => oidText(content)) } };
}

const isOid = ({ tag }: DerElement) => tag === TAG.oid;

function nameConstraints(value: Uint8Array, critical: boolean): Partial<Extensions> | undefined {
  const element = readDer(value);
  if (element?.tag !== TAG.sequence || element.children.length === 0) return undefined;
  const rest = [...element.children];
  const take = (number: number) => (rest[0]?.tag === constructed(number) ? subtrees(rest.shift()) : []);
  const permitted = take(0);
  const excluded = take(1);
  if (rest.length > 0 || permitted === undefined || excluded === undefined) return undefined;
  return { nameConstraints: { critical, permitted, excluded } };
}

/** Each a base alone: minimum 0 is left out, and a maximum must not be (RFC 5280 s4.2.1.10). */
function subtrees(element: DerElement | undefined): readonly GeneralName[] | undefined {
  const bases = element?.children.map(({ tag, children: [base, ...more] }) =>
    tag === TAG.sequence && base !== undefined && more.length === 0 ? readGeneralName(base) : undefined,
  );
  const names = bases?.filter((name) => name !== undefined) ?? [];
  return names.length === 0 || names.length !== bases?.length || names.length > MAX_NAMES ? undefined : names;
}

function authorityKeyIdentifier(value: Uint8Array, critical: boolean): Partial<Extensions> | undefined {
  const element = readDer(value);
  if (element?.tag !== TAG.sequence) return undefined;
  const rest = [...element.children];
  const take = (tag: number) => (rest[0]?.tag === tag ? rest.shift() : undefined);
  const id = take(primitive(0));
  const issuer = take(constructed(1));
  const serial = take(primitive(2));
  if (rest.length > 0 || (issuer === undefined) !== (serial === undefined) || id?.content.length === 0)
    return undefined;
  if (issuer !== undefined && readGeneralNames(issuer) === undefined) return undefined;
  if (serial !== undefined && !isInteger(serial.content)) return undefined;
  const others = issuer !== undefined;
  return { authorityKeyIdentifier: { critical, others, ...(id && { id: toHex(id.content) }) } };
}

/** RFC 5280 s4.2.2.1. */
function accessDescriptions(value: Uint8Array): Partial<Extensions> | undefined {
  const element = readDer(value);
  if (element?.tag !== TAG.sequence || element.children.length === 0) return undefined;
  const good = element.children.every(({ tag, children: [method, location, ...more] }) => {
    const read = location && readGeneralName(location);
    return tag === TAG.sequence && method?.tag === TAG.oid && read !== undefined && more.length === 0;
  });
  return good ? {} : undefined;
}
