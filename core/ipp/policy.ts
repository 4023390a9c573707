import { parseTime } from "../canonical/times.ts";
import type { PolicyRule, RecipientPolicy } from "../policies.ts";
import { parseStrictJson } from "../trust/json.ts";
import {
  listOf,
  members,
  objectOf,
  optional,
  type Place,
  placeIn,
  type Reader,
  type RecordFault,
  required,
  withoutUndefined,
} from "../trust/reading.ts";
import { isDomain, isNature } from "./grammar.ts";

/** Largest policy, in UTF-8 octets (IPP-06). */
export const MAX_POLICY_OCTETS = 64 * 1024;
/** Most rules, and most items in one list of a rule. */
const MAX_RULES = 500;
const MAX_ITEMS = 200;
/** A year, in seconds: no copy is used for longer. */
const MAX_AGE = 366 * 86_400;

/**
 * Reads a policy strictly: I-JSON without duplicate members (IPP-06), every known member of the right type, unknown ones
 * ignored. One wrong value refuses the whole: half a policy would accept what its author refused.
 */
export function readPolicy(text: string): {
  readonly policy?: RecipientPolicy;
  readonly faults: readonly RecordFault[];
} {
  const faults: RecordFault[] = [];
  const root = placeIn(faults);
  if (new TextEncoder().encode(text).length > MAX_POLICY_OCTETS) {
    root.report("too-long");
    return { faults };
  }
  const json = parseStrictJson(text);
  if ("fault" in json) {
    root.report(json.fault === "duplicate-member" ? "duplicate" : "not-an-object", json.at);
    return { faults };
  }
  return readPolicyJson(json.value);
}

/** The same, for a policy that is JSON already: out of managed storage, or the user's own. */
export function readPolicyJson(value: unknown): {
  readonly policy?: RecipientPolicy;
  readonly faults: readonly RecordFault[];
} {
  const faults: RecordFault[] = [];
  const policy = readPolicyAt(value, placeIn(faults));
  return { ...(policy !== undefined && { policy }), faults };
}

/** The same, as a part of a larger document, where the faults stand at their places. */
export const readPolicyAt: Reader<RecipientPolicy> = (value, place) => {
  const seen = { faults: 0 };
  const policy = policyIn(value, counting(place, seen));
  return seen.faults === 0 ? policy : undefined;
};

const counting = (place: Place, seen: { faults: number }): Place => ({
  path: place.path,
  report(code, value) {
    seen.faults += 1;
    return place.report(code, value);
  },
  at: (member) => counting(place.at(member), seen),
});

function policyIn(value: unknown, place: Place): RecipientPolicy | undefined {
  const found = members(value, place);
  if (found === undefined) return undefined;
  required(found, "v", place, (v, at) => (v === 1 ? v : at.report("unknown-value", v)));
  const mode = required(found, "mode", place, oneOf("enforce", "testing", "none"));
  const action = required(found, "default", place, oneOf("accept", "reject"));
  const rules = optional(found, "rules", place, bounded(readRule, MAX_RULES)) ?? [];
  if (mode === undefined || action === undefined) return undefined;
  return withoutUndefined<RecipientPolicy>({
    mode,
    default: action,
    max_age: optional(found, "max_age", place, readAge),
    updated: optional(found, "updated", place, readUpdated),
    require: optional(found, "require", place, readRequirements),
    rules,
  });
}

const readRule: Reader<PolicyRule> = objectOf((found, place) => {
  const match = required(found, "match", place, readMatch);
  const action = required(found, "action", place, oneOf("accept", "reject"));
  if (match === undefined || action === undefined) return undefined;
  return withoutUndefined<PolicyRule>({ match, action, require: optional(found, "require", place, readRequirements) });
});

const readMatch: Reader<PolicyRule["match"]> = objectOf((found, place) => {
  // A member that is not understood would make the rule fit more than its author meant.
  for (const name of found.keys())
    if (!["nature", "from_domain", "list_id"].includes(name)) place.at(name).report("unknown-value", name);
  return withoutUndefined<PolicyRule["match"]>({
    nature: optional(found, "nature", place, someOf(isNature)),
    from_domain: optional(
      found,
      "from_domain",
      place,
      someOf((text) => isDomain(text.replace(/^\*\./, ""))),
    ),
    list_id: optional(
      found,
      "list_id",
      place,
      someOf((text) => /^[!-;=?-@[-~]{1,255}$/.test(text)),
    ),
  });
});

function oneOf<const T extends string>(...values: readonly T[]): Reader<T> {
  return (value, place) => values.find((known) => known === value) ?? place.report("unknown-value", value);
}

const readRequirements = bounded(oneOf("signed", "encrypted"), MAX_ITEMS);

function someOf(fits: (text: string) => boolean): Reader<readonly string[]> {
  const read = bounded<string>(
    (value, place) => (typeof value === "string" && fits(value) ? value : place.report("unknown-value", value)),
    MAX_ITEMS,
  );
  // A list without items would fit nothing, or everything: nobody can mean it.
  return (value, place) =>
    Array.isArray(value) && value.length === 0 ? place.report("empty", "") : read(value, place);
}

function bounded<T>(read: Reader<T>, most: number): Reader<readonly T[]> {
  const list = listOf(read);
  return (value, place) =>
    Array.isArray(value) && value.length > most ? place.report("too-long", value.length) : list(value, place);
}

const readAge: Reader<number> = (value, place) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= MAX_AGE
    ? value
    : place.report("wrong-type", value);

const readUpdated: Reader<string> = (value, place) =>
  typeof value === "string" && parseTime(value) !== undefined ? value : place.report("not-a-time", value);
