import {
  type ClientName,
  DECLARED,
  type Effective,
  type RecordFault,
  SETTING_NAMES,
  type SettingName,
  settingsOf,
} from "../../core/index.ts";
import type { CurrentPolicy } from "./current.ts";

/** What the status page shows: the policy that holds, what holds in the end, and how it came here. */
export interface PolicyStatus extends Pick<CurrentPolicy, "state" | "faults" | "readAt"> {
  readonly serial: number;
  readonly effective: Effective;
  /** The extension itself was installed by an administrator; else anybody who runs as the user can write a policy. */
  readonly byAdministrator: boolean;
  /** Whose settings these are. */
  readonly client: ClientName;
  /** Changes arrive while the program runs; else at its next start. */
  readonly live: boolean;
}

/**
 * The text of "Copy for the help desk": JSON with the effective value and the origin of each setting, and what was wrong.
 * Whom the user trusts is not in it, and values that can hold a secret are cut (8-enterprise).
 */
export function helpDeskText(status: PolicyStatus, version: string): string {
  const { effective, faults, readAt, ...rest } = status;
  const settings = settingsOf(status.client).map(
    (name) => [name, { ...effective[name], value: masked(name, effective) }] as const,
  );
  const report = {
    report: "countersign-settings/1",
    version,
    ...rest,
    readAt: new Date(readAt * 1000).toISOString(),
    settings: Object.fromEntries(settings),
    faults: faults.map(withoutSecret),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function masked<K extends SettingName>(name: K, effective: Effective): unknown {
  const mask = DECLARED[name].mask ?? ((same) => same);
  return mask(effective[name].value);
}

/** The text of a wrong value may hold the secret that a right one would have held. */
function withoutSecret({ value, ...fault }: RecordFault): object {
  const secret = SETTING_NAMES.some((name) => DECLARED[name].mask !== undefined && fault.path.includes(`/${name}`));
  return secret ? fault : { ...fault, value };
}
