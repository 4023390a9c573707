import type { JsonSchema } from "./kinds.ts";
import { SERIAL } from "./policy.ts";
import type { ClientName } from "./setting.ts";
import { DECLARED, SETTING_NAMES, type SettingName } from "./settings.ts";

/** A schema with what people read about it. */
export type DescribedSchema = JsonSchema & { readonly title?: string; readonly description?: string };

/** The settings that something reads in a client; in all of them without one. */
export const settingsOf = (client?: ClientName): readonly SettingName[] =>
  SETTING_NAMES.filter((name) => client === undefined || DECLARED[name].clients.includes(client));

const described = (name: SettingName): DescribedSchema => {
  const { kind, title, description } = DECLARED[name];
  return { ...kind.schema, title, description };
};

const propertiesOf = (names: readonly SettingName[]) =>
  Object.fromEntries(names.map((name) => [name, described(name)]));

/**
 * The members of a policy as JSON Schema (draft-07): the settings of one client, or all, and the three members that are no
 * settings. Without unions and without `additionalProperties`, which Chromium's reader of managed schemas refuses.
 */
export function policyProperties(client?: ClientName): Readonly<Record<string, DescribedSchema>> {
  const names = settingsOf(client);
  return {
    ...propertiesOf(names),
    recommended: {
      type: "object",
      title: "Recommended values",
      description: "Values that hold until the user chooses; everything beside this member is forced.",
      properties: propertiesOf(names.filter((name) => DECLARED[name].user === "choice")),
    },
    locked: {
      type: "array",
      title: "Locked settings",
      description:
        "Names of settings in which the user has no say: their own entries do not count, and a recommended value cannot be changed. Settings with a forced value need no lock, lists excepted.",
      items: { type: "string", enum: names.filter((name) => DECLARED[name].user !== "none") },
    },
    serial: {
      ...SERIAL.schema,
      title: "Serial number",
      description:
        "Raise it with each roll-out. Of a policy with a lower number than one seen before only what tightens is used.",
    },
  };
}
