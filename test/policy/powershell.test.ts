import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, describe, test } from "node:test";
import { Language, type Node, Parser } from "web-tree-sitter";
import { readPolicy } from "../../core/index.ts";
import { projectFile } from "../project-file.ts";
import { artefacts } from "./samples.ts";

// No PowerShell is in Debian: the scripts are read by a grammar of the language that others wrote, and none of them is run.

const SCRIPTS = artefacts(".ps1");
const { resolve } = createRequire(import.meta.url);

/** The cmdlets that the scripts use, with those of their parameters; countersign is our own command. */
const CMDLETS: ReadonlyMap<string, readonly string[]> = new Map([
  ["ConvertFrom-Json", []],
  ["ConvertTo-Json", ["-InputObject", "-Depth", "-Compress"]],
  ["Copy-Item", ["-Path", "-Destination", "-Force"]],
  ["ForEach-Object", []],
  ["Get-Command", ["-ErrorAction"]],
  ["Get-Content", ["-LiteralPath", "-Raw", "-Encoding"]],
  ["Get-Item", ["-LiteralPath"]],
  ["Get-ItemProperty", ["-LiteralPath", "-ErrorAction"]],
  ["Join-Path", []],
  ["New-Item", ["-ItemType", "-Path", "-Force"]],
  ["New-ItemProperty", ["-LiteralPath", "-Name", "-PropertyType", "-Value", "-Force"]],
  ["New-Object", []],
  ["Out-Null", []],
  ["Remove-Item", ["-LiteralPath", "-Recurse", "-Force"]],
  ["Remove-TypeData", ["-TypeName", "-ErrorAction"]],
  ["Set-StrictMode", ["-Version"]],
  ["Sort-Object", []],
  ["Split-Path", ["-Path", "-Leaf"]],
  ["Test-Path", ["-LiteralPath"]],
  ["Where-Object", []],
  ["Write-Output", []],
  ["countersign", []],
]);

/** Variables that PowerShell itself gives a value. */
const GIVEN = ["$_", "$true", "$false", "$null", "$lastexitcode", "$psscriptroot", "$env:systemroot"];

const textOf = (node: Node | null | undefined) => node?.text ?? "";

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) yield* walk(child);
}

describe("the PowerShell scripts", () => {
  let parse: (script: string) => Node;
  before(async () => {
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")));
    parse = (script) => parser.parse(script)?.rootNode ?? assert.fail();
  });

  /** Where a script is not PowerShell. */
  const broken = (script: string): readonly string[] =>
    [...walk(parse(script))]
      .filter((node) => node.isError || node.isMissing)
      .map((node) => `${node.startPosition.row + 1}:${node.startPosition.column + 1} ${node.text.slice(0, 40)}`);

  const nodes = (script: string, ...types: readonly string[]) =>
    [...walk(parse(script))].filter(({ type }) => types.includes(type));

  test("are PowerShell by its grammar, and a script with a slip is not", () => {
    assert.equal(SCRIPTS.length, 6);
    for (const [path, text] of SCRIPTS) {
      assert.deepEqual(broken(text), [], path);
      for (const sign of ["{", "}", "(", "@{", "'", "'@"]) {
        const at = text.lastIndexOf(sign);
        if (at < 0) continue;
        const slip = text.slice(0, at) + text.slice(at + sign.length);
        assert.notDeepEqual(broken(slip), [], `${path} without its last ${sign}`);
      }
    }
  });

  test("are ASCII with CRLF, say what they are for, and stop at the first fault", () => {
    for (const [path, text] of SCRIPTS) {
      assert.match(text, /^(?:[\x20-\x7e]*\r\n)+$/, `${path}: ASCII with CRLF`);
      assert.match(text, /^# .{20,}/, `${path} says what it is for`);
      assert.match(text, /^\$ErrorActionPreference = 'Stop'\r$/m, path);
    }
  });

  test("use cmdlets and parameters that there are, and functions of their own, each of which is called", () => {
    for (const [path, text] of SCRIPTS) {
      const own = nodes(text, "function_name").map(textOf);
      const called = new Set<string>();
      for (const command of nodes(text, "command")) {
        const name = textOf(command.children.find((child) => child?.type === "command_name"));
        called.add(name);
        const known = own.includes(name) ? [] : (CMDLETS.get(name) ?? assert.fail(`${path}: ${command.text}`));
        const elements = command.children.find((child) => child?.type === "command_elements");
        for (const child of elements?.children ?? [])
          if (child?.type === "command_parameter") assert.ok(known.includes(child.text), `${path}: ${command.text}`);
      }
      for (const name of own) assert.ok(called.has(name), `${path}: ${name} is called`);
    }
  });

  test("read no variable that nothing gave a value, which strict mode would stop at", () => {
    for (const [path, text] of SCRIPTS) {
      const set = new Set(GIVEN);
      for (const node of nodes(text, "script_parameter", "foreach_statement"))
        set.add(textOf(node.children.find((child) => child?.type === "variable")).toLowerCase());
      for (const { parent } of nodes(text, "assignement_operator")) set.add(textOf(parent?.children[0]).toLowerCase());
      const read = nodes(text, "variable").map(({ text: name }) => name.toLowerCase());
      assert.deepEqual(
        [...new Set(read)].filter((name) => !set.has(name)),
        [],
        path,
      );
    }
  });

  test("carry settings that all count, and name the places of the registry files", () => {
    const registry = artefacts(".reg").map(([, reg]) => reg);
    for (const [path, text] of SCRIPTS) {
      const texts = nodes(text, "verbatim_here_string_characters").map((node) =>
        JSON.parse(node.text.replace(/^@'\r?\n|\r?\n'@$/g, "")),
      );
      assert.equal(texts.length, path.includes("intune") ? 2 : 0, path);
      const [settings, installation] = texts;
      if (settings !== undefined) {
        assert.deepEqual(readPolicy(settings).faults, [], path);
        assert.equal(installation.installation_mode, "force_installed");
      }
      if (path.includes("Templates")) continue;
      const places = [...text.matchAll(/'HKLM:\\([^']+)'/g)].map(([, key = ""]) => `[HKEY_LOCAL_MACHINE\\${key}]`);
      assert.equal(places.length, 8, path);
      for (const place of places)
        assert.ok(
          registry.some((reg) => reg.includes(place)),
          `${path} ${place}`,
        );
    }
  });

  test("take what the handbook types", () => {
    const handbook = projectFile("docs/administration.md").replaceAll(/\s+/g, " ");
    const typed = [
      ...handbook.matchAll(/`powershell [^`]*-File (\S+)\.ps1([^`]*)`(?: \(\[script\]\([^)]*\); `(-\w+)`)?/g),
    ];
    assert.equal(typed.length, 2);
    for (const [, name, words = "", more = ""] of typed) {
      const [, text = ""] = SCRIPTS.find(([path]) => path.endsWith(`/${name}.ps1`)) ?? [];
      const [block = assert.fail(name)] = nodes(text, "param_block").map((node) => node.text);
      for (const [, parameter] of `${words} ${more}`.matchAll(/ -(\w+)/g))
        assert.ok(block.includes(`$${parameter}`), `${name} -${parameter}`);
    }
  });
});
