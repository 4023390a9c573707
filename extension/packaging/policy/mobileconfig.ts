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

function payloads({ program, client }: Place): readonly object[] {
  const settings = samplePolicy(client);
  const domain = DOMAINS.get(program);
  if (domain !== undefined)
    return [
      payload(domain, program, { ExtensionSettings: { [EXTENSION_IDS.chromium]: installation(client) } }),
      payload(`${domain}.extensions.${EXTENSION_IDS.chromium}`, `${program}.settings`, settings),
    ];
  const policies = {
    EnterprisePoliciesEnabled: true,
    ExtensionSettings: { [EXTENSION_IDS.gecko]: installation(client) },
    "3rdparty": { Extensions: { [EXTENSION_IDS.gecko]: settings } },
  };
  return [payload(`org.mozilla.${program}`, program, policies)];
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">`;

/** One configuration profile per program. */
export const mobileConfigs = (): ReadonlyMap<string, string> =>
  new Map(
    PLACES.map((place) => {
      const profile = {
        ...payload("Configuration", `profile.${place.program}`, {}),
        PayloadDisplayName: `Countersign for ${place.title}`,
        PayloadScope: "System",
        PayloadContent: payloads(place),
      };
      const body = element("plist", { version: "1.0" }, [plist(profile)]);
      return [`macos/countersign-${place.program}.mobileconfig`, `${HEAD}\n${body}\n`];
    }),
  );
