import { readClientMx } from "../dns/records/client-mx.ts";
import { readGmpKey, readStampPolicy } from "../dns/records/gmp.ts";
import { readIppAnchor } from "../dns/records/ipp.ts";
import { readMapKey } from "../dns/records/map-key.ts";
import { readMt2Certificates } from "../dns/records/mt2.ts";
import type { Published, RecordFault } from "../dns/records/published.ts";
import { txtOf } from "../dns/records/txt.ts";
import { readVouch } from "../dns/records/vouch.ts";
import type { Lookup } from "../dns/validate.ts";
import type { DnsState, Knowledge } from "../knowledge.ts";
import type { DnsWant } from "./questions.ts";

/** Members of {@link Knowledge} that look-ups fill. */
export type FactMember =
  | "keys"
  | "stampPolicies"
  | "mapKeys"
  | "clientMx"
  | "dkimKeys"
  | "vouches"
  | "ippAnchors"
  | "mt2Issuers";

/** One item for one member of {@link Knowledge}. Plain JSON. */
export type Fact = { readonly [M in FactMember]: FactOf<M> }[FactMember];

interface FactOf<M extends FactMember> {
  readonly member: M;
  readonly value: NonNullable<Knowledge[M]>[number];
}

/** An answer of one question: the validated look-up, and what was said without proof where it ended INSECURE. */
export interface Answered {
  readonly lookup: Lookup;
  readonly unproven: readonly Uint8Array[];
}

/** What an answer says, and why it says less than it could. */
export interface Reading {
  readonly facts: readonly Fact[];
  readonly fault?: RecordFault;
}

const STATES = { SECURE: "secure", INSECURE: "insecure", BOGUS: "bogus", INDETERMINATE: "indeterminate" } as const;

/** The state as knowledge writes it. */
export const stateOf = ({ state }: Pick<Lookup, "state">): DnsState => STATES[state];

/**
 * Reads the answers to the questions of a want. Only SECURE and INSECURE give facts: the other states say nothing, and
 * what was known before them stays known (T60).
 * @param now epoch seconds of the look-up
 */
export function readFacts(want: DnsWant, answered: readonly Answered[], now: number): Reading {
  const [first] = answered;
  if (first === undefined || answered.some(({ lookup }) => !isProven(lookup))) return { facts: [] };
  const { lookup, unproven } = first;
  const state = stateOf(lookup);
  switch (want.kind) {
    case "gmp-key":
      return reading(readGmpKey(lookup, want.org_id, want.kid, now), (value) => ({ member: "keys", value }));
    case "gmp-policy":
      return reading(readStampPolicy(lookup, want.domain), (value) => ({ member: "stampPolicies", value }));
    case "vouch":
      return reading(readVouch(lookup, want.domain, want.certifier), (value) => ({ member: "vouches", value }));
    case "map-key": {
      const { domain, id } = want;
      return always(readMapKey(lookup), (record) => ({
        member: "mapKeys",
        value: { domain, id, anchor: "dnssec", state, ...(record && { record }) },
      }));
    }
    case "client-mx": {
      const { domain } = want;
      return always(readClientMx(lookup), (hosts) => ({
        member: "clientMx",
        value: { domain, state, present: hosts !== undefined },
      }));
    }
    case "ipp-anchor": {
      const { domain } = want;
      const read = readIppAnchor(state === "secure" ? lookup : unsigned(unproven));
      return always(read, (anchor) => ({ member: "ippAnchors", value: { domain, state, ...anchor } }));
    }
    case "dkim-key": {
      const { domain, selector } = want;
      const texts = (state === "secure" ? lookup.records : unproven).map(txtOf);
      const value = { domain, selector, records: texts.filter((text) => text !== undefined), at: now };
      // Made from a wildcard, the answer proves nothing about this name (DNS-07).
      return { facts: [{ member: "dkimKeys", value: { ...value, state: lookup.wildcard ? "indeterminate" : state } }] };
    }
    case "mt2-issuer":
      return mt2Issuer(want.issuer, answered);
  }
}

const isProven = ({ state }: Lookup) => state === "SECURE" || state === "INSECURE";

/** Records of an unsigned zone in the form of an answer, for readers that ask for one. */
const unsigned = (records: readonly Uint8Array[]) => ({ state: "SECURE" as const, records, wildcard: false });

function reading<T>(read: Published<T>, fact: (value: T) => Fact): Reading {
  if (read.kind === "found") return { facts: [fact(read.value)] };
  return read.kind === "unusable" ? { facts: [], fault: read.fault } : { facts: [] };
}

/** For members that also keep that nothing usable is there. */
function always<T>(read: Published<T>, fact: (value: T | undefined) => Fact): Reading {
  const facts = [fact(read.kind === "found" ? read.value : undefined)];
  return read.kind === "unusable" ? { facts, fault: read.fault } : { facts };
}

/** CERT and TLSA together (T44); only proven ones. */
function mt2Issuer(issuer: string, answered: readonly Answered[]): Reading {
  const read = answered.map(({ lookup }) => readMt2Certificates(lookup));
  const faults = read.flatMap((one) => (one.kind === "unusable" ? [one.fault] : []));
  if (read.some(({ kind }) => kind === "unproven")) return { facts: [] };
  const certificates = [...new Set(read.flatMap((one) => (one.kind === "found" ? one.value : [])))];
  const [fault] = faults;
  return { facts: [{ member: "mt2Issuers", value: { issuer, certificates } }], ...(fault && { fault }) };
}
