import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { EXTENSION_IDS } from "../../core/index.ts";
import { mergedLocales } from "../../extension/packaging/locales.mjs";
import { bundledPackages, notices } from "../../extension/packaging/notices.mjs";
import { zip } from "../../extension/packaging/zip.mjs";
import { projectFile } from "../project-file.ts";

const manifest = JSON.parse(projectFile("manifest.json"));
const reasons = JSON.parse(projectFile("extension/packaging/permissions.json"));
const sources = readdirSync("extension", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("packaging"))
  .map((file) => ({
    file,
    text: projectFile(join("extension", file)).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""),
  }));

/** The places that contact anybody: each is a room of its own, with its own tests. */
const CONTACTS = new Set(["lookups/contact.ts", "webmail/provider.ts", "webmail/page-fetch.ts"]);

const using = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

test("EXT-15: the manifest asks for the permissions that have a reason, and for no others", () => {
  const asked = [...manifest.permissions, ...manifest.optional_permissions, ...manifest.optional_host_permissions];
  assert.deepEqual(asked.sort(), Object.keys(reasons.thunderbird).sort());
  for (const reason of Object.values(reasons.thunderbird)) assert.match(String(reason), /^To .{20,}\.$/);
  // Sealing and tags are for those who want them.
  assert.deepEqual(manifest.optional_permissions, [
    "compose",
    "compose.send",
    "messagesTags",
    "messagesTagsList",
    "messagesUpdate",
  ]);
  assert.equal(manifest.host_permissions, undefined);
});

test("NET-06: no access to any host until a click allows that one, and no script of ours in any page", () => {
  const { optional_host_permissions, ...rest } = manifest;
  assert.deepEqual(optional_host_permissions, ["https://*/*"]);
  assert.ok(!JSON.stringify(rest).includes("://"));
  assert.equal(manifest.content_scripts, undefined);
  assert.equal(manifest.externally_connectable, undefined);
});

test("EXT-01 EXT-02: nothing of ours is ever drawn in the message area", () => {
  assert.equal(manifest.message_display_scripts, undefined);
  const drawing = using(/\bscripting\b|messageDisplayScripts|insertCSS|executeScript/);
  // A browser's webmail has no other place; its room is not part of Thunderbird's package.
  assert.deepEqual(
    drawing.filter((file) => file !== "webmail/sites.ts" && file !== "polyfill.d.ts"),
    [],
  );
});

test("EXT-07: pages of the extension cannot be reached from outside", () => {
  assert.equal(manifest.web_accessible_resources, undefined);
});

test("EXT-08: the content security policy allows our own scripts only, and WebAssembly as its one loosening", () => {
  const policy = manifest.content_security_policy.extension_pages.split("; ");
  assert.deepEqual(policy, [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self' https:",
  ]);
});

test("EXT-08: no markup is made from text", () => {
  assert.deepEqual(
    using(
      /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|DOMParser|createContextualFragment/,
    ),
    [],
  );
});

