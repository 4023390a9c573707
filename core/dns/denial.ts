import type { Message } from "./message.ts";
import { isAtOrBelow, type Name } from "./names.ts";
import { type Denial, denyWithNsec, type Nsec, noCloserNsec, readNsec } from "./nsec.ts";
import { denyWithNsec3, type Nsec3, noCloserNsec3, readNsec3 } from "./nsec3.ts";
import { type RrSet, rrSet, signedLabels } from "./rrset.ts";
import type { Finding, Session } from "./session.ts";
import { TYPE } from "./types.ts";
import { verifySet } from "./verify-set.ts";
import { isHashedOut } from "./work.ts";
import type { Zone } from "./zone.ts";

/** Records of absence in a message that one zone signed, and why others were left out. */
interface ProvenRecords {
  readonly nsec: readonly Nsec[];
  readonly nsec3: readonly Nsec3[];
  readonly fault: Finding | undefined;
}

/** The NSEC and NSEC3 RRsets of a message's authority section. */
export function denialSets({ authority }: Message): readonly RrSet[] {
  const owners = new Set(
    authority
      .filter(({ type }) => type === TYPE.NSEC || type === TYPE.NSEC3)
      .map(({ name, type }) => `${name} ${type}`),
  );
  return [...owners].flatMap((key) => {
    const [name = "", type = ""] = key.split(" ");
    return rrSet(authority, name, Number(type)) ?? [];
  });
}

/**
 * Proves that a zone has no such name or type. An answer without proof proves nothing, whatever its rcode (DNS-02).
 */
export async function denialOf(
  session: Session,
  zone: Zone,
  name: Name,
  type: number,
  message: Message,
): Promise<Denial | Finding> {
  const { nsec, nsec3, fault } = await provenRecords(session, zone, message);
  const denial = denyWithNsec(name, type, nsec, zone.name) ?? denyWithNsec3(name, type, nsec3, zone.name, session.work);
  return denial ?? fault ?? costly(session, name) ?? { state: "INDETERMINATE", code: "DENIAL_MISSING", at: name };
}

/**
 * Proves that an answer made from `*.encloser` was due (DNS-07).
 * @returns whether the proof lies in an opt-out span, which makes the answer insecure (RFC 5155 s9.2)
 */
export async function wildcardDue(
  session: Session,
  zone: Zone,
  name: Name,
  encloser: Name,
  message: Message,
): Promise<{ readonly optOut: boolean } | Finding> {
  const { nsec, nsec3, fault } = await provenRecords(session, zone, message);
  if (noCloserNsec(name, encloser, nsec, zone.name)) return { optOut: false };
  const denial = noCloserNsec3(name, encloser, nsec3, session.work);
  if (denial !== undefined) return { optOut: denial.insecure !== false };
  return fault ?? costly(session, name) ?? { state: "BOGUS", code: "WILDCARD_UNPROVEN", at: name };
}

/** What could have been proven with more hashing is not contradicted by anything. */
function costly({ work }: Session, at: Name): Finding | undefined {
  return isHashedOut(work) ? { state: "INDETERMINATE", code: "NSEC3_COST", at } : undefined;
}

async function provenRecords(session: Session, zone: Zone, message: Message): Promise<ProvenRecords> {
  const nsec: Nsec[] = [];
  const nsec3: Nsec3[] = [];
  let fault: Finding | undefined;
  for (const set of denialSets(message)) {
    if (!isAtOrBelow(set.name, zone.name) || !set.signatures.some(({ signer }) => signer === zone.name)) continue;
    const signature = await verifySet(session, set, zone.name, zone.keys);
    if ("state" in signature) {
      fault ??= signature;
      continue;
    }
    // Made from a wildcard, such a record would deny everything.
    if (signature.labels !== signedLabels(set.name)) continue;
    for (const data of set.data) {
      const one = set.type === TYPE.NSEC ? readNsec(set.name, data, signature.inception) : undefined;
      const other = set.type === TYPE.NSEC3 ? readNsec3(set.name, data, zone.name, signature.inception) : undefined;
      if (one !== undefined) nsec.push(one);
      if (other === "unusable") fault ??= { state: "INDETERMINATE", code: "NSEC3_COST", at: set.name };
      else if (other !== undefined) nsec3.push(other);
    }
  }
  return { nsec, nsec3, fault };
}
