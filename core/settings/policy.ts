import { MAX_TRUST_JSON_OCTETS } from "../limits.ts";
import {
  type FaultCode,
  listOf,
  members,
  type Place,
  placeIn,
  type Reader,
  type RecordFault,
} from "../trust/reading.ts";
import { type RevokedKey, revokedKeys } from "../trust/revoked.ts";
import { whole } from "./kinds.ts";
import type { ClientName } from "./setting.ts";
import { DECLARED, isSettingName, SETTING_NAMES, type SettingName, type SettingValues } from "./settings.ts";

type Values = Partial<SettingValues>;

/** What an administrator decided, read strictly. Plain JSON, in memory only: it is never stored and never logged. */
export interface Policy {
  /** Rises with each roll-out; 0 where the policy has none (ADM-08). */
  readonly serial: number;
  /** Values that hold whatever the user chose. */
  readonly forced: Values;
  /** Values that hold until the user chooses. */
  readonly recommended: Values;
  /** Settings in which the user has no say. */
  readonly locked: readonly SettingName[];
}

/** A policy that was read, and everything in it that has no effect or deserves a look. */
export interface PolicyReading {
  /** Absent when nothing of the text can be used: it is no object, or too large. */
  readonly policy?: Policy;
  readonly faults: readonly RecordFault[];
  /** Keys that the policy marks as compromised; these count even where the rest is too old (ADM-08). */
  readonly revoked: readonly RevokedKey[];
}

/** Keys of a policy that are no settings. */
export const POLICY_MEMBERS = ["serial", "locked", "recommended"] as const;

/** Nobody decided anything. */
export const NO_POLICY: Policy = { serial: 0, forced: {}, recommended: {}, locked: [] };

const lockable = (name: SettingName) => DECLARED[name].user !== "none";

/** Everything at its strictest: what holds while a policy is known to exist and cannot be read (ADM-02). */
export const LOCKDOWN: Policy = {
  serial: 0,
  forced: strictValues(SETTING_NAMES),
  recommended: {},
  locked: SETTING_NAMES.filter(lockable),
};

function strictValues(names: readonly SettingName[]): Values {
  return Object.fromEntries(names.map((name) => [name, DECLARED[name].strict]));
}

/**
 * Reads what the managed storage of a client holds. Each wrong value is reported with its place, and the strict value of
 * its setting stands in for it, so that a mistake never falls back to something laxer (ADM-02). Never throws.
 *
 * @param seen the highest serial that was seen before; of an older policy only what tightens counts (ADM-08)
 * @param client whose policy it is: settings that nothing reads there are noted
 */
export function readPolicy(json: unknown, seen = 0, client?: ClientName): PolicyReading {
  const faults: RecordFault[] = [];
  const place = placeIn(faults);
  const unusable = (code: FaultCode) => {
    place.report(code, "");
    return { faults, revoked: [] };
  };
  if (isTooLarge(json)) return unusable("too-large");
  const found = members(json, place);
  if (found === undefined) return { faults, revoked: [] };
  const serial = found.has("serial") ? (SERIAL.read(found.get("serial"), place.at("serial")) ?? 0) : 0;
  const older = serial < seen;
  if (older) place.at("serial").report("older-policy", serial);
  const forced = readValues(found, place, older, POLICY_MEMBERS);
  const recommended = readRecommended(found, place, older);
  const revoked = revokedKeys(
    found.has("trust") ? (DECLARED.trust.kind.read(found.get("trust"), placeIn([])) ?? []) : [],
  );
  if (client !== undefined) {
    noteOthers(forced, client, place);
    noteOthers(recommended, client, place.at("recommended"));
  }
  const policy = {
    serial,
    forced,
    recommended,
    locked: readLocked(found, place),
  };
  return { policy, faults, revoked };
}

/** A setting that nothing reads in this client would be dropped without a word (ADM-02). */
function noteOthers(values: Values, client: ClientName, place: Place): void {
  for (const name of Object.keys(values).filter(isSettingName))
    if (!DECLARED[name].clients.includes(client)) place.at(name).report("other-client", "");
}

/** The serial number of a policy. */
export const SERIAL = whole(1, Number.MAX_SAFE_INTEGER);

/** UTF-16 length is a lower bound of the octets; what nests too deep to be written out is too large as well. */
function isTooLarge(json: unknown): boolean {
  try {
    return (JSON.stringify(json) ?? "").length > MAX_TRUST_JSON_OCTETS;
  } catch {
    return true;
  }
}

/** Reads the values of settings; `also` are members that stand beside them. */
function readValues(
  found: ReadonlyMap<string, unknown>,
  place: Place,
  older: boolean,
  also: readonly string[],
  allowed: (name: SettingName) => boolean = () => true,
): Values {
  const values = new Map<SettingName, unknown>();
  for (const [name, value] of found) {
    if (also.includes(name)) continue;
    const at = place.at(name);
    if (!isSettingName(name)) at.report("unknown-setting", value);
    else if (!allowed(name)) at.report("only-forced", value);
    else values.set(name, readValue(name, value, at, older));
  }
  return Object.fromEntries(values);
}

function readValue<K extends SettingName>(name: K, value: unknown, place: Place, older: boolean): SettingValues[K] {
  const { kind, strict, fromOlder = (same) => same } = DECLARED[name];
  const read = kind.read(value, place) ?? strict;
  return older ? fromOlder(read) : read;
}

function readRecommended(found: ReadonlyMap<string, unknown>, place: Place, older: boolean): Values {
  const at = place.at("recommended");
  const inside = found.has("recommended") ? members(found.get("recommended"), at) : undefined;
  return inside === undefined ? {} : readValues(inside, at, older, [], (name) => DECLARED[name].user === "choice");
}

const readLockName: Reader<SettingName> = (value, place) => {
  if (typeof value !== "string") return place.report("wrong-type", value);
  if (!isSettingName(value)) return place.report("unknown-setting", value);
  return lockable(value) ? value : place.report("not-lockable", value);
};

/** Whoever writes `locked` and no list wanted to lock something: then everything is locked (ADM-02). */
function readLocked(found: ReadonlyMap<string, unknown>, place: Place): readonly SettingName[] {
  if (!found.has("locked")) return [];
  return listOf(readLockName)(found.get("locked"), place.at("locked")) ?? LOCKDOWN.locked;
}
