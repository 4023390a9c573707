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

/**
 * The whole file that installs the package and makes its settings, as a client reads it on Linux.
 * @param own id of the package in Chromium, and address of the directory with packages; those of the samples unless told
 */
export function samplePolicyFile(
  client: ClientName,
  own: { readonly chromium?: string; readonly server?: string } = {},
): object {
  const settings = samplePolicy(client);
  const { chromium = EXTENSION_IDS.chromium, server = SERVER } = own;
  const { gecko } = EXTENSION_IDS;
  if (client === "chromium")
    return {
      ExtensionSettings: { [chromium]: installation(client, server) },
      "3rdparty": { extensions: { [chromium]: settings } },
    };
  return {
    policies: {
      ExtensionSettings: { [gecko]: installation(client, server) },
      "3rdparty": { Extensions: { [gecko]: settings } },
    },
  };
}
