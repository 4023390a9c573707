import { EXERCISE_SETTINGS } from "./declared/exercises.ts";
import { LEVEL_SETTINGS } from "./declared/level.ts";
import { LOOKUP_SETTINGS } from "./declared/lookups.ts";
import { MAILBOX_SETTINGS } from "./declared/mailboxes.ts";
import { ORGANISATION_SETTINGS } from "./declared/organisation.ts";
import { RECORD_SETTINGS } from "./declared/records.ts";
import { REPORT_SETTINGS } from "./declared/reports.ts";
import { SEALED_SETTINGS } from "./declared/sealed.ts";
import { TRUST_SETTINGS } from "./declared/trust.ts";
import type { Setting } from "./setting.ts";

/**
 * Every setting there is. One entry makes the policy key, its reader, the JSON schemas, the samples for each system, the
 * table of the documentation and the row of the status page; `setting_<name>` in the pages' texts is its name there.
 */
const SETTINGS = {
  ...TRUST_SETTINGS,
  ...LEVEL_SETTINGS,
  ...LOOKUP_SETTINGS,
  ...REPORT_SETTINGS,
  ...EXERCISE_SETTINGS,
  ...MAILBOX_SETTINGS,
  ...SEALED_SETTINGS,
  ...RECORD_SETTINGS,
  ...ORGANISATION_SETTINGS,
} as const;

export type SettingName = keyof typeof SETTINGS;

/** The value of each setting. */
export type SettingValues = {
  readonly [K in SettingName]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never;
};

/** The same declarations, each tied to the type of its name: what generic code reads. */
export const DECLARED: { readonly [K in SettingName]: Setting<SettingValues[K]> } = SETTINGS;

/** Whether a text names a setting. */
export const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

/** The names in the order of the declarations. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName);
