import type { KnownKey, OrganisationKey, TrustRecord } from "../knowledge.ts";
import {
  readAddress,
  readDelegate,
  readDomain,
  readFlag,
  readKeyMembers,
  readName,
  readOneOf,
  readPolicyId,
  readScopeDomain,
  readSeconds,
  readStatusList,
  readTime,
} from "./fields.ts";
import { sight } from "./lookalike.ts";
import { toUnicode } from "./punycode.ts";
import {
  listOf,
  objectOf,
  optional,
  type Place,
  placeIn,
  type Reader,
  type RecordFault,
  reportUnknown,
  required,
  withoutUndefined,
} from "./reading.ts";

export type { FaultCode, RecordFault } from "./reading.ts";

const MEMBERS = [
  "org_id",
  "name",
  "domains",
  "includeSubdomains",
  "keys",
  "requireStamp",
  "delegates",
  "policies",
  "acceptBcc",
  "verifyHosts",
  "statusList",
  "source",
  "addedAt",
];

const readKey: Reader<OrganisationKey> = objectOf((found, place) => readKeyMembers(found, place));

/** A second key under one kid is left out: which of the two counts would be chance. */
const readKeys: Reader<readonly OrganisationKey[]> = (value, place) => {
  const kids = new Set<string>();
  return listOf<OrganisationKey>((item, at) => {
    const key = readKey(item, at);
    if (key === undefined) return undefined;
    if (kids.has(key.kid)) return at.at("kid").report("duplicate", key.kid);
    kids.add(key.kid);
    return key;
  })(value, place);
};

/** A list that, once named, narrows: when it cannot be read it is empty, never absent (ADM-02). */
function narrowing<T>(found: ReadonlyMap<string, unknown>, name: string, place: Place, read: Reader<readonly T[]>) {
  return found.has(name) ? (read(found.get(name), place.at(name)) ?? []) : undefined;
}

const readRecord: Reader<TrustRecord> = objectOf((found, place) => {
  reportUnknown(found, MEMBERS, place);
  const org_id = required(found, "org_id", place, readScopeDomain);
  const domains = required(found, "domains", place, listOf(readScopeDomain));
  const statusList = optional(found, "statusList", place, readStatusList);
  if (domains?.length === 0) place.at("domains").report("empty", "");
  // Without its status list the record would ask for less than its author wanted.
  const unread = found.has("statusList") && statusList === undefined;
  if (org_id === undefined || domains === undefined || domains.length === 0 || unread) return undefined;
  return withoutUndefined<TrustRecord>({
    org_id,
    name: optional(found, "name", place, readName),
    domains,
    includeSubdomains: optional(found, "includeSubdomains", place, readFlag(false)),
    keys: narrowing(found, "keys", place, readKeys),
    requireStamp: optional(found, "requireStamp", place, readFlag(true)),
    delegates: optional(found, "delegates", place, listOf(readDelegate)),
    policies: narrowing(found, "policies", place, listOf(readPolicyId)),
    acceptBcc: optional(found, "acceptBcc", place, readFlag(false)),
    verifyHosts: optional(found, "verifyHosts", place, listOf(readDomain)),
    statusList,
    source: optional(found, "source", place, readOneOf(["user", "policy"])),
    addedAt: optional(found, "addedAt", place, readTime),
  });
});

/** How people see the organisation: its domain, and its name where it has one; nobody tells blanks apart. */
function sights(record: TrustRecord): { readonly domain: string; readonly name: string | undefined } {
  const name = record.name === undefined ? undefined : sight(record.name.replace(/[\s\p{Z}]+/gu, ""));
  return { domain: sight(toUnicode(record.org_id)), name };
}

/** Two organisations that a reader would take for one are refused at the door, the later one (ID-17). */
function withoutTwins(records: readonly (readonly [TrustRecord, Place])[], present: readonly TrustRecord[]) {
  const kept: TrustRecord[] = [];
  for (const [record, place] of records) {
    const own = sights(record);
    const others = [...present.filter((other) => other.org_id !== record.org_id), ...kept];
    if (kept.some((other) => other.org_id === record.org_id)) {
      place.at("org_id").report("duplicate", record.org_id);
    } else if (others.some((other) => sights(other).domain === own.domain)) {
      place.at("org_id").report("looks-like-another", record.org_id);
    } else if (own.name !== undefined && others.some((other) => sights(other).name === own.name)) {
      place.at("name").report("looks-like-another", record.name);
    } else kept.push(record);
  }
  return kept;
}

/**
 * Reads trust records (3-protocols section 7): a list of them, or one. Every wrong value is reported with its place;
 * a record is only ever read as narrower than it was written, never as wider (ADM-02). Reading never throws.
 *
 * @param json what {@link parseStrictJson} or the policy store gave
 * @param present records already held, for look-alikes; one of the same org_id is being replaced
 */
export function readTrustRecords(
  json: unknown,
  present: readonly TrustRecord[] = [],
): { readonly records: readonly TrustRecord[]; readonly faults: readonly RecordFault[] } {
  const faults: RecordFault[] = [];
  return { records: readRecordsAt(json, placeIn(faults), present), faults };
}

/** The same as part of a larger text, for the place where the records stand in it. */
export function readRecordsAt(
  json: unknown,
  root: Place,
  present: readonly TrustRecord[] = [],
): readonly TrustRecord[] {
  const items: readonly (readonly [unknown, Place])[] = Array.isArray(json)
    ? json.map((item: unknown, index) => [item, root.at(index)] as const)
    : [[json, root]];
  const read = items.flatMap(([item, place]) => {
    const record = readRecord(item, place);
    return record === undefined ? [] : [[record, place] as const];
  });
  return withoutTwins(read, present);
}

const readProof: Reader<KnownKey["proof"]> = objectOf((found, place) => {
  reportUnknown(found, ["how", "at"], place);
  const how = required(found, "how", place, readOneOf(["user", "dnssec", "certificate"]));
  const at = required(found, "at", place, readSeconds);
  return how === undefined || at === undefined ? undefined : { how, at };
});

const readKnownKey: Reader<KnownKey> = objectOf((found, place) => {
  const org_id = required(found, "org_id", place, readScopeDomain);
  const proof = required(found, "proof", place, readProof);
  const address = optional(found, "address", place, readAddress);
  const holder = optional(found, "holder", place, readFlag(false));
  const key = readKeyMembers(found, place, ["org_id", "proof", "address", "holder"]);
  // Without its address a certificate's key would speak for nobody; better said than kept (G52).
  const unread = found.has("address") && address === undefined;
  if (org_id === undefined || proof === undefined || key === undefined || unread) return undefined;
  return withoutUndefined<KnownKey>({ ...key, org_id, proof, address, holder });
});

/** Reads known keys: keys whose owner is proven and not trusted (G30). Same rules as {@link readTrustRecords}. */
export function readKnownKeys(json: unknown): {
  readonly keys: readonly KnownKey[];
  readonly faults: readonly RecordFault[];
} {
  const faults: RecordFault[] = [];
  const keys = listOf(readKnownKey)(json, placeIn(faults));
  return { keys: keys ?? [], faults };
}
