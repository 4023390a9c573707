import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
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
import { settingsIn } from "../../core/settings/files.ts";
import { manifestOf } from "../../extension/packaging/manifests.mjs";
import { policyArtefacts, withKeyTable } from "../../extension/packaging/policy/artefacts.ts";
import { clientOf } from "../../extension/policy/managed.ts";
import { projectFile } from "../project-file.ts";
import { CHROMIUM_ID } from "../webmail/chromium-id.ts";

const FILES = policyArtefacts();
const dir = mkdtempSync(join(tmpdir(), "countersign-policy-"));
after(() => rmSync(dir, { recursive: true, force: true }));

/** A program of Debian; without it the test is skipped loudly, except in CI, where that is a failure. */
function needs(program: string): { skip: string | false } {
  const there = process.env.CI === "true" || spawnSync("which", [program]).status === 0;
  return { skip: there ? false : `${program} not found` };
}

const file = (path: string): string => FILES.get(path) ?? assert.fail(`no ${path}`);
const endingIn = (ending: string) => [...FILES].filter(([path]) => path.endsWith(ending));

/** The file as it was generated, on disk for a program that checks it. */
function onDisk(path: string, text: string): string {
  const to = join(dir, path.replaceAll("/", "-"));
  writeFileSync(to, text);
  return to;
}

test("everything in docs/policy and the table of the handbook are what the declarations say now", () => {
  for (const [path, text] of FILES)
    assert.equal(projectFile(`docs/policy/${path}`), text, `${path}: run node build.mjs policy`);
  const kept = readdirSync("docs/policy", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".sh"))
    .map(({ parentPath, name }) => join(parentPath, name));
  assert.deepEqual(kept.sort(), [...FILES.keys()].map((path) => join("docs/policy", path)).sort());
  const handbook = projectFile("docs/administration.md");
  assert.equal(handbook, withKeyTable(handbook), "run node build.mjs policy");
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
    const found = settingsIn(JSON.parse(file(path)));
    assert.ok(found, path);
    const { policy, faults } = readPolicy(found.settings);
    assert.ok(policy);
    assert.deepEqual(faults, [], path);
    const effective = resolveSettings(policy, {});
    for (const name of settingsOf(client)) assert.notEqual(effective[name].origin, "default", `${path} ${name}`);
  }
});

/** A reader of .reg files as regedit and the two browsers' policy readers together see them. */
function registryOf(text: string, root: string): unknown {
  const keys = new Map<string, Map<string, unknown>>();
  let values = new Map<string, unknown>();
  for (const line of text.split("\r\n")) {
    const key = /^\[HKEY_LOCAL_MACHINE\\(.*)\]$/.exec(line)?.[1];
    if (key !== undefined) {
      values = new Map();
      keys.set(key, values);
    }
    const [, name = "", raw = ""] = /^"((?:[^"\\]|\\.)*)"=(.*)$/.exec(line) ?? [];
    if (raw.startsWith("dword:")) values.set(name, Number.parseInt(raw.slice(6), 16));
    else if (raw.startsWith("hex(7):")) {
      const octets = Buffer.from(
        raw
          .slice(7)
          .split(",")
          .map((hex) => Number.parseInt(hex, 16)),
      );
      values.set(name, JSON.parse(octets.toString("utf16le").replace(/\0+$/, "")));
    } else if (raw !== "") values.set(name, JSON.parse(raw.replaceAll("\\\\", "\\\\")));
  }
  const build = (key: string): unknown => {
    const own = [...(keys.get(key) ?? [])];
    if (own[0]?.[0] === "1") return own.map(([, value]) => value);
    const below = [...keys.keys()].filter(
      (other) => other.startsWith(`${key}\\`) && !other.slice(key.length + 1).includes("\\"),
    );
    return Object.fromEntries([...own, ...below.map((other) => [other.slice(key.length + 1), build(other)])]);
  };
  return build(root);
}

