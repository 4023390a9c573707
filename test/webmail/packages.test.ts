import assert from "node:assert/strict";
import { test } from "node:test";
import { CHROMIUM_KEY, CLIENTS, manifestOf } from "../../extension/packaging/manifests.mjs";
import { projectFile } from "../project-file.ts";
import { CHROMIUM_ID } from "./chromium-id.ts";

const reasons: Record<string, Record<string, string>> = JSON.parse(projectFile("extension/packaging/permissions.json"));
const browsers = Object.keys(CLIENTS).filter((client) => client !== "thunderbird");

interface Manifest {
  readonly [key: string]: unknown;
  readonly permissions: readonly string[];
  readonly optional_permissions?: readonly string[];
  readonly optional_host_permissions: readonly string[];
}

const manifest = (client: string) => manifestOf(client, "1.2.3") as Manifest;

test("EXT-15: every package asks for the permissions that have a reason in its own table, and for no others", () => {
  for (const client of Object.keys(CLIENTS)) {
    const { permissions, optional_permissions = [], optional_host_permissions } = manifest(client);
    const asked = [...permissions, ...optional_permissions, ...optional_host_permissions].sort();
    assert.deepEqual(asked, Object.keys(reasons[client] ?? {}).sort());
    for (const reason of Object.values(reasons[client] ?? {})) assert.match(reason, /^To .{20,}\.$/);
  }
});

test("EXT-10 NET-06: no browser package has a host from the start, or a content script for any address", () => {
  for (const client of browsers) {
    const made = manifest(client);
    assert.deepEqual(made.optional_host_permissions, ["https://*/*"]);
    for (const key of ["host_permissions", "content_scripts", "externally_connectable", "web_accessible_resources"])
      assert.equal(made[key], undefined, `${client}: ${key}`);
    const { optional_host_permissions: _, ...rest } = made;
    assert.ok(!JSON.stringify(rest).includes("://"));
  }
});

test("every package says the same version, the same policy and the same pages", () => {
  const of = (client: string) => {
    const { version, content_security_policy, options_ui, default_locale, manifest_version } = manifest(client);
    return { version, content_security_policy, options_ui, default_locale, manifest_version };
  };
  for (const client of browsers) assert.deepEqual(of(client), of("thunderbird"));
});

test("the browsers' button takes the place of the message's, and nothing of the mail client's is left", () => {
  for (const client of browsers) {
    const made = manifest(client);
    assert.deepEqual(Object.keys(made.commands as object), ["_execute_action"]);
    assert.ok(!/message_display|compose_action|accountsRead|messagesRead/.test(JSON.stringify(made)));
    const { default_popup } = made.action as Record<string, unknown>;
    assert.equal(default_popup, "ui/popup.html");
  }
});

test("ids are stable: Chromium's comes from the key, Firefox's stands in the manifest", () => {
  assert.equal(manifest("chromium").key, CHROMIUM_KEY);
  assert.equal(CHROMIUM_ID, "nemnabfhkblppolmllljchekeijchgof");
  assert.deepEqual(manifest("firefox").browser_specific_settings, manifest("thunderbird").browser_specific_settings);
  assert.deepEqual(manifest("chromium").background, { service_worker: "background.js", type: "module" });
  assert.deepEqual(manifest("firefox").background, { scripts: ["background.js"], type: "module" });
});
