import { readPolicyAt } from "../ipp/policy.ts";
import type { KnownKey } from "../knowledge.ts";
import type { RecipientPolicy } from "../policies.ts";
import { hides } from "../trust/characters.ts";
import { readDomain, readFlag, readName } from "../trust/fields.ts";
import {
  listOf,
  members,
  objectOf,
  optional,
  placeIn,
  type Reader,
  type RecordFault,
  reportUnknown,
  required,
  withoutUndefined,
} from "../trust/reading.ts";
import { readKnownKeys } from "../trust/record.ts";
import { readSite } from "./kinds.ts";
import { readPolicy } from "./policy.ts";
import type { SettingValues } from "./settings.ts";

/** The member that tells such a file from others; its value is the version of the format. */
export const SAVED_MARK = "countersign-settings";
/** Version 1 had no `personal`. */
export const SAVED_VERSION = 2;

/** A webmail with a person's own addresses there. */
interface SavedSite {
  readonly origin: string;
  readonly addresses: readonly string[];
}

/** A person's own rules for one address, and whether the published ones count there. */
interface SavedRules {
  readonly address: string;
  readonly rules?: RecipientPolicy;
  readonly published: boolean;
}

/** The public key of somebody to whom sealed mail is written, as a JWK. */
interface SavedKey {
  readonly address: string;
  readonly jwk: Readonly<Record<string, string>>;
}

/** What a person decided besides the settings that a policy knows. */
export interface PersonalSettings {
  readonly mark?: string;
  readonly webmails?: readonly SavedSite[];
  readonly ippDomains?: readonly string[];
  readonly tellSenders?: boolean;
  readonly rules?: readonly SavedRules[];
  readonly recipientKeys?: readonly SavedKey[];
}

/** The settings of one person, as they are saved to a file. */
export interface SavedSettings {
  /** Under the names that a policy has for them. */
  readonly values: Partial<SettingValues>;
  readonly keys: readonly KnownKey[];
  readonly personal: PersonalSettings;
}

/** Longest address, RFC 5321 s4.5.3.1.3. */
const MAX_ADDRESS = 254;
/** The personal mark has to fit beside a sender's name. */
export const MAX_MARK = 16;

const readOwnAddress: Reader<string> = (value, place) => {
  const usable =
    typeof value === "string" && value.length <= MAX_ADDRESS && /^[^\s@]+@[^\s@]+$/.test(value) && !hides(value);
  return usable ? value : place.report("not-an-address", value);
};

const readMark: Reader<string> = (value, place) => {
  if (value === "") return "";
  const mark = readName(value, place);
  return mark !== undefined && [...mark].length > MAX_MARK ? place.report("too-long", mark) : mark;
};

const readSavedSite: Reader<SavedSite> = objectOf((found, place) => {
  const origin = required(found, "origin", place, readSite);
  const addresses = required(found, "addresses", place, listOf(readOwnAddress));
  return origin === undefined || addresses === undefined ? undefined : { origin, addresses };
});

const readRules: Reader<SavedRules> = objectOf((found, place) => {
  const address = required(found, "address", place, readOwnAddress);
  const rules = optional(found, "rules", place, readPolicyAt);
  const published = optional(found, "published", place, readFlag(false)) ?? false;
  return address === undefined ? undefined : { address, published, ...(rules && { rules }) };
});

const readJwkMembers: Reader<Readonly<Record<string, string>>> = objectOf((found, place) => {
  const texts = [...found].flatMap(([name, text]) => (typeof text === "string" ? [[name, text] as const] : []));
  // Whoever puts a private key here does not know what the file is for.
  if (texts.length !== found.size || found.has("d") || found.has("priv")) return place.report("wrong-type", "");
  return Object.fromEntries(texts);
});

const readSavedKey: Reader<SavedKey> = objectOf((found, place) => {
  const address = required(found, "address", place, readOwnAddress);
  const jwk = required(found, "jwk", place, readJwkMembers);
  return address === undefined || jwk === undefined ? undefined : { address, jwk };
});

const readPersonal: Reader<PersonalSettings> = objectOf((found, place) => {
  // Every member there is: one that this reader forgot would be lost without a word.
  const read: { readonly [K in keyof PersonalSettings]-?: PersonalSettings[K] | undefined } = {
    mark: optional(found, "mark", place, readMark),
    webmails: optional(found, "webmails", place, listOf(readSavedSite)),
    ippDomains: optional(found, "ippDomains", place, listOf(readDomain)),
    tellSenders: optional(found, "tellSenders", place, readFlag(false)),
    rules: optional(found, "rules", place, listOf(readRules)),
    recipientKeys: optional(found, "recipientKeys", place, listOf(readSavedKey)),
  };
  reportUnknown(found, Object.keys(read), place);
  return withoutUndefined<PersonalSettings>(read);
});

/**
 * Reads the settings that somebody saved to a file. Strict: where anything has no effect, nothing of the file is used, and
 * each fault is named with its place. Never throws.
 */
export function readSavedSettings(json: unknown): {
  readonly saved?: SavedSettings;
  readonly faults: readonly RecordFault[];
} {
  const faults: RecordFault[] = [];
  const place = placeIn(faults);
  const found = members(json, place);
  if (found === undefined) return { faults };
  const version = found.get(SAVED_MARK);
  if (version !== 1 && version !== SAVED_VERSION) place.at(SAVED_MARK).report("unknown-value", version);
  reportUnknown(found, [SAVED_MARK, "settings", "keys", ...(version === 1 ? [] : ["personal"])], place);
  const below = (name: string, more: readonly RecordFault[]) =>
    faults.push(...more.map((fault) => ({ ...fault, path: `/${name}${fault.path}` })));
  const settings = readPolicy(found.get("settings"));
  below("settings", settings.faults);
  const { serial = 0, locked = [], recommended = {}, forced = {} } = settings.policy ?? {};
  // Members of policies that are no settings would do nothing here.
  if (serial !== 0 || locked.length > 0 || Object.keys(recommended).length > 0)
    place.at("settings").report("unknown-member", "");
  const { keys, faults: keyFaults } = readKnownKeys(found.get("keys"));
  below("keys", keyFaults);
  const personal = optional(found, "personal", place, readPersonal) ?? {};
  const unusable = faults.some(({ severity, code }) => severity === "refused" || code === "unknown-member");
  return { faults, ...(unusable ? {} : { saved: { values: forced, keys, personal } }) };
}
