import { type ClientName, installation } from "../../../core/index.ts";
import { PLACES, type Place } from "../../policy/places.ts";
import { installingProfile } from "../policy/mobileconfig.ts";
import { installingRegistry } from "../policy/registry.ts";
import { element } from "../policy/xml.ts";
import { CLIENT_NAMES, compareVersions, type Package, sha256 } from "./packages.ts";

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Packages of one client, the newest first. */
export const versionsOf = (packages: readonly Package[], client: ClientName): readonly Package[] =>
  packages.filter((one) => one.client === client).toSorted((a, b) => compareVersions(b.version, a.version));

/** The list that Thunderbird and Firefox read (`update_url`): every version, so that an old program finds one for itself. */
function geckoList(versions: readonly Package[], url: string): string {
  const updates = versions.map(({ version, file, octets, since }) => ({
    version,
    update_link: `${url}${file}`,
    update_hash: `sha256:${sha256(octets)}`,
    applications: { gecko: { strict_min_version: since } },
  }));
  return json({ addons: Object.fromEntries(versions.slice(0, 1).map(({ id }) => [id, { updates }])) });
}

/** The list that Chromium reads: the newest version (update protocol 2.0). */
function chromiumList({ id, version, file, octets, since }: Package, url: string): string {
  const check = { codebase: `${url}${file}`, version, hash_sha256: sha256(octets), prodversionmin: since };
  const head = { xmlns: "http://www.google.com/update2/response", protocol: "2.0" };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("gupdate", head, [element("app", { appid: id }, [element("updatecheck", check)])])}\n`;
}

/** A policy that installs the package from here and keeps it up to date, for Linux. */
function policyFile(id: string, how: object, client: ClientName): string {
  const settings = { ExtensionSettings: { [id]: how } };
  return json(client === "chromium" ? settings : { policies: settings });
}

/** Everything that says which packages there are, by path: it follows from them and the address of the directory alone. */
export function listsOf(packages: readonly Package[], url: string): ReadonlyMap<string, string> {
  const lists = new Map<string, string>();
  for (const client of CLIENT_NAMES) {
    const versions = versionsOf(packages, client);
    const [newest] = versions;
    if (newest === undefined) continue;
    const how = installation(client, url);
    if (client === "chromium") lists.set("updates.xml", chromiumList(newest, url));
    else lists.set(`${client}.json`, geckoList(versions, url));
    lists.set(`policy/${client}-policies.json`, policyFile(newest.id, how, client));
    for (const place of PLACES.filter((one: Place) => one.client === client)) {
      lists.set(`policy/${place.program}.reg`, installingRegistry(place, newest.id, how));
      lists.set(`policy/${place.program}.mobileconfig`, installingProfile(place, newest.id, how));
    }
  }
  return lists;
}
