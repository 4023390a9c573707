import { asciiLower } from "../message/fields.ts";
import { pointerStep } from "../trust/json-places.ts";
import { EXTENSION_IDS } from "./files.ts";
import type { ClientName } from "./setting.ts";
import { isSettingName } from "./settings.ts";

/** Settings, and where in the file they stand (RFC 6901 JSON Pointer). */
export interface SettingsFound {
  /** Undefined where the file installs the package and sets nothing. */
  readonly settings: unknown;
  readonly path: string;
  /** Under which id; absent for bare settings. */
  readonly id?: string;
  /** What the file says about the installation, and where. */
  readonly installation?: { readonly value: unknown; readonly path: string };
  /** Known where one kind of program alone has such a file. */
  readonly client?: ClientName;
}

/** A place that is nearly right: what stands there, and what a program looks for. */
export interface NearlyFound {
  readonly path: string;
  readonly wanted: string;
}

/** Members by which a file of a program is told from bare settings. */
const OF_PROGRAMS = ["policies", "3rdparty", "ExtensionSettings", "ExtensionInstallForcelist"];
/** The way to the ids in each kind of file. */
const GECKO = ["policies", "3rdparty", "Extensions"];
const CHROMIUM = ["3rdparty", "extensions"];
const CHROMIUM_ID = /^[a-p]{32}$/;

type Members = ReadonlyMap<string, unknown>;
const membersOf = (value: unknown): Members =>
  new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);

const at = (json: unknown, way: readonly string[]): unknown =>
  way.reduce<unknown>((value, name) => membersOf(value).get(name), json);
const pointer = (way: readonly string[]): string => way.map(pointerStep).join("");

/**
 * Finds the settings in the text of a policy file: of Thunderbird or Firefox, of Chromium, or the bare settings. The id of
 * a Chromium package follows from the key of whoever packed it, so settings of ours are found under any.
 * @param own the id of the package, where it is known
 * @returns empty where it is a file of a program and says nothing about this extension
 */
export function settingsIn(json: unknown, own?: string): readonly SettingsFound[] {
  if (!isOfProgram(json)) return [{ settings: json, path: "" }];
  const gecko = foundIn(json, GECKO, ["policies", "ExtensionSettings"], (id) => id === EXTENSION_IDS.gecko);
  const chromium = foundIn(
    json,
    CHROMIUM,
    ["ExtensionSettings"],
    (id, settings) => id === own || id === EXTENSION_IDS.chromium || (CHROMIUM_ID.test(id) && isOurs(settings)),
  );
  return [...gecko, ...chromium.map((found) => ({ ...found, client: "chromium" as const }))];
}

const isOfProgram = (json: unknown): boolean => OF_PROGRAMS.some((name) => membersOf(json).has(name));

/** No other extension has settings of these names. */
const isOurs = (settings: unknown): boolean => [...membersOf(settings).keys()].some(isSettingName);

function foundIn(
  json: unknown,
  way: readonly string[],
  installing: readonly string[],
  isOwn: (id: string, settings: unknown) => boolean,
): readonly SettingsFound[] {
  const settings = membersOf(at(json, way));
  const installed = membersOf(at(json, installing));
  const ids = [...new Set([...settings.keys(), ...installed.keys()])];
  return ids
    .filter((id) => isOwn(id, settings.get(id)))
    .map((id) => ({
      settings: settings.get(id),
      path: pointer([...way, id]),
      id,
      ...(installed.has(id) && { installation: { value: installed.get(id), path: pointer([...installing, id]) } }),
    }));
}

/**
 * What keeps a program from finding the settings, where it is one name in another case, or the outermost member that is
 * missing: nobody is told of that by the program itself.
 */
export function nearlyFound(json: unknown): NearlyFound | undefined {
  const inner = GECKO.slice(1);
  if (membersOf(at(json, inner)).has(EXTENSION_IDS.gecko))
    return { path: pointer(inner.slice(0, 1)), wanted: "policies" };
  return misspelt(json, [...GECKO, EXTENSION_IDS.gecko]) ?? misspelt(json, CHROMIUM);
}

function misspelt(json: unknown, way: readonly string[]): NearlyFound | undefined {
  let value = json;
  for (const [depth, wanted] of way.entries()) {
    const here = membersOf(value);
    if (!here.has(wanted)) {
      const near = [...here.keys()].find((name) => asciiLower(name) === asciiLower(wanted));
      return near === undefined ? undefined : { path: pointer([...way.slice(0, depth), near]), wanted };
    }
    value = here.get(wanted);
  }
  return undefined;
}
