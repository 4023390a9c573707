import { strictBase64 } from "../canonical/encoding.ts";
import type { Knowledge, MapKey, MapKeyRecord } from "../knowledge.ts";
import type { Want } from "../result.ts";

/** The key that an envelope or a bounce is checked with, or why there is none. */
export type FoundKey =
  | {
      readonly kind: "key";
      readonly octets: Uint8Array;
      readonly record: MapKeyRecord;
      readonly anchor: MapKey["anchor"];
    }
  | { readonly kind: "gone" | "revoked" | "usage" }
  /** The answer is unknown, or not proven: what would help. */
  | { readonly kind: "dns" | "no-anchor"; readonly want: Want };

/**
 * Looks up a MAPKEY by (domain, id), never by anything else in the message. A bootstrap document counts only where the
 * DNS answer is proven to be insecure: who can break DNSSEC must gain nothing by it (MAP-11).
 */
export function findMapKey(domain: string, id: string, knowledge: Knowledge): FoundKey {
  const named = (knowledge.mapKeys ?? []).filter((key) => key.domain === domain && key.id === id);
  const [answer, ...more] = named.filter(({ anchor }) => anchor === "dnssec");
  // What is not known is INDETERMINATE (T60); neither is two answers to one question.
  if (answer === undefined || more.length > 0 || answer.state === "bogus" || answer.state === "indeterminate")
    return { kind: "dns", want: { kind: "map-key", domain, id } };
  if (answer.state === "secure") return usable(answer);
  const [published, ...others] = named.filter(
    ({ anchor, state, expires }) => anchor === "https" && state === "insecure" && knowledge.now <= (expires ?? 0),
  );
  if (published === undefined || others.length > 0)
    return { kind: "no-anchor", want: { kind: "map-bootstrap", domain } };
  return usable(published);
}

/** T14, T21: only a key that is published for envelopes signs envelopes (MAP-09). */
function usable({ record, anchor }: MapKey): FoundKey {
  const octets = record && strictBase64(record.p);
  if (record === undefined || octets === undefined) return { kind: "gone" };
  if (record.usage !== "envelope" || record.k !== "ed25519") return { kind: "usage" };
  return record.p === "" ? { kind: "revoked" } : { kind: "key", octets, record, anchor };
}

/** Whether a moment lies in the time of a key, both ends included. */
export function inWindow({ nb, na }: MapKeyRecord, time: number): boolean {
  return (nb === undefined || nb <= time) && (na === undefined || time <= na);
}
