import { pointerStep } from "./json-places.ts";

/** What can be wrong with a value of a trust record; each has a sentence in the options page and the command line. */
export type FaultCode =
  | "not-a-list"
  | "not-an-object"
  | "missing"
  | "wrong-type"
  | "empty"
  | "too-long"
  | "too-short"
  | "too-many"
  | "not-a-field-name"
  | "holds-a-link"
  | "hidden-characters"
  | "unknown-member"
  | "not-a-domain"
  | "wildcard"
  | "public-suffix"
  | "shared-provider"
  | "not-an-address"
  | "not-a-time"
  | "not-a-key-id"
  | "not-base64"
  | "not-a-certificate"
  | "not-an-https-url"
  | "unknown-value"
  | "weak-key"
  | "duplicate"
  | "looks-like-another"
  // Of a policy as a whole (8-enterprise).
  | "too-large"
  | "unknown-setting"
  | "out-of-bounds"
  | "only-forced"
  | "not-lockable"
  | "older-policy"
  | "other-client"
  | "set-by-policy";

/** One wrong value: where, why, and what stood there. */
export interface RecordFault {
  /** RFC 6901 JSON Pointer into the text that was read. */
  readonly path: string;
  readonly code: FaultCode;
  /** `refused`: the value has no effect. `note`: it counts, and somebody should look at it. */
  readonly severity: "refused" | "note";
  /** The value as text, for display after `shownText`. */
  readonly value: string;
}

const NOTES: ReadonlySet<FaultCode> = new Set<FaultCode>([
  "unknown-member",
  "shared-provider",
  "weak-key",
  "other-client",
]);

/** A place in the JSON text that can report what is wrong there. */
export interface Place {
  readonly path: string;
  /** Records a fault; returns undefined, so that readers can `return place.report(…)`. */
  report(code: FaultCode, value?: unknown): undefined;
  at(member: string | number): Place;
}

/** The root place; faults are appended to `faults`. */
export function placeIn(faults: RecordFault[], path = ""): Place {
  return {
    path,
    report(code, value) {
      const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
      faults.push({ path, code, severity: NOTES.has(code) ? "note" : "refused", value: text.slice(0, 200) });
      return undefined;
    },
    at: (member) => placeIn(faults, `${path}${pointerStep(member)}`),
  };
}

/** Turns an unknown value into a checked one, or reports and gives undefined. */
export type Reader<T> = (value: unknown, place: Place) => T | undefined;

/** A JSON object, as a map: names from outside are never used as property names of ours (AR-06, ADM-10). */
export function members(value: unknown, place: Place): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return place.report("not-an-object", value);
  return new Map<string, unknown>(Object.entries(value));
}

/** Reads an object by its members. */
export function objectOf<T>(read: (found: ReadonlyMap<string, unknown>, place: Place) => T | undefined): Reader<T> {
  return (value, place) => {
    const found = members(value, place);
    return found && read(found, place);
  };
}

/** Reports every member that the format does not know: a misspelt member must not be lost silently (ADM-02). */
export function reportUnknown(found: ReadonlyMap<string, unknown>, known: readonly string[], place: Place): void {
  for (const [name, value] of found) if (!known.includes(name)) place.at(name).report("unknown-member", value);
}

/** Reads a member that may be missing. */
export function optional<T>(
  found: ReadonlyMap<string, unknown>,
  name: string,
  place: Place,
  read: Reader<T>,
): T | undefined {
  return found.has(name) ? read(found.get(name), place.at(name)) : undefined;
}

/** Reads a member that must be there. */
export function required<T>(
  found: ReadonlyMap<string, unknown>,
  name: string,
  place: Place,
  read: Reader<T>,
): T | undefined {
  return found.has(name) ? read(found.get(name), place.at(name)) : place.at(name).report("missing");
}

/** A list; items that cannot be read are reported and left out, so a list only ever gets shorter. */
export function listOf<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return place.report("not-a-list", value);
    return value.flatMap((item: unknown, index) => {
      const good = read(item, place.at(index));
      return good === undefined ? [] : [good];
    });
  };
}

/** A member set without the undefined ones: what an object with optional members looks like. */
export function withoutUndefined<T extends object>(object: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
