import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { EXTENSION_IDS, installation } from "../../core/index.ts";
import { PLACES, type Place } from "../../extension/policy/places.ts";
import { artefact, artefacts, assertSample, needs } from "./samples.ts";

type Members = Readonly<Record<string, unknown>>;

// Reads every type of a property list, and fails on one that JSON would blur: a date, octets, a number with a fraction.
const READ = `
import json, plistlib, sys
def plain(value):
    if isinstance(value, dict): return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list): return [plain(item) for item in value]
    assert isinstance(value, (str, bool, int)), value
    return value
json.dump(plain(plistlib.loads(sys.stdin.buffer.read())), sys.stdout)
`;

const readPlist = (text: string): Members =>
  JSON.parse(execFileSync("python3", ["-c", READ], { input: text, encoding: "utf8" }));

/** The preference domains under which each program looks, as its maker publishes them. */
const DOMAINS: Readonly<Record<Place["program"], readonly string[]>> = {
  thunderbird: ["org.mozilla.thunderbird"],
  firefox: ["org.mozilla.firefox"],
  chrome: ["com.google.Chrome", `com.google.Chrome.extensions.${EXTENSION_IDS.chromium}`],
  edge: ["com.microsoft.Edge", `com.microsoft.Edge.extensions.${EXTENSION_IDS.chromium}`],
};

/** What the system hands the program of a payload: its own members lead the device management alone. */
const preferences = (payload: Members) =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => !name.startsWith("Payload")));

const at = (from: unknown, ...way: readonly string[]): unknown =>
  way.reduce<unknown>((members, name) => new Map<string, unknown>(Object.entries(Object(members))).get(name), from);

describe("the profiles for macOS", needs("python3"), () => {
  const profiles = PLACES.map((place) => {
    const profile = readPlist(artefact(`macos/countersign-${place.program}.mobileconfig`));
    assert.ok(Array.isArray(profile.PayloadContent));
    return { place, profile, payloads: profile.PayloadContent as readonly Members[] };
  });

  test("are configurations for the whole machine, and are there for each program", () => {
    assert.equal(artefacts(".mobileconfig").length, profiles.length);
    for (const { profile, place } of profiles) {
      assert.equal(profile.PayloadType, "Configuration");
      assert.equal(profile.PayloadScope, "System");
      assert.equal(profile.PayloadDisplayName, `Countersign for ${place.title}`);
    }
  });

  test("carry a version, a name and a UUID in each payload, none of them twice", () => {
    const all = profiles.flatMap(({ profile, payloads }) => [profile, ...payloads]);
    for (const { PayloadVersion, PayloadIdentifier, PayloadUUID } of all) {
      assert.equal(PayloadVersion, 1);
      assert.match(String(PayloadIdentifier), /^[a-z]+(?:\.[a-z]+)+$/);
      assert.match(String(PayloadUUID), /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
    }
    for (const name of ["PayloadIdentifier", "PayloadUUID"])
      assert.equal(new Set(all.map((payload) => payload[name])).size, all.length, name);
  });

  test("put the settings where each program looks, and they are the sample in JSON", async () => {
    for (const { place, payloads } of profiles) {
      assert.deepEqual(
        payloads.map(({ PayloadType }) => PayloadType),
        DOMAINS[place.program],
      );
      const held = payloads.map(preferences);
      const settings =
        place.client === "chromium" ? held[1] : at(held[0], "3rdparty", "Extensions", EXTENSION_IDS.gecko);
      await assertSample(settings, place.client, place.program);
    }
  });

  test("have each program install the package, and Thunderbird and Firefox heed policies at all", () => {
    for (const { place, payloads } of profiles) {
      const [policies] = payloads;
      const id = place.client === "chromium" ? EXTENSION_IDS.chromium : EXTENSION_IDS.gecko;
      assert.deepEqual(at(policies, "ExtensionSettings"), { [id]: installation(place.client) });
      if (place.client !== "chromium") assert.equal(policies?.EnterprisePoliciesEnabled, true);
    }
  });
});
