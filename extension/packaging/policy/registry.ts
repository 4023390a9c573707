import { EXTENSION_IDS, installation, samplePolicy } from "../../../core/index.ts";
import { PLACES, type Place } from "../../policy/places.ts";

const quoted = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** REG_MULTI_SZ of one string: UTF-16LE with two terminators. */
function multi(text: string): string {
  const octets = [...Buffer.from(`${text}\0\0`, "utf16le")];
  return `hex(7):${octets.map((octet) => octet.toString(16).padStart(2, "0")).join(",")}`;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

const isMembers = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Values of one key and the keys below it: lists of texts are keys with numbered values, which both readers know. */
function lines(key: string, members: Readonly<Record<string, unknown>>, json: Place["json"]): readonly string[] {
  const own: string[] = [];
  const below: string[] = [];
  for (const [name, value] of Object.entries(members)) {
    if (typeof value === "boolean" || typeof value === "number")
      own.push(`${quoted(name)}=dword:${Number(value).toString(16).padStart(8, "0")}`);
    else if (typeof value === "string") own.push(`${quoted(name)}=${quoted(value)}`);
    else if (isTexts(value))
      below.push(
        ...lines(`${key}\\${name}`, Object.fromEntries(value.map((item, at) => [String(at + 1), item])), json),
      );
    else if (isMembers(value)) below.push(...lines(`${key}\\${name}`, value, json));
    else own.push(`${quoted(name)}=${json === "multi" ? multi(JSON.stringify(value)) : quoted(JSON.stringify(value))}`);
  }
  return [`[HKEY_LOCAL_MACHINE\\${key}]`, ...own, "", ...below];
}

/** Installation of the package, as each program wants it told. */
function installed({ policies }: Place, id: string, how: Readonly<Record<string, unknown>>): readonly string[] {
  return lines(`${policies}\\ExtensionSettings\\${id}`, how, "text");
}

/** A file for regedit, with CRLF and ASCII only, which every version of Windows reads. */
function registryFile(all: readonly string[]): string {
  return `${["Windows Registry Editor Version 5.00", "", ...all].join("\r\n").trimEnd()}\r\n`;
}

/** The file that has one program install the package with this id, and nothing else. */
export const installingRegistry = (place: Place, id: string, how: Readonly<Record<string, unknown>>): string =>
  registryFile(installed(place, id, how));

/** One file for regedit per program. */
export const registryFiles = (): ReadonlyMap<string, string> =>
  new Map(
    PLACES.map((place) => {
      const id = place.client === "chromium" ? EXTENSION_IDS.chromium : EXTENSION_IDS.gecko;
      // What an older file wrote goes first: entries that a list no longer has would otherwise stay.
      const settings = [
        `[-HKEY_LOCAL_MACHINE\\${place.settings}]`,
        "",
        ...lines(place.settings, samplePolicy(place.client), place.json),
      ];
      const all = [...installed(place, id, installation(place.client)), ...settings];
      return [`windows/countersign-${place.program}.reg`, registryFile(all)];
    }),
  );
