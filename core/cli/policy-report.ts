import { describeValue } from "../settings/describe.ts";
import { SETTINGS_SCHEMA } from "../settings/expected.ts";
import type { SettingsFound } from "../settings/find.ts";
import { INSTALLATION, installationFaults } from "../settings/installation.ts";
import type { JsonSchema } from "../settings/kinds.ts";
import { NO_POLICY, readPolicy } from "../settings/policy.ts";
import { type Effective, resolveSettings } from "../settings/resolve.ts";
import type { ClientName } from "../settings/setting.ts";
import { SETTING_NAMES } from "../settings/settings.ts";
import { masked, withoutSecret } from "../settings/shareable.ts";
import { jsonPlaces, lineAt, offsetOf } from "../trust/json-places.ts";
import type { RecordFault } from "../trust/reading.ts";
import { faultText } from "./knowledge-file.ts";
import { explained, meant } from "./policy-advice.ts";
import { shown } from "./terminal.ts";

/** One fault, where it stands in the file, and what to do about it. */
interface Located {
  readonly fault: RecordFault;
  readonly line: number;
  readonly column: number;
  readonly meant?: string;
  readonly sentence: string;
}

/** What a file makes of the settings on a machine where nobody chose anything. */
export interface PolicyReport {
  /** The id under which the settings stand; absent for bare settings. */
  readonly id?: string;
  readonly client?: ClientName;
  /** The file installs the package and sets nothing. */
  readonly nothingSet: boolean;
  readonly effective: Effective;
  readonly faults: readonly Located[];
}

/** Reads the settings, and how the package is installed, as the programs do. */
export function reportOn(text: string, found: SettingsFound, client: ClientName | undefined): PolicyReport {
  const { id, settings, installation } = found;
  const nothingSet = settings === undefined;
  const whose = client ?? found.client;
  const reading = nothingSet ? { policy: NO_POLICY, faults: [] } : readPolicy(settings, 0, whose);
  const places = jsonPlaces(text);
  const locate = (base: string, schema: JsonSchema) => (fault: RecordFault) => {
    const meaning = meant(fault, schema);
    return {
      fault,
      ...lineAt(text, offsetOf(places, base + fault.path)),
      ...(meaning !== undefined && { meant: meaning }),
      sentence: explained(fault, schema),
    };
  };
  const installing = INSTALLATION[whose === "chromium" ? "chromium" : "gecko"];
  return {
    ...(id !== undefined && { id }),
    ...(whose && { client: whose }),
    nothingSet,
    effective: resolveSettings(reading.policy ?? NO_POLICY, {}),
    faults: [
      ...installationFaults(found).map(locate(installation?.path ?? "", installing)),
      ...reading.faults.map(locate(found.path, SETTINGS_SCHEMA)),
    ],
  };
}

/** Whether every value counts. */
export const allCounts = ({ faults }: PolicyReport): boolean =>
  faults.every(({ fault }) => fault.severity !== "refused");

/** For people: a line for each setting, and two for each fault. */
export function reportText(path: string, { effective, faults, nothingSet }: PolicyReport): string {
  const rows = SETTING_NAMES.map((name) => {
    const { value, origin, locked } = effective[name];
    const words = describeValue(value).map((one) => shown(one));
    return `${name.padEnd(18)} ${origin.padEnd(12)} ${locked ? "locked " : "       "} ${words.join(", ") || "none"}`;
  });
  const lines = faults.map(({ fault, line, column, meant: meaning, sentence }) => {
    const what = fault.severity === "refused" ? "no effect" : "note";
    const near = meaning === undefined ? "" : `; did you mean "${shown(meaning)}"?`;
    return `${path}:${line}:${column}: ${what}: ${faultText(fault)}${near}\n    ${sentence}`;
  });
  const end = nothingSet ? "the file installs the add-on and sets nothing" : "every value counts";
  return `${[...rows, ...lines].join("\n")}\n${faults.length === 0 ? `${end}\n` : ""}`;
}

/** For programs: the same as JSON. What can hold a secret is cut, as in the help desk's copy. */
export const reportJson = (path: string, report: PolicyReport): object => ({
  report: "countersign-policy/1",
  file: path,
  ...(report.id !== undefined && { id: report.id }),
  ...(report.client && { client: report.client }),
  counts: allCounts(report),
  settings: Object.fromEntries(
    SETTING_NAMES.map((name) => [name, { ...report.effective[name], value: masked(name, report.effective) }]),
  ),
  faults: report.faults.map(({ fault, ...rest }) => ({ ...withoutSecret(fault), ...rest })),
});
