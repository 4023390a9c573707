import { createHash } from "node:crypto";
import { EXTENSION_IDS, installation, samplePolicy } from "../../../core/index.ts";
import { PLACES, type Place } from "../../policy/places.ts";
import { element } from "./xml.ts";

/** A value in a property list. */
function plist(value: unknown): string {
  if (typeof value === "boolean") return element(value ? "true" : "false");
  if (typeof value === "number") return element("integer", {}, String(value));
  if (typeof value === "string") return element("string", {}, value);
  if (Array.isArray(value)) return element("array", {}, value.map(plist));
  return element(
    "dict",
    {},
    Object.entries(value ?? {}).flatMap(([key, item]) => [element("key", {}, key), plist(item)]),
  );
}

/** Profiles are told apart by UUIDs; the same name always gives the same one (RFC 9562 section 5.8). */
function uuid(name: string): string {
  const hex = createHash("sha256").update(`countersign policy ${name}`).digest("hex").toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

const payload = (type: string, name: string, values: object) => ({
  PayloadType: type,
  PayloadVersion: 1,
  PayloadIdentifier: `example.countersign.${name}`,
  PayloadUUID: uuid(name),
  ...values,
});

/** Preference domains of the browsers that share Chromium's way. */
const DOMAINS: ReadonlyMap<string, string> = new Map([
  ["chrome", "com.google.Chrome"],
  ["edge", "com.microsoft.Edge"],
]);

/** Has a program install the package with this id, and makes its settings where there are some. */
function payloads({ program }: Place, id: string, how: object, settings?: object): readonly object[] {
  const installing = { ExtensionSettings: { [id]: how } };
  const domain = DOMAINS.get(program);
  if (domain !== undefined)
    return [
      payload(domain, program, installing),
      ...(settings === undefined ? [] : [payload(`${domain}.extensions.${id}`, `${program}.settings`, settings)]),
    ];
  const policies = {
    EnterprisePoliciesEnabled: true,
    ...installing,
    ...(settings === undefined ? {} : { "3rdparty": { Extensions: { [id]: settings } } }),
  };
  return [payload(`org.mozilla.${program}`, program, policies)];
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">`;

function profileOf(place: Place, content: readonly object[]): string {
  const profile = {
    ...payload("Configuration", `profile.${place.program}`, {}),
    PayloadDisplayName: `Countersign for ${place.title}`,
    PayloadScope: "System",
    PayloadContent: content,
  };
  return `${HEAD}\n${element("plist", { version: "1.0" }, [plist(profile)])}\n`;
}

/** The profile that has one program install the package with this id, and nothing else. */
export const installingProfile = (place: Place, id: string, how: object): string =>
  profileOf(place, payloads(place, id, how));

/** One configuration profile per program. */
export const mobileConfigs = (): ReadonlyMap<string, string> =>
  new Map(
    PLACES.map((place) => {
      const { program, client } = place;
      const id = client === "chromium" ? EXTENSION_IDS.chromium : EXTENSION_IDS.gecko;
      const content = payloads(place, id, installation(client), samplePolicy(client));
      return [`macos/countersign-${program}.mobileconfig`, profileOf(place, content)];
    }),
  );
