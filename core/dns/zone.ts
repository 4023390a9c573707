import { toHex } from "../canonical/encoding.ts";
import { MAX_KEYS_PER_TAG } from "../limits.ts";
import { denialOf } from "./denial.ts";
import {
  beforeRevocation,
  type DelegationSigner,
  type DnsKey,
  digestInput,
  isZoneKey,
  readDnsKey,
  readDs,
} from "./dnskey.ts";
import { isAtOrBelow, labelsOf, lastLabels, type Name } from "./names.ts";
import { rrSet } from "./rrset.ts";
import type { Finding, Session } from "./session.ts";
import { TYPE } from "./types.ts";
import { verifySet } from "./verify-set.ts";

/** A zone whose keys are proven. */
export interface Zone {
  readonly name: Name;
  readonly keys: readonly DnsKey[];
}

/**
 * Walks from the anchor down to the deepest proven zone at or above a name, label by label, since only the parent says
 * where a cut is (RFC 4035 s5).
 */
export async function zoneOf(session: Session, target: Name): Promise<Zone | Finding> {
  const top = await anchoredZone(session, target);
  if ("state" in top) return top;
  let zone = top;
  const path = labelsOf(target).map((_, index) => lastLabels(target, index + 1));
  const below = path.filter((name) => name !== top.name && isAtOrBelow(name, top.name));
  for (const name of below) session.want({ name, type: TYPE.DS });
  for (const [index, name] of below.entries()) {
    const parent = zone;
    if (
      !session.has({ name, type: TYPE.DS }) &&
      below.slice(index + 1).some((deeper) => signsDs(session, parent, deeper))
    ) {
      continue;
    }
    const known = session.zones.get(name) ?? cutAt(session, parent, name);
    session.zones.set(name, known);
    const cut = await known;
    if (cut === "gone") break;
    if (cut === "none") continue;
    if ("state" in cut) return cut;
    zone = cut;
  }
  return zone;
}

/** Whether the zone claims to sign the DS of a deeper name, so that no cut lies between: recorded chains skip those. */
function signsDs(session: Session, zone: Zone, name: Name): boolean {
  if (!session.has({ name, type: TYPE.DS })) return false;
  const message = session.read({ name, type: TYPE.DS });
  const set = "state" in message ? undefined : rrSet(message.answer, name, TYPE.DS);
  return set?.signatures.some(({ signer }) => signer === zone.name) === true;
}

/** The deepest anchor's zone; its keys must hold one that an anchor names, now (DNS-03, DNS-04). */
async function anchoredZone(session: Session, target: Name): Promise<Zone | Finding> {
  const { now, base } = session;
  const valid = base.anchors.filter(
    ({ zone, from, until }) => isAtOrBelow(target, zone) && from <= now && (until === undefined || now < until),
  );
  const [deepest] = [...valid].sort((a, b) => labelsOf(b.zone).length - labelsOf(a.zone).length);
  if (deepest === undefined) return { state: "INDETERMINATE", code: "NO_ANCHOR", at: target };
  const name = deepest.zone;
  const known =
    session.zones.get(name) ??
    provenZone(
      session,
      name,
      valid.filter(({ zone }) => zone === name),
      true,
    );
  session.zones.set(name, known);
  const zone = await known;
  return zone === "gone" || zone === "none" ? { state: "INDETERMINATE", code: "NO_ANCHOR", at: name } : zone;
}