test("the registry files give each program the sample: numbers for yes and no, keys for lists, JSON for the rest", () => {
  const roots = new Map<string, readonly [ClientName, string]>([
    [
      "thunderbird",
      ["thunderbird", `SOFTWARE\\Policies\\Mozilla\\Thunderbird\\3rdparty\\Extensions\\${EXTENSION_IDS.gecko}`],
    ],
    ["firefox", ["firefox", `SOFTWARE\\Policies\\Mozilla\\Firefox\\3rdparty\\Extensions\\${EXTENSION_IDS.gecko}`]],
    [
      "chrome",
      ["chromium", `SOFTWARE\\Policies\\Google\\Chrome\\3rdparty\\extensions\\${EXTENSION_IDS.chromium}\\policy`],
    ],
    [
      "edge",
      ["chromium", `SOFTWARE\\Policies\\Microsoft\\Edge\\3rdparty\\extensions\\${EXTENSION_IDS.chromium}\\policy`],
    ],
  ]);
  assert.equal(endingIn(".reg").length, roots.size);
  for (const [program, [client, root]] of roots) {
    const text = file(`windows/countersign-${program}.reg`);
    assert.match(text, /^Windows Registry Editor Version 5\.00\r\n\r\n\[/);
    assert.match(text, /^[\r\n\x20-\x7e]*$/, "ASCII, which regedit reads in every code page");
    const json = registryOf(text, root) as Record<string, unknown>;
    // Chromium reads JSON in a text where its schema wants a list.
    const settings = Object.fromEntries(
      Object.entries(json).map(([name, value]) => [
        name,
        typeof value === "string" && value.startsWith("[") ? JSON.parse(value) : value,
      ]),
    );
    const { policy, faults } = readPolicy(settings);
    assert.deepEqual(faults, [], program);
    assert.deepEqual(policy, readPolicy(samplePolicy(client)).policy, program);
  }
});

/** A script of PowerShell without what brackets may stand in: comments, here-strings, strings. */
const bare = (script: string): string =>
  script
    .replace(/^@'$[\s\S]*?^'@$/gm, "''")
    .replace(/@'\n[\s\S]*?\n'@/g, "''")
    .replace(/'[^'\n]*'/g, "''")
    .replace(/"[^"\n]*"/g, '""')
    .replace(/#.*$/gm, "");

test("PowerShell scripts are whole, are ASCII, name the registry's places, and carry settings that all count", () => {
  // No PowerShell is at hand here: this reads their structure, and nothing of them is run.
  const scripts = endingIn(".ps1");
  assert.equal(scripts.length, 6);
  for (const [path, text] of scripts) {
    assert.match(text, /^(?:[\x20-\x7e]*\r\n)+$/, `${path}: ASCII with CRLF`);
    const script = text.replaceAll("\r\n", "\n");
    assert.match(script, /^# .{20,}/, `${path} says what it is for`);
    assert.match(script, /^\$ErrorActionPreference = 'Stop'$/m, path);
    const open: string[] = [];
    for (const [sign] of bare(script).matchAll(/[()[\]{}]/g))
      if ("([{".includes(sign)) open.push(sign);
      else assert.equal(open.pop(), { ")": "(", "]": "[", "}": "{" }[sign], path);
    assert.deepEqual(open, [], path);
    for (const [, name = ""] of script.matchAll(/^function (\S+?)\(/gm))
      assert.ok(script.split(new RegExp(`\\b${name}\\b`)).length > 2, `${path}: ${name} is called`);
    const json = [...script.matchAll(/^\$(Settings|Installation) = @'\n([\s\S]*?)\n'@$/gm)];
    assert.equal(json.length, path.includes("intune") ? 2 : 0, path);
    for (const [, name, body = ""] of json)
      if (name === "Settings") assert.deepEqual(readPolicy(JSON.parse(body)).faults, []);
      else assert.equal(JSON.parse(body).installation_mode, "force_installed");
  }
  const places = (text: string) => [...text.matchAll(/'HKLM:\\([^']+)'/g)].map(([, key = ""]) => key);
  for (const [path, text] of scripts.filter(([path]) => !path.includes("Templates"))) {
    const named = places(text);
    assert.equal(named.length, 8, path);
    const files = endingIn(".reg").map(([, reg]) => reg);
    for (const key of named)
      assert.ok(
        files.some((reg) => reg.includes(`[HKEY_LOCAL_MACHINE\\${key}]`)),
        `${path} ${key}`,
      );
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

test(
  "xmllint: templates and profiles are well-formed, and each text and control that is named exists",
  needs("xmllint"),
  () => {
    for (const [path, text] of [...endingIn(".admx"), ...endingIn(".adml"), ...endingIn(".mobileconfig")])
      execFileSync("xmllint", ["--noout", "--nonet", onDisk(path, text)]);
    for (const [path, admx] of endingIn(".admx")) {
      const adml = file(path.replace("windows/", "windows/en-US/").replace(".admx", ".adml"));
      for (const [, kind = "", id = ""] of admx.matchAll(/\$\((string|presentation)\.([^)]+)\)/g))
        assert.ok(adml.includes(`<${kind} id="${id}">`), `${path} ${kind} ${id}`);
      const boxes = [...admx.matchAll(/<(?:decimal|enum|list|multiText|text) id="([^"]+)"/g)].map(([, id]) => id);
      const shown = [...adml.matchAll(/refId="([^"]+)"/g)].map(([, id]) => id);
      assert.deepEqual(shown.sort(), boxes.sort(), path);
      assert.equal(new Set(boxes).size, boxes.length);
    }
  },
);

test("plistlib: each profile is a property list, and holds the sample", needs("python3"), () => {
  for (const [path, text] of endingIn(".mobileconfig")) {
    const read = "import json, plistlib, sys; json.dump(plistlib.load(open(sys.argv[1], 'rb')), sys.stdout)";
    const profile = JSON.parse(execFileSync("python3", ["-c", read, onDisk(path, text)], { encoding: "utf8" }));
    assert.equal(profile.PayloadType, "Configuration");
    const payloads: Record<string, unknown>[] = profile.PayloadContent;
    assert.equal(new Set(payloads.map(({ PayloadUUID }) => PayloadUUID)).size, payloads.length);
    const holder = payloads.at(-1) ?? {};
    const found = settingsIn({ policies: holder });
    const settings = found ?? {
      settings: Object.fromEntries(Object.entries(holder).filter(([name]) => !name.startsWith("Payload"))),
    };
    const { policy, faults } = readPolicy(settings.settings);
    assert.deepEqual(faults, [], path);
    assert.equal(policy?.serial, 1, path);
    assert.deepEqual(policy?.locked, ["trust"], path);
  }
});
