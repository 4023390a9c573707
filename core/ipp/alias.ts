const UNRESERVED = /^[A-Za-z0-9._~-]$/;
/** Longest local part, in octets (RFC 5321 s4.5.3.1.1). */
const MAX_LOCAL_PART = 64;

/**
 * The alias of an address: its local part as exactly one path segment, in which everything but the unreserved
 * characters of RFC 3986 section 2.3 is `%XX` (3-protocols 4.1, H22).
 * @param localPart as in an addr-spec, UTF-8
 * @returns undefined for a dot segment, which URL parsers resolve (IPP-08), for nothing, and for more than 64 octets
 */
export function encodeAlias(localPart: string): string | undefined {
  const octets = new TextEncoder().encode(localPart);
  if (octets.length === 0 || octets.length > MAX_LOCAL_PART || localPart === "." || localPart === "..")
    return undefined;
  return Array.from(octets, (octet) => {
    const character = String.fromCharCode(octet);
    return UNRESERVED.test(character) ? character : `%${octet.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

/**
 * Decodes an alias, once (H22): `%2541` is `%41`, never `A`.
 * @returns undefined for anything but unreserved characters and `%XX`, and for octets that are no UTF-8
 */
export function decodeAlias(alias: string): string | undefined {
  if (!/^(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+$/.test(alias)) return undefined;
  const octets = Uint8Array.from(alias.match(/%..|./g) ?? [], (piece) =>
    piece.length === 3 ? Number.parseInt(piece.slice(1), 16) : piece.charCodeAt(0),
  );
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return undefined;
  }
}

/** What can be asked for below an `_ipp` base (3-protocols 4.1, 4.3). */
export type Resource = ".pub" | ".pol" | `.report/${string}/${string}`;

/**
 * A URL below an `_ipp` base: the base and one segment, nothing else (IPP-08).
 * @param base URL that the `_ipp` reader accepted: https, no user, query or fragment, its path ends in "/"
 * @returns undefined when the alias is none, or when a URL parser reads another address out of it
 */
export function aliasUrl(base: string, localPart: string, resource: Resource): string | undefined {
  const alias = encodeAlias(localPart);
  if (alias === undefined) return undefined;
  const url = `${base}${alias}${resource}`;
  return URL.canParse(url) && new URL(url).href === url ? url : undefined;
}
