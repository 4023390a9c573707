import { pointerStep } from "../trust/json-places.ts";
import { settingsOf } from "./schema.ts";
import type { ClientName } from "./setting.ts";
import { DECLARED, type SettingName } from "./settings.ts";

/** Under which ids the packages stand in policies; that of Chromium follows from the key it is packed with. */
export const EXTENSION_IDS = {
  gecko: "countersign@countersign.example",
  chromium: "nemnabfhkblppolmllljchekeijchgof",
} as const;

/** Where the samples say that the packages lie: the administrator's own server. */
const SERVER = "https://packages.example.org/countersign/";

/**
 * How a program is told to install the package and to keep it up to date from the administrator's own server.
 * Chromium's list of forced extensions tells of the installation alone: without `override_update_url` updates are asked
 * for at the address in the manifest, which names none.
 * @param server address of the directory with packages and lists; ends with `/`
 */
export function installation(client: ClientName, server = SERVER): Readonly<Record<string, string | boolean>> {
  const installation_mode = "force_installed";
  if (client === "chromium")
    return { installation_mode, update_url: `${server}updates.xml`, override_update_url: true };
  return {
    installation_mode,
    install_url: `${server}countersign-${client}.xpi`,
    update_url: `${server}${client}.json`,
  };
}

/** A policy with every setting of one client, as an administrator could have written it. */
export function samplePolicy(client?: ClientName): Readonly<Record<string, unknown>> {
  const names = settingsOf(client);
  const examples = (wanted: readonly SettingName[]) =>
    Object.fromEntries(wanted.map((name) => [name, DECLARED[name].example]));
  return {
    serial: 1,
    ...examples(names.filter((name) => DECLARED[name].user !== "choice")),
    recommended: examples(names.filter((name) => DECLARED[name].user === "choice")),
    locked: ["trust"],
  };
}

/** The whole file that installs the package and makes its settings, as a client reads it on Linux. */
export function samplePolicyFile(client: ClientName): object {
  const settings = samplePolicy(client);
  const { gecko, chromium } = EXTENSION_IDS;
  if (client === "chromium")
    return {
      ExtensionSettings: { [chromium]: installation(client) },
      "3rdparty": { extensions: { [chromium]: settings } },
    };
  return {
    policies: {
      ExtensionSettings: { [gecko]: installation(client) },
      "3rdparty": { Extensions: { [gecko]: settings } },
    },
  };
}

/** The way to the settings in each kind of file. */
const WAYS = [
  ["policies", "3rdparty", "Extensions", EXTENSION_IDS.gecko],
  ["3rdparty", "extensions", EXTENSION_IDS.chromium],
];

/** Members by which a file of a program is told from bare settings. */
const OF_PROGRAMS = ["policies", "3rdparty", "ExtensionSettings", "ExtensionInstallForcelist"];

function member(value: unknown, name: string): unknown {
  const members =
    typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)) : new Map();
  return members.get(name);
}

/** Settings, and where in the file they stand (RFC 6901 JSON Pointer). */
export interface SettingsFound {
  readonly settings: unknown;
  readonly path: string;
  /** Known where one kind of program alone has such a file. */
  readonly client?: ClientName;
}

/**
 * Finds the settings in the text of a policy file: of Thunderbird or Firefox, of Chromium, or the bare settings.
 * @returns undefined where it is a file of a program and says nothing about this extension
 */
export function settingsIn(json: unknown): SettingsFound | undefined {
  if (OF_PROGRAMS.every((name) => member(json, name) === undefined)) return { settings: json, path: "" };
  const found = WAYS.map((way) => ({
    settings: way.reduce(member, json),
    path: way.map(pointerStep).join(""),
    ...(way[0] === "3rdparty" ? { client: "chromium" as const } : {}),
  }));
  return found.find(({ settings }) => settings !== undefined);
}
