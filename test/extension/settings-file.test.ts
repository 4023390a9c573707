import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { readPolicy } from "../../core/index.ts";
import { readSettingsFile, settingsFile, takeSettings } from "../../extension/background/settings-file.ts";
import * as state from "../../extension/background/state.ts";
import { emptyInstallation } from "./empty-installation.ts";

const ACCOUNTS = [{ id: "account1", name: "Robin", addresses: ["robin@home.example"] }];
const MOVED = [{ id: "account9", name: "Robin", addresses: ["robin@home.example"] }];
const SERVER = { authservId: "mx.home.example", borderHosts: ["mx.home.example"], placement: "above" } as const;
const KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const AT = "2026-11-22T08:00:00Z";

async function grown(): Promise<string> {
  await emptyInstallation();
  await state.putTrust({ org_id: "bank.example", domains: ["bank.example"], requireStamp: true, source: "user" });
  await state.putKey({ org_id: "school.example", kid: "a", alg: "ed25519", key: KEY, proof: { how: "user", at: 1 } });
  await state.setSettings({ keepHistory: false, arrival: "all", authserv: { account1: [SERVER] } });
  return settingsFile(ACCOUNTS);
}

test("settings that were saved are the same in another profile, whatever its accounts are called", async () => {
  const text = await grown();
  await emptyInstallation();
  assert.equal(await takeSettings(text, MOVED, AT), true);
  const settings = await state.getSettings();
  assert.deepEqual([settings.keepHistory, settings.arrival], [false, "all"]);
  assert.deepEqual(settings.authserv, { account9: [SERVER] });
  assert.deepEqual(await state.listTrust(), [
    { org_id: "bank.example", domains: ["bank.example"], requireStamp: true, source: "user", addedAt: AT },
  ]);
  assert.deepEqual(
    (await state.listKeys()).map(({ org_id, kid }) => [org_id, kid]),
    [["school.example", "a"]],
  );
  assert.equal(JSON.parse(await settingsFile(MOVED)).settings.arrival, "all");
});

test("the settings in the file are a policy as they stand", async () => {
  const { faults, policy } = readPolicy(JSON.parse(await grown()).settings);
  assert.deepEqual(faults, []);
  assert.equal(policy?.forced.arrival, "all");
});

test("a file with any fault, an unknown member or another version changes nothing", async () => {
  const good = JSON.parse(await grown());
  const bad = [
    "",
    "[]",
    "null",
    "{}",
    JSON.stringify({ ...good, "countersign-settings": 2 }),
    JSON.stringify({ ...good, more: 1 }),
    JSON.stringify({ ...good, settings: { ...good.settings, arrival: "sometimes" } }),
    JSON.stringify({ ...good, settings: { ...good.settings, keephistory: true } }),
    JSON.stringify({ ...good, settings: { ...good.settings, locked: ["trust"] } }),
    JSON.stringify({ ...good, settings: { ...good.settings, trust: [{ org_id: "co.uk", domains: ["co.uk"] }] } }),
    JSON.stringify({ ...good, keys: [{ org_id: "school.example" }] }),
    `${JSON.stringify(good)} x`,
  ];
  await emptyInstallation();
  for (const text of bad) {
    assert.equal(readSettingsFile(text), undefined, text.slice(0, 80));
    assert.equal(await takeSettings(text, ACCOUNTS, AT), false);
  }
  assert.deepEqual(await state.getSettings(), state.DEFAULT_SETTINGS);
  assert.deepEqual(await state.listTrust(), []);
  assert.notEqual(readSettingsFile(JSON.stringify(good)), undefined);
});

test("no consent to contact anybody and no private key is in the file", async () => {
  await grown();
  await state.setSettings({ tellSenders: true, ippDomains: ["home.example"], mark: "🦊" });
  assert.doesNotMatch(await settingsFile(ACCOUNTS), /tellSenders|ippDomains|private|seal/i);
});
