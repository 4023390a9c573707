import { normalised } from "../canonical/normalise.ts";
import { type DerElement, oidText, TAG, utf8Text } from "./der.ts";

/** One attribute of a distinguished name. */
export interface NameAttribute {
  /** Object identifier with dots. */
  readonly type: string;
  /** The text, when the value is one of the string types. */
  readonly text: string | undefined;
}

/** A distinguished name (RFC 5280 s4.1.2.4). */
export interface DistinguishedName {
  /** Its DER. */
  readonly octets: Uint8Array;
  readonly attributes: readonly NameAttribute[];
  /** One string for each RDN; two names are the same when these are (RFC 5280 s7.1). */
  readonly keys: readonly string[];
  /** All of `keys` in one. */
  readonly key: string;
}

/** Attribute types that are read. */
export const COMMON_NAME = "2.5.4.3";
export const EMAIL_ADDRESS = "1.2.840.113549.1.9.1";

/** Most octets of an attribute value; RFC 5280's upper bounds are far below. */
const MAX_VALUE = 4096;

/** Reads a Name; undefined when it is none. */
export function readName(element: DerElement | undefined): DistinguishedName | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const attributes: NameAttribute[] = [];
  const keys: string[] = [];
  for (const rdn of element.children) {
    if (rdn.tag !== TAG.set || rdn.children.length === 0) return undefined;
    const own: string[] = [];
    for (const pair of rdn.children) {
      const [type, value, ...more] = pair.children;
      if (pair.tag !== TAG.sequence || type?.tag !== TAG.oid || value === undefined || more.length > 0)
        return undefined;
      if (value.octets.length > MAX_VALUE) return undefined;
      const attribute = { type: oidText(type.content), text: stringOf(value) };
      attributes.push(attribute);
      own.push(`${attribute.type}=${comparable(attribute.text, value)}`);
    }
    keys.push(JSON.stringify(own.sort()));
  }
  return { octets: element.octets, attributes, keys, key: keys.join("") };
}

/** Whether `name` stands in the subtree of `base`: the same RDNs at the front (RFC 5280 s7.1). */
export function isWithin(name: DistinguishedName, base: DistinguishedName): boolean {
  return base.keys.every((key, at) => key === name.keys[at]);
}

/**
 * RFC 5280 s7.1 with RFC 4518: case, compatibility forms and the amount of white space make no difference, nor does the
 * string type. What is no string is compared by its octets.
 */
function comparable(text: string | undefined, value: DerElement): string {
  if (text === undefined) return `#${String.fromCharCode(...value.octets)}`;
  return normalised(text, "NFKC").toLowerCase().trim().replace(/\s+/g, " ");
}

function stringOf({ tag, content }: DerElement): string | undefined {
  switch (tag) {
    case TAG.utf8String:
      return utf8Text(content);
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.teletexString:
      return String.fromCharCode(...content);
    case TAG.bmpString:
      return wide(content, 2);
    case TAG.universalString:
      return wide(content, 4);
    default:
      return undefined;
  }
}

/** Big-endian code points of two or four octets each. */
function wide(content: Uint8Array, size: number): string | undefined {
  if (content.length % size !== 0) return undefined;
  let text = "";
  for (let at = 0; at < content.length; at += size) {
    const point = content.subarray(at, at + size).reduce((sum, octet) => sum * 256 + octet, 0);
    if (point > 0x10ffff) return undefined;
    text += String.fromCodePoint(point);
  }
  return text;
}
