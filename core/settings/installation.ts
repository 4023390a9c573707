import { readFlag, readOneOf } from "../trust/fields.ts";
import { listOf, members, type Place, placeIn, type Reader, type RecordFault } from "../trust/reading.ts";
import type { SettingsFound } from "./find.ts";
import type { JsonSchema } from "./kinds.ts";

const text: JsonSchema = { type: "string" };
const texts: JsonSchema = { type: "array", items: text };
const flag: JsonSchema = { type: "boolean" };
const modes = (...more: readonly string[]): JsonSchema => ({
  type: "string",
  enum: ["force_installed", "normal_installed", "allowed", "blocked", ...more],
});

const EVERYWHERE = {
  blocked_install_message: text,
  blocked_permissions: texts,
  allowed_permissions: texts,
  runtime_allowed_hosts: texts,
  runtime_blocked_hosts: texts,
  update_url: text,
} as const;

/** What Thunderbird or Firefox 153, or Chromium 148, knows in an entry of `ExtensionSettings`. */
export const INSTALLATION = {
  gecko: {
    type: "object",
    properties: {
      ...EVERYWHERE,
      installation_mode: modes(),
      install_url: text,
      updates_disabled: flag,
      private_browsing: flag,
      default_area: { type: "string", enum: ["navbar", "menupanel"] },
      temporarily_allow_weak_signatures: flag,
    },
  },
  chromium: {
    type: "object",
    properties: {
      ...EVERYWHERE,
      installation_mode: modes("removed"),
      override_update_url: flag,
      minimum_version_required: text,
      toolbar_pin: { type: "string", enum: ["force_pinned", "default_unpinned", "default_pinned"] },
      file_url_navigation_allowed: flag,
    },
  },
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** Modes in which the program fetches the package by itself. */
const FETCHED = ["force_installed", "normal_installed"];

/**
 * What is wrong with the way in which a file installs the package: programs pass it over, and say so in their log at most.
 * Paths begin at the entry.
 */
export function installationFaults({ installation, client }: SettingsFound): readonly RecordFault[] {
  const faults: RecordFault[] = [];
  if (installation === undefined) return faults;
  const place = placeIn(faults);
  const found = members(installation.value, place);
  if (found === undefined) return faults;
  const { properties } = INSTALLATION[client === "chromium" ? "chromium" : "gecko"];
  const known = new Map<string, JsonSchema>(Object.entries(properties));
  for (const [name, value] of found) {
    const schema = known.get(name);
    if (schema === undefined) place.at(name).report("unknown-member", value);
    else readAs(schema)(value, place.at(name));
  }
  const from = client === "chromium" ? "update_url" : "install_url";
  if (!found.has("installation_mode")) place.at("installation_mode").report("missing");
  if (FETCHED.some((mode) => mode === found.get("installation_mode"))) readSource(found.get(from), place.at(from));
  return faults;
}

function readAs(schema: JsonSchema): Reader<unknown> {
  if (schema.type === "boolean") return readFlag(false);
  if (schema.type === "array") return listOf(readText);
  return schema.type === "string" && schema.enum !== undefined ? readOneOf(schema.enum) : readText;
}

const readText: Reader<string> = (value, place) =>
  typeof value === "string" ? value : place.report("wrong-type", value);

/** Over http whoever stands in between could send another package. */
function readSource(value: unknown, place: Place): void {
  if (value === undefined) place.report("missing");
  else if (typeof value === "string" && !/^(?:https|file):\/\//.test(value)) place.report("not-an-https-url", value);
}
