import { sha256 } from "@noble/hashes/sha2.js";
import { strictBase64, toHex } from "../canonical/encoding.ts";
import { parseTime } from "../canonical/times.ts";
import type { Knowledge, KnownKey, OrganisationKey, TrustRecord } from "../knowledge.ts";
import type { Receipt } from "../result.ts";
import { provenKeys, recordOf } from "./trusted.ts";

/** The one key a stamp can be checked with. */
export interface SigningKey {
  readonly entry: OrganisationKey;
  /** Key octets of G25. */
  readonly octets: Uint8Array;
  /** Lower-case hex SHA-256 of `octets`. */
  readonly fingerprint: string;
  /** The record that makes the organisation trusted; without one the result is INTACT at most (G30). */
  readonly record: TrustRecord | undefined;
  readonly how: NonNullable<Receipt["key"]>["how"];
  /** The address of an IPP certificate: only this sender may use its key (G52). */
  readonly onlySender: string | undefined;
}

/** Order of proof for an organisation without a record (3-protocols 1.4). */
const PROOFS = ["dnssec", "user", "certificate"] as const;

/**
 * Whose key checks a stamp (3-protocols 1.4, G37): the trust record's keys and no others where the record has a `keys`
 * member, the organisation's DNSSEC-proven keys where it has none, else a key known without trust. The key is chosen by
 * (org_id, kid) only; nothing of it comes out of the message (GMR-05, GMR-06, GMR-24).
 */
export function findKey(orgId: string, kid: string, knowledge: Knowledge): SigningKey | undefined {
  const record = recordOf(orgId, knowledge);
  const named = (key: OrganisationKey) => key.kid === kid;
  if (record?.keys !== undefined) {
    return theOnly(record.keys.filter(named), (entry) => ({ entry, record, how: record.source ?? "user" }));
  }
  if (record !== undefined) {
    return theOnly(provenKeys(orgId, knowledge).filter(named), (entry) => ({ entry, record, how: "dnssec" }));
  }
  for (const how of PROOFS) {
    const known = knowledge.keys.filter((key) => key.org_id === orgId && key.proof.how === how && named(key));
    // A certificate makes its holder the organisation of the address's own domain, and of no other (G52).
    const ofOrganisation = ({ address, holder }: KnownKey) => address?.endsWith(`@${orgId}`) ?? holder !== undefined;
    const usable = known.filter((key) => how !== "certificate" || ofOrganisation(key));
    if (usable.length > 0) return theOnly(usable, (entry) => ({ entry, record, how, onlySender: onlySenderOf(entry) }));
  }
  return undefined;
}

/** Who alone may use a key; in diagnostics it is known only whether the sender of the stamp is that one. */
const onlySenderOf = ({ address, holder }: KnownKey) => address ?? (holder === false ? "" : undefined);

/** Whether a key of the organisation is at hand at all, so that an unknown `kid` means something. */
export function anyKeyKnown(orgId: string, knowledge: Knowledge): boolean {
  return recordOf(orgId, knowledge) !== undefined || knowledge.keys.some((key) => key.org_id === orgId);
}

type Found = Pick<SigningKey, "entry" | "record" | "how"> & { readonly onlySender?: string | undefined };

/** Several keys under one name are no key, and neither is one that is not base64 (G37, H13). */
function theOnly<T extends OrganisationKey>(keys: readonly T[], found: (key: T) => Found): SigningKey | undefined {
  const [key] = keys;
  const octets = key === undefined || keys.length > 1 ? undefined : strictBase64(key.key);
  if (key === undefined || octets === undefined) return undefined;
  return { onlySender: undefined, ...found(key), octets, fingerprint: toHex(sha256(octets)) };
}

/** Whether a key may be used for a stamp of this time (G43). */
export function keyFault(
  key: OrganisationKey,
  stamped: number,
  firstSeen: number,
): "KEY_EXPIRED" | "KEY_COMPROMISED" | undefined {
  if (key.status === "compromised") {
    // The thief writes `ts`; only the reader's own clock says what came before the theft (GMR-23).
    const since = key.compromisedAt === undefined ? undefined : parseTime(key.compromisedAt);
    if (since === undefined || firstSeen >= since) return "KEY_COMPROMISED";
  }
  const from = key.notBefore === undefined ? Number.NEGATIVE_INFINITY : parseTime(key.notBefore);
  const to = key.notAfter === undefined ? Number.POSITIVE_INFINITY : parseTime(key.notAfter);
  if (from === undefined || to === undefined || stamped < from || stamped > to) return "KEY_EXPIRED";
  // A retired key without an end has no time in which it may be used.
  if (key.status === "retired" && (key.notAfter === undefined || firstSeen > to)) return "KEY_EXPIRED";
  return undefined;
}

/** Keys known for an organisation, for its status list (G56): active, in the order of the record. */
export function activeKeys(
  record: TrustRecord,
  knowledge: Pick<Knowledge, "keys">,
): readonly (OrganisationKey | KnownKey)[] {
  const keys: readonly OrganisationKey[] = record.keys ?? provenKeys(record.org_id, knowledge);
  return keys.filter((key) => key.status === undefined || key.status === "active");
}
