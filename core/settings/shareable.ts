import type { RecordFault } from "../trust/reading.ts";
import type { Effective } from "./resolve.ts";
import { DECLARED, SETTING_NAMES, type SettingName } from "./settings.ts";

/** A value as it may be passed on to whoever helps: without what can be a secret (8-enterprise). */
export function masked<K extends SettingName>(name: K, effective: Effective): unknown {
  const mask = DECLARED[name].mask ?? ((same) => same);
  return mask(effective[name].value);
}

/** The text of a wrong value may hold the secret that a right one would have held. */
export function withoutSecret({ value, ...fault }: RecordFault): object {
  const secret = SETTING_NAMES.some((name) => DECLARED[name].mask !== undefined && fault.path.includes(`/${name}`));
  return secret ? fault : { ...fault, value };
}
