import type { TrustRecord } from "../knowledge.ts";
import type { Receipt, Result } from "../result.ts";
import { isBelow } from "../trust/scope.ts";
import type { Change } from "./changed.ts";
import type { Hashes } from "./hashes.ts";
import type { SigningKey } from "./key.ts";
import type { Stamp } from "./stamp.ts";

/** Everything the details show of a stamp that could be read. */
export function describeReceipt(
  stamp: Stamp,
  hashes: Hashes,
  signature: Receipt["signature"],
  key?: SigningKey,
  change?: Change,
): Receipt {
  const verifyUrl = signature === "true" && key !== undefined && mayOffer(stamp, key) ? stamp.verifyUrl : undefined;
  return {
    tags: Object.fromEntries(stamp.tags.map((tag) => [tag.name, tag.value])),
    computed: { hdr_hash: hashes.hdrHash, body_hash: hashes.bodyHash, att_hash: hashes.attHash },
    signature,
    // A revoked key has no octets, and so no fingerprint that anybody could compare.
    ...(key &&
      key.octets.length > 0 && {
        key: {
          alg: key.entry.alg,
          fingerprint: key.fingerprint,
          from: key.record === undefined ? "known-key" : "trust-record",
          how: key.how,
        },
      }),
    ...(verifyUrl !== undefined && { verifyUrl }),
    changed: { units: change?.units ?? [], headers: change?.headers ?? [] },
  };
}

/** The organisation as its record names it: never a word out of the message (GMR-25). */
export function describeOrganisation(record: TrustRecord): NonNullable<Result["organisation"]> {
  return { org_id: record.org_id, name: record.name ?? record.org_id, source: record.source ?? "user" };
}

/** Whether a click may ask the stamp's URL: a host of the record, or of the organisation whose zone named the key (G53). */
function mayOffer(stamp: Stamp, key: SigningKey): boolean {
  if (key.record?.verifyHosts?.includes(stamp.verifyHost) === true) return true;
  return key.how === "dnssec" && (stamp.verifyHost === stamp.orgId || isBelow(stamp.verifyHost, stamp.orgId));
}
