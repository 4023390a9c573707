import { type ClientName, type Effective, masked, settingsOf, withoutSecret } from "../../core/index.ts";
import type { CurrentPolicy } from "./current.ts";

/** What the status page shows: the policy that holds, what holds in the end, and how it came here. */
export interface PolicyStatus extends Pick<CurrentPolicy, "state" | "faults" | "readAt"> {
  readonly serial: number;
  readonly effective: Effective;
  /** The extension itself was installed by an administrator; else anybody who runs as the user can write a policy. */
  readonly byAdministrator: boolean;
  /** Whose settings these are. */
  readonly client: ClientName;
  /** Under which id policies name this package; in Chromium it follows from the key of whoever packed it. */
  readonly id: string;
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