test("EXT-13: no code is made from text or fetched, and what is fetched is our own", () => {
  assert.deepEqual(
    using(/\beval\(|new Function|\bimport\((?!["'])|importScripts|XMLHttpRequest|WebSocket|EventSource|sendBeacon/),
    [],
  );
  for (const { file, text } of sources.filter(({ file }) => !CONTACTS.has(file)))
    for (const [, of] of text.matchAll(/\bfetch\(([^()]*)/g)) assert.equal(of, "browser.runtime.getURL", file);
});

test("EXT-06: trust, keys and ledger are not in extension storage, which content scripts can write", () => {
  assert.deepEqual(using(/\.storage\.(local|sync|session)|localStorage|sessionStorage/), []);
});

test("the manifest promises what this version is: no data collection unless asked for, no upper version, English as fallback", () => {
  const { gecko } = manifest.browser_specific_settings;
  // Domains of senders leave with a look-up, once it is switched on (4-threats E), and counts of verdicts with the activity log.
  const asked = /export type DataKind = ([^;]*);/.exec(projectFile("extension/lookups/permission.ts"))?.[1] ?? "";
  assert.deepEqual(gecko.data_collection_permissions, {
    required: ["none"],
    optional: [...asked.matchAll(/"(\w+)"/g)].map(([, kind]) => kind),
  });
  assert.deepEqual(gecko.data_collection_permissions.optional, ["personalCommunications", "technicalAndInteraction"]);
  // Where updates come from is the store's or the administrator's to say; the id never changes.
  assert.equal(gecko.update_url, undefined);
  assert.equal(manifest.update_url, undefined);
  assert.equal(gecko.id, EXTENSION_IDS.gecko);
  assert.equal(gecko.strict_max_version, undefined);
  assert.equal(manifest.default_locale, "en");
  assert.deepEqual(manifest.background, { scripts: ["background.js"], type: "module" });
  for (const icon of [...Object.values(manifest.icons), manifest.message_display_action.default_icon])
    assert.ok(existsSync(join("extension", String(icon))));
});

test("the privacy text of the stores says what the manifest declares, and which hosts are ever contacted", () => {
  const text = projectFile("docs/store-privacy.md");
  const { required, optional } = manifest.browser_specific_settings.gecko.data_collection_permissions;
  assert.ok(text.includes(`required: ${required.join(", ")}.`));
  for (const kind of optional) assert.ok(text.includes(`\`${kind}\``), kind);
  for (const one of ["look-ups", "report", "activity log"]) assert.ok(text.includes(one), one);
});

test("every text that the manifest names is there in every language", () => {
  const keys = [...JSON.stringify(manifest).matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key ?? "");
  assert.ok(keys.length >= 4);
  for (const [language, messages] of mergedLocales())
    for (const key of keys) assert.ok(messages[key], `${language}: ${key}`);
});

function locales(t: TestContext, files: Record<string, object>): readonly [string, string] {
  const dir = mkdtempSync(join(tmpdir(), "countersign-locales-"));
  t.after(() => rmSync(dir, { recursive: true }));
  for (const [path, messages] of Object.entries(files)) {
    mkdirSync(join(dir, path, ".."), { recursive: true });
    writeFileSync(join(dir, path), JSON.stringify(messages));
  }
  return [join(dir, "words"), join(dir, "pages")];
}
const text = { message: "x" };

test("locales: words and pages together; a key in both, or missing in a language, stops the build", (t) => {
  const english = { "words/en.json": { a: text }, "pages/en/messages.json": { b: text } };
  const german = { "words/de.json": { a: text }, "pages/de/messages.json": { b: text } };
  assert.deepEqual(Object.keys(mergedLocales(...locales(t, { ...english, ...german })).get("de") ?? {}), ["a", "b"]);
  const refused = (files: Record<string, object>, why: RegExp) =>
    assert.throws(() => mergedLocales(...locales(t, { ...english, ...german, ...files })), why);
  refused({ "words/de.json": { a: text, b: text } }, /de: "b" stands in/);
  refused({ "pages/de/messages.json": {} }, /de: "b" is missing/);
  refused({ "pages/de/messages.json": { b: text, c: text } }, /de: "c" is unknown in en/);
  assert.throws(
    () => mergedLocales(...locales(t, { ...english, "words/fr.json": { a: text } })),
    /fr.messages\.json is missing/,
  );
});

/** Reads a zip by its central directory (APPNOTE 4.3.12), checking both headers of each entry against each other. */
function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50);
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    const [crc, size, nameLength] = [
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 24),
      archive.readUInt16LE(at + 28),
    ];
    const local = archive.readUInt32LE(at + 42);
    assert.equal(archive.readUInt32LE(local), 0x04034b50);
    assert.deepEqual(archive.subarray(local + 4, local + 28), archive.subarray(at + 6, at + 30));
    const name = archive.subarray(at + 46, at + 46 + nameLength).toString();
    const data = archive.subarray(local + 30 + nameLength, local + 30 + nameLength + size);
    assert.equal(crc32(data), crc);
    files.set(name, data);
    at += 46 + nameLength;
  }
  assert.equal(at, end);
  return files;
}

test("EXT-14: the zip writer gives back what it was given, and the same octets whatever the order", () => {
  const files = fc.dictionary(fc.stringMatching(/^[a-zä]{1,8}$/), fc.uint8Array({ maxLength: 50 }), { maxKeys: 8 });
  fc.assert(
    fc.property(files, (given) => {
      const entries = Object.entries(given).map(([name, data]) => [name, Buffer.from(data)] as const);
      const archive = zip(new Map(entries));
      assert.deepEqual(archive, zip(new Map([...entries].reverse())));
      assert.deepEqual(unzip(archive), new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1))));
    }),
  );
});

test("third-party notices name exactly the packages whose code is in the bundle, with their licence text", () => {
  const inputs = {
    "node_modules/idb/build/index.js": { bytesInOutput: 5 },
    "node_modules/@noble/hashes/sha3.js": { bytesInOutput: 5 },
    "node_modules/parse5/node_modules/entities/dist/decode.js": { bytesInOutput: 5 },
    "node_modules/preact/src/x.js": { bytesInOutput: 0 },
    "core/index.ts": { bytesInOutput: 5 },
  };
  const folders = bundledPackages([{ outputs: { "a.js": { inputs } } }]);
  assert.deepEqual(folders, [
    "node_modules/@noble/hashes",
    "node_modules/idb",
    "node_modules/parse5/node_modules/entities",
  ]);
  assert.match(notices(folders), /## Unicode confusables[\s\S]*UNICODE LICENSE V3/);
  assert.match(notices(folders), /## idb 8\.0\.4\n\nLicence: ISC[\s\S]*Permission to use, copy, modify/);
});
