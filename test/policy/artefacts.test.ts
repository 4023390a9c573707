import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  type ClientName,
  DECLARED,
  EXTENSION_IDS,
  readPolicy,
  resolveSettings,
  SETTING_NAMES,
  samplePolicy,
  settingsOf,
} from "../../core/index.ts";
import { settingsIn } from "../../core/settings/find.ts";
import { manifestOf } from "../../extension/packaging/manifests.mjs";
import { policyArtefacts, withKeys } from "../../extension/packaging/policy/artefacts.ts";
import { clientOf } from "../../extension/policy/managed.ts";
import { projectFile } from "../project-file.ts";
import { CHROMIUM_ID } from "../webmail/chromium-id.ts";

const FILES = policyArtefacts();
const file = (path: string): string => FILES.get(path) ?? assert.fail(`no ${path}`);

test("everything in docs/policy and the table of the handbook are what the declarations say now", () => {
  for (const [path, text] of FILES)
    assert.equal(projectFile(`docs/policy/${path}`), text, `${path}: run node build.mjs policy`);
  const kept = readdirSync("docs/policy", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".sh"))
    .map(({ parentPath, name }) => join(parentPath, name));
  assert.deepEqual(kept.sort(), [...FILES.keys()].map((path) => join("docs/policy", path)).sort());
  const handbook = projectFile("docs/administration.md");
  assert.equal(handbook, withKeys(handbook), "run node build.mjs policy");
});

test("the handbook names each key that can raise a badge, and each list that people keep beside the policy's", () => {
  const handbook = projectFile("docs/administration.md").replaceAll(/\s+/g, " ");
  const inCode = (names: readonly string[]) => names.map((name) => `\`${name}\``);
  const loosening = SETTING_NAMES.filter((name) => DECLARED[name].direction === "loosens");
  const [last, ...before] = inCode(loosening).reverse();
  assert.ok(handbook.includes(`say so in the table: ${before.reverse().join(", ")} and ${last}.`), String(loosening));
  const lists = SETTING_NAMES.filter((name) => DECLARED[name].user === "own-entries");
  assert.ok(handbook.includes(`(${inCode(lists).join(", ")})`), String(lists));
});

test("every file of the handbook exists", () => {
  const links = [...projectFile("docs/administration.md").matchAll(/\]\((policy\/[^)]*)\)/g)].map(([, to = ""]) => to);
  assert.ok(links.length >= 10);
  for (const to of links) assert.ok(existsSync(join("docs", to)), to);
  const typed = [...projectFile("docs/administration.md").matchAll(/ (docs\/policy\/[\w-]+\.sh)/g)].map(
    ([, to = ""]) => to,
  );
  assert.ok(typed.length >= 2);
  for (const to of typed) assert.ok(existsSync(to), to);
});

test("each package knows by its manifest whose policy it reads", () => {
  for (const client of ["thunderbird", "firefox", "chromium"] as const)
    assert.equal(clientOf(manifestOf(client, "1.0.0")), client);
});

test("the ids in the samples are those of the packages", () => {
  assert.equal(JSON.parse(projectFile("manifest.json")).browser_specific_settings.gecko.id, EXTENSION_IDS.gecko);
  assert.equal(CHROMIUM_ID, EXTENSION_IDS.chromium);
});

test("each sample in JSON holds every setting of its client, and all of it counts", () => {
  const samples = new Map<string, ClientName>([
    ["thunderbird/policies.json", "thunderbird"],
    ["firefox/policies.json", "firefox"],
    ["chromium/countersign.json", "chromium"],
  ]);
  for (const [path, client] of samples) {
    const [found] = settingsIn(JSON.parse(file(path)));
    assert.ok(found, path);
    const { policy, faults } = readPolicy(found.settings);
    assert.ok(policy);
    assert.deepEqual(faults, [], path);
    const effective = resolveSettings(policy, {});
    for (const name of settingsOf(client)) assert.notEqual(effective[name].origin, "default", `${path} ${name}`);
  }
});

test("Chromium's managed schema uses only what its reader takes, and covers every member of the sample", () => {
  const schema = JSON.parse(file("chromium/managed-schema.json"));
  const allowed = [
    "type",
    "title",
    "description",
    "properties",
    "items",
    "required",
    "enum",
    "minimum",
    "maximum",
    "maxLength",
    "pattern",
    "format",
  ];
  const walk = (node: Record<string, unknown>, named: boolean): void => {
    for (const [key, value] of Object.entries(node)) {
      assert.ok(named || allowed.includes(key), key);
      if (!named && key === "type") assert.equal(typeof value, "string");
      if (typeof value === "object" && value !== null && !Array.isArray(value))
        walk(value as Record<string, unknown>, key === "properties" && !named);
    }
  };
  walk(schema, false);
  for (const name of Object.keys(samplePolicy("chromium"))) assert.ok(schema.properties[name], name);
});

test("the schema for editors takes the samples and refuses what the reader refuses", () => {
  const schema = JSON.parse(file("settings.schema.json"));
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(Object.keys(schema.properties).sort(), [...SETTING_NAMES, "locked", "recommended", "serial"].sort());
  assert.deepEqual(
    Object.keys(schema.properties.recommended.properties).sort(),
    SETTING_NAMES.filter((name) => DECLARED[name].user === "choice").sort(),
  );
});
