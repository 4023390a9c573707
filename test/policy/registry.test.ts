import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { EXTENSION_IDS, installation, policyProperties } from "../../core/index.ts";
import { PLACES, type Place } from "../../extension/policy/places.ts";
import { type HiveKey, imported, keyAt } from "./hive.ts";
import { asChromiumReads, asMozillaReads } from "./registry-readers.ts";
import { artefact, artefacts, assertSample, needs } from "./samples.ts";

describe("the registry files", needs("hivexregedit"), () => {
  const dir = mkdtempSync(join(tmpdir(), "countersign-registry-"));
  after(() => rmSync(dir, { recursive: true, force: true }));

  const regFile = ({ program }: Place) => artefact(`windows/countersign-${program}.reg`);

  /** The registry of each program after its file was imported. */
  const registries = new Map<Place, HiveKey>();
  before(() => {
    for (const place of PLACES) registries.set(place, imported(dir, regFile(place)));
  });
  const registryOf = (place: Place) => registries.get(place) ?? assert.fail(place.program);

  const settingsIn = (registry: HiveKey, { settings, client }: Place) => {
    const key = keyAt(registry, settings);
    return client === "chromium" ? asChromiumReads(key, policyProperties(client)) : asMozillaReads(key);
  };

  test("are read by each program, after hivex imported them, as the sample in JSON", async () => {
    assert.equal(artefacts(".reg").length, PLACES.length);
    for (const place of PLACES) {
      await assertSample(settingsIn(registryOf(place), place), place.client, place.program);
    }
  });

  test("have each program install the package as the sample in JSON does", () => {
    for (const place of PLACES) {
      const id = place.client === "chromium" ? EXTENSION_IDS.chromium : EXTENSION_IDS.gecko;
      const key = keyAt(registryOf(place), `${place.policies}\\ExtensionSettings\\${id}`);
      const expected = Object.entries(installation(place.client));
      const numbers = expected.map(([name, value]) => [name, typeof value === "boolean" ? Number(value) : value]);
      assert.deepEqual(asMozillaReads(key), Object.fromEntries(numbers), place.program);
    }
  });

  test("take away what an older file wrote: a shorter list loses its last entries, and a setting that is gone is gone", () => {
    for (const place of PLACES) {
      const list = `[HKEY_LOCAL_MACHINE\\${place.settings}\\requireStamp]\r\n"3"="older.example"\r\n`;
      const value = `[HKEY_LOCAL_MACHINE\\${place.settings}]\r\n"keepHistory"=dword:00000000\r\n`;
      const text = regFile(place);
      const older = `${text}\r\n${list}\r\n${value}`;
      assert.notDeepEqual(settingsIn(imported(dir, older), place), settingsIn(registryOf(place), place));
      assert.deepEqual(imported(dir, older, text), registryOf(place), place.program);
    }
  });

  test("are ASCII with CRLF and the head that regedit wants, in every code page", () => {
    for (const [path, text] of artefacts(".reg")) {
      assert.match(text, /^Windows Registry Editor Version 5\.00\r\n\r\n\[/, path);
      assert.match(text, /^(?:[\x20-\x7e]*\r\n)+$/, path);
    }
  });
});