/** What the parent says about a name: a signed zone, no cut, no such name, or an end of the signed tree. */
async function cutAt(session: Session, parent: Zone, name: Name): Promise<Zone | "none" | "gone" | Finding> {
  const message = session.read({ name, type: TYPE.DS });
  if ("state" in message) return message;
  const set = rrSet(message.answer, name, TYPE.DS);
  if (set !== undefined) {
    if (!set.signatures.some(({ signer }) => signer === parent.name)) {
      return { state: "INDETERMINATE", code: "SIGNATURE_MISSING", at: name };
    }
    const signature = await verifySet(session, set, parent.name, parent.keys);
    if ("state" in signature) return signature;
    // A DS that came out of a wildcard would make every name a zone.
    if (signature.labels !== labelsOf(name).length) return { state: "BOGUS", code: "SIGNATURE_FALSE", at: name };
    const signers = set.data.map(readDs).filter((ds) => ds !== undefined);
    return await provenZone(session, name, signers, false);
  }
  const alias = rrSet(message.answer, name, TYPE.CNAME);
  if (alias?.signatures.some(({ signer }) => signer === parent.name)) {
    const signature = await verifySet(session, alias, parent.name, parent.keys);
    return "state" in signature ? signature : "none";
  }
  const denial = await denialOf(session, parent, name, TYPE.DS, message);
  if ("state" in denial) return denial;
  if (denial.insecure === "delegation") return { state: "INSECURE", code: "DELEGATION_INSECURE", at: name };
  if (denial.insecure === "opt-out") return { state: "INSECURE", code: "OPT_OUT", at: name };
  return denial.kind === "nxdomain" ? "gone" : "none";
}

/** Proves the keys of a zone by the digests its parent signed, or by anchors (RFC 4035 s5.2). */
async function provenZone(
  session: Session,
  name: Name,
  signers: readonly DelegationSigner[],
  anchored: boolean,
): Promise<Zone | Finding> {
  const { algorithms, digests } = session.base;
  const supported = signers.filter((ds) => algorithms.has(ds.algorithm) && digests.has(ds.digestType));
  if (supported.length === 0) return { state: "INSECURE", code: "ALGORITHM_UNSUPPORTED", at: name };
  const message = session.read({ name, type: TYPE.DNSKEY });
  if ("state" in message) return message;
  const set = rrSet(message.answer, name, TYPE.DNSKEY);
  if (set === undefined || set.signatures.length === 0) {
    return { state: "INDETERMINATE", code: "SIGNATURE_MISSING", at: name };
  }
  const all = set.data.map(readDnsKey).filter((key) => key !== undefined);
  if (all.some((key) => all.filter(({ tag }) => tag === key.tag).length > MAX_KEYS_PER_TAG)) {
    return { state: "INDETERMINATE", code: "DNS_LIMIT", at: name };
  }
  // Only the strongest digest counts, or a broken one would be as good as the best (RFC 4509 s3, DNS-10).
  const strongest = Math.max(...supported.map(({ digestType }) => digestType));
  const named = (key: DnsKey) =>
    supported.some((ds) => ds.digestType === strongest && isNamedBy(session, name, key, ds));
  const entries = all.filter((key) => isZoneKey(key) && named(key));
  if (entries.length === 0 && anchored) {
    const revoked = all.some((key) => named(beforeRevocation(key) ?? key));
    return { state: "INDETERMINATE", code: revoked ? "ANCHOR_REVOKED" : "ANCHOR_UNKNOWN", at: name };
  }
  const usable = (key: DnsKey) => algorithms.get(key.algorithm)?.usable(key.publicKey) === true;
  if (entries.length === 0) return { state: "BOGUS", code: "KEY_MISSING", at: name };
  if (!entries.some(usable)) return { state: "BOGUS", code: "KEY_WEAK", at: name };
  const signature = await verifySet(session, set, name, entries.filter(usable));
  if ("state" in signature) return signature;
  session.links.push({ zone: name, tag: signature.tag, algorithm: signature.algorithm });
  return { name, keys: all.filter((key) => isZoneKey(key) && usable(key)) };
}

function isNamedBy(session: Session, owner: Name, key: DnsKey, ds: DelegationSigner): boolean {
  if (key.tag !== ds.tag || key.algorithm !== ds.algorithm) return false;
  const digest = session.base.digests.get(ds.digestType)?.(digestInput(owner, key));
  return digest !== undefined && toHex(digest) === ds.digest;
}
