import { readFileSync } from "node:fs";

/** Pages about what only a mail client does: writing mail, and going through folders. */
const OF_MAIL_PAGES = ["seal-write.html", "seal.html", "sweep.html"];

/** The clients a package is made for: background script and API access differ; core and most pages are the same. */
export const CLIENTS = {
  thunderbird: { background: "extension/thunderbird/main.ts", ending: "xpi" },
  firefox: {
    background: "extension/webmail/main.ts",
    content: "extension/webmail/content.ts",
    without: OF_MAIL_PAGES,
    ending: "xpi",
  },
  chromium: {
    background: "extension/webmail/main.ts",
    content: "extension/webmail/content.ts",
    without: OF_MAIL_PAGES,
    ending: "zip",
  },
};

/** Permissions that only a mail client knows. */
const OF_MAIL_CLIENTS = /^(?:accounts|messages|compose|addressBooks|folders)/;

/** What the browsers' packages need besides what all packages share; permissions.json has the reasons. */
const OF_BROWSERS = ["activeTab", "scripting"];

/** Public half of the key whose SHA-256 is the id of unpacked and test installations; a store puts its own in its place. */
export const CHROMIUM_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAo5Eg9BVql7gXmFKDhY2PeuDp4UKWaGvm8OqjMQwuktyM6e2EiX10fOtPVW0D/D3Uetb60V+lqsAw1/cKbSTxQ3GY6BFJVaKIz9/6Q7Cb+fENK1+qXxsh4mrtihORV3G90rq9UapvTUUfgv/mzXmcFJ8Q+rO+Df3l+44+sf4aeiPi5xmptcIJsJH4AQPdm74VxyJgtq/5JUi0kp6iiRuwhXEj3A1WKJ4PM58wrAOBTQggtNbf6U97spsWsJeMVSZuI9QIlAr1As37NunPOl5YneV6YEgjz6LYIKv2ay6olGmNPhbWa/2OC4KJY9XS5am+E38dZ7yDJ4jg/Bul9ZGvXwIDAQAB";

/** Messages between the extension's parts keep octets since this version. */
const CHROMIUM_SINCE = "148";

/** Chromium shows no SVG on its button or in its lists. */
export const PNG_SIZES = { button: [16, 32], lists: [16, 32, 48, 128] };

/** The manifest of one client, derived from the one at the top of the project. */
export function manifestOf(client, version, source = JSON.parse(readFileSync("manifest.json", "utf8"))) {
  const { manifest_version, name, ...rest } = source;
  const manifest = { manifest_version, name, version, ...rest };
  return client === "thunderbird" ? manifest : browserManifest(client, manifest);
}

function browserManifest(
  client,
  { message_display_action, compose_action: _compose, optional_permissions: _tags, permissions, commands, ...shared },
) {
  const { default_label: _label, default_icon, ...action } = message_display_action;
  // A browser lets no key open the popup at a place of ours.
  const { _execute_message_display_action, report: _, ...otherCommands } = commands;
  const manifest = {
    ...shared,
    action: { ...action, default_title: "__MSG_face_idle_title__", default_icon },
    commands: { ...otherCommands, _execute_action: _execute_message_display_action },
    permissions: [...permissions.filter((one) => !OF_MAIL_CLIENTS.test(one)), ...OF_BROWSERS].sort(),
  };
  return client === "chromium" ? chromiumManifest(manifest) : manifest;
}

/** Chromium knows no event pages and no id by name. */
function chromiumManifest({ browser_specific_settings: _, background, ...shared }) {
  const pngs = (path, sizes) => Object.fromEntries(sizes.map((size) => [size, pngOf(path, size)]));
  return {
    ...shared,
    key: CHROMIUM_KEY,
    minimum_chrome_version: CHROMIUM_SINCE,
    message_serialization: "structured_clone",
    storage: { managed_schema: "managed-schema.json" },
    background: { service_worker: background.scripts[0], type: background.type },
    icons: pngs(shared.icons["16"], PNG_SIZES.lists),
    action: { ...shared.action, default_icon: pngs(shared.action.default_icon, PNG_SIZES.button) },
  };
}

const pngOf = (path, size) => path.replace(/\.svg$/, `-${size}.png`);
