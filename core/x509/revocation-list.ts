import { equalOctets } from "../canonical/octets.ts";
import { MAX_REVOCATION_ELEMENTS, MAX_REVOCATION_OCTETS } from "../limits.ts";
import { readScheme, type SignatureScheme } from "./algorithms.ts";
import { type Certificate, wholeOctets } from "./certificate.ts";
import { constructed, type DerElement, readDer, TAG } from "./der.ts";
import { readExtensionList } from "./extensions.ts";
import { type DistinguishedName, readName } from "./name.ts";
import { verifySigned } from "./signature.ts";
import { readTime } from "./time.ts";

/** A certificate revocation list (RFC 5280 s5) that covers everything its issuer issued. It comes from policy or a file. */
export interface RevocationList {
  readonly issuer: DistinguishedName;
  /** Epoch seconds. */
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** Serial numbers, one character for each content octet. */
  readonly serials: ReadonlySet<string>;
  readonly tbs: Uint8Array;
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
}

/** What lists say of one certificate. */
export type RevocationStatus = "good" | "revoked" | "unknown";

/**
 * Reads a complete list. One that is partial, indirect or a delta, has no end, or has a critical extension that nobody
 * here processes is no list: a part read as the whole would miss who is revoked.
 */
export function readRevocationList(der: Uint8Array): RevocationList | undefined {
  if (der.length > MAX_REVOCATION_OCTETS) return undefined;
  const list = readDer(Uint8Array.from(der), MAX_REVOCATION_ELEMENTS);
  const [tbs, outer, bits, ...more] = list?.children ?? [];
  const signature = bits && wholeOctets(bits);
  if (list?.tag !== TAG.sequence || tbs?.tag !== TAG.sequence || outer === undefined || more.length > 0)
    return undefined;
  const rest = [...tbs.children];
  const isSecond = rest[0]?.tag === TAG.integer && rest[0].content.length === 1 && rest.shift()?.content[0] === 1;
  const [inner, issuerName, from, to, ...optional] = rest;
  const scheme = readScheme(outer);
  const issuer = readName(issuerName);
  const [thisUpdate, nextUpdate] = [from, to].map(readTime);
  const serials = readEntries(optional, isSecond);
  if (inner === undefined || !equalOctets(inner.octets, outer.octets) || scheme === undefined) return undefined;
  if (issuer === undefined || thisUpdate === undefined || nextUpdate === undefined || serials === undefined)
    return undefined;
  return signature && { issuer, thisUpdate, nextUpdate, serials, tbs: tbs.octets, scheme, signature };
}

/** revokedCertificates and crlExtensions. */
function readEntries(optional: readonly DerElement[], isSecond: boolean): ReadonlySet<string> | undefined {
  const rest = [...optional];
  const entries = rest[0]?.tag === TAG.sequence ? rest.shift()?.children : [];
  const [extensions, ...more] = rest;
  if (more.length > 0 || entries === undefined) return undefined;
  if (extensions !== undefined && !(isSecond && extensions.tag === constructed(0) && isPlain(extensions.children[0])))
    return undefined;
  const serials = entries.map(({ tag, children: [serial, date, reasons, ...others] }) => {
    if (tag !== TAG.sequence || serial?.tag !== TAG.integer || others.length > 0) return undefined;
    if (readTime(date) === undefined || (reasons !== undefined && !isPlain(reasons))) return undefined;
    return serialName(serial.content);
  });
  const known = serials.filter((serial) => serial !== undefined);
  return known.length === serials.length ? new Set(known) : undefined;
}

/** issuingDistributionPoint and deltaCRLIndicator make a list a part of one, critical or not. */
const PARTIAL = ["2.5.29.28", "2.5.29.27"];

function isPlain(list: DerElement | undefined): boolean {
  const extensions = readExtensionList(list);
  return extensions?.every(({ id, critical }) => !critical && !PARTIAL.includes(id)) ?? false;
}

/**
 * What local lists say of a certificate. A list counts when the issuer itself signed it and may (cRLSign). Being listed
 * is for ever; not being listed is good only in a list that is fresh, since an old one cannot know (X5-11).
 * @param now epoch seconds
 */
export async function revocationStatus(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
  now: number,
): Promise<RevocationStatus> {
  let status: RevocationStatus = "unknown";
  if (!issuer.known.keyUsage?.has("cRLSign")) return status;
  for (const list of lists) {
    if (list.issuer.key !== certificate.issuer.key) continue;
    if (!(await verifySigned(issuer.publicKey, list.scheme, list.tbs, list.signature))) continue;
    if (list.serials.has(serialName(certificate.serial))) return "revoked";
    if (list.thisUpdate <= now && now <= list.nextUpdate) status = "good";
  }
  return status;
}

const serialName = (content: Uint8Array) => String.fromCharCode(...content);
