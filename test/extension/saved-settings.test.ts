import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DECLARED, parseStrictJson, publicJwk, readPolicy, readSavedSettings, sealingKey } from "../../core/index.ts";
import { database } from "../../extension/database.ts";
import { listPolicies, setUserPolicy, usePublished } from "../../extension/ipp/policies.ts";
import { takeSettings } from "../../extension/saved/take.ts";
import { settingsFile } from "../../extension/saved/write.ts";
import { listRecipientKeys } from "../../extension/sealed/recipient-store.ts";
import { takeInKey } from "../../extension/sealed/recipients.ts";
import { listKeys, putKey } from "../../extension/state/known-keys.ts";
import { getSettings, type Settings, setSettings } from "../../extension/state/settings.ts";
import { listTrust, putTrust } from "../../extension/state/trust.ts";
import { emptyInstallation } from "./empty-installation.ts";

const ACCOUNTS = [{ id: "account1", name: "Robin", addresses: ["robin@home.example"] }];
const MOVED = [{ id: "account9", name: "Robin", addresses: ["robin@home.example"] }];
const SERVER = { authservId: "mx.home.example", borderHosts: ["mx.home.example"], placement: "above" } as const;
const KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const NOW = Date.UTC(2026, 10, 22, 8) / 1000;
const AT = "2026-11-22T08:00:00Z";
const RULES = { mode: "enforce", default: "accept", rules: [] } as const;
const [AUTHORITY = ""] = DECLARED.mt2Authorities.example as readonly string[];
const FRIEND = new Uint8Array(32).fill(9);

/** Everything that a person can decide, each different from what a fresh installation has. */
const CHOICES: { readonly [K in keyof Settings]-?: Settings[K] } = {
  welcomed: true,
  keepHistory: false,
  authserv: { account1: [SERVER] },
  lookups: { mode: "known", resolver: "https://dns.example.org/dns-query" },
  certifiers: ["vouch.example"],
  mt2Authorities: [AUTHORITY],
  clientMxType: 300,
  minimumLevel: "VERIFIED",
  webmails: [
    { origin: "https://mail.example.org", addresses: ["robin@home.example"] },
    { origin: "https://work.example.org", addresses: ["robin@work.example"], byPolicy: true },
  ],
  mark: "🦊",
  ippDomains: ["home.example"],
  tellSenders: true,
  arrival: "all",
};

async function grown(): Promise<string> {
  await emptyInstallation();
  await putTrust({ org_id: "bank.example", domains: ["bank.example"], requireStamp: true, source: "user" });
  // A provider of everybody's mail is noted when it is read, and counts.
  await putTrust({ org_id: "gmail.com", domains: ["gmail.com"], source: "user" });
  await putKey({ org_id: "school.example", kid: "a", alg: "ed25519", key: KEY, proof: { how: "dnssec", at: 1 } });
  await setSettings(CHOICES);
  await setUserPolicy("robin@home.example", RULES);
  await usePublished("robin@work.example", true);
  const key = await sealingKey("x25519", FRIEND);
  assert.ok(key);
  assert.ok(await takeInKey("kim@friends.example", JSON.stringify(publicJwk(key)), NOW));
  return settingsFile(ACCOUNTS);
}

const read = (text: string) => {
  const parsed = parseStrictJson(text);
  return "fault" in parsed ? { faults: [] } : readSavedSettings(parsed.value);
};

async function take(text: string, accounts = MOVED): Promise<void> {
  const { saved, faults } = read(text);
  assert.ok(saved, JSON.stringify(faults));
  await takeSettings(saved, accounts, NOW);
}

test("everything that was saved is the same in another profile, whatever its accounts are called", async () => {
  const text = await grown();
  await emptyInstallation();
  await take(text);
  const settings = await getSettings();
  assert.deepEqual(settings, { ...CHOICES, welcomed: false, authserv: { account9: [SERVER] } });
  assert.deepEqual(await listTrust(), [
    { org_id: "bank.example", domains: ["bank.example"], requireStamp: true, source: "user", addedAt: AT },
    { org_id: "gmail.com", domains: ["gmail.com"], source: "user", addedAt: AT },
  ]);
  assert.deepEqual(
    (await listPolicies()).map(({ address, user, usePublished: use }) => [address, user?.mode, use]),
    [
      ["robin@home.example", "enforce", false],
      ["robin@work.example", undefined, true],
    ],
  );
  assert.deepEqual(
    (await listRecipientKeys()).map(({ address, octets }) => [address, octets]),
    [["kim@friends.example", FRIEND]],
  );
  // Saved again it is the same file, but for who answers for a key.
  const again = JSON.parse(await settingsFile(MOVED));
  assert.deepEqual(again.settings, JSON.parse(text).settings);
  assert.deepEqual(again.personal, JSON.parse(text).personal);
});

/** Any choices that a person can make in the pages. */
const anyChoices: fc.Arbitrary<Settings> = fc.record({
  welcomed: fc.constant(false),
  keepHistory: fc.boolean(),
  authserv: fc.constantFrom({}, { account1: [SERVER] }),
  lookups: fc.record({
    mode: fc.constantFrom("off" as const, "known" as const, "all" as const),
    resolver: fc.constantFrom("https://dns.quad9.net/dns-query", "https://dns.example.org/q"),
  }),
  certifiers: fc.subarray(["vouch.example", "xn--bcher-kva.example"]),
  mt2Authorities: fc.subarray([AUTHORITY]),
  clientMxType: fc.oneof(fc.constant(0), fc.integer({ min: 256, max: 65_279 })),
  minimumLevel: fc.constantFrom("TRANSPORT" as const, "INTACT" as const, "VERIFIED" as const),
  webmails: fc.uniqueArray(
    fc.record({
      origin: fc
        .webAuthority()
        .filter((host) => /^[a-z0-9.-]+$/.test(host))
        .map((host) => `https://${host}`),
      addresses: fc.uniqueArray(fc.constantFrom("robin@home.example", "bücher@home.example"), { maxLength: 2 }),
    }),
    { selector: ({ origin }) => origin, maxLength: 3 },
  ),
  mark: fc.constantFrom("", "🦊", "\u0627\u0644", "kite 7"),
  ippDomains: fc.subarray(["home.example", "work.example"]),
  tellSenders: fc.boolean(),
  arrival: fc.constantFrom("off" as const, "negatives" as const, "all" as const),
});

test("whatever a person chose, the file brings it to another profile and says the same there", async () => {
  await fc.assert(
    fc.asyncProperty(anyChoices, async (choices) => {
      await emptyInstallation();
      await setSettings(choices);
      const before = await getSettings();
      const text = await settingsFile(ACCOUNTS);
      await emptyInstallation();
      await take(text, ACCOUNTS);
      assert.deepEqual(await getSettings(), before);
      assert.equal(await settingsFile(ACCOUNTS), text);
    }),
    { numRuns: 40 },
  );
});

test("ADM-09: who takes a file over answers for its keys, whatever it says of them", async () => {
  const text = await grown();
  await emptyInstallation();
  await take(text);
  assert.deepEqual(
    (await listKeys()).map(({ org_id, kid, proof }) => [org_id, kid, proof]),
    [["school.example", "a", { how: "user", at: NOW }]],
  );
});

test("what is here already stays beside what a file brings", async () => {
  const text = await grown();
  await emptyInstallation();
  await putTrust({ org_id: "own.example", domains: ["own.example"], source: "user" });
  await setSettings({ certifiers: ["own.example"], ippDomains: ["own.example"] });
  await take(text);
  const { certifiers, ippDomains } = await getSettings();
  assert.deepEqual(
    [certifiers, ippDomains],
    [
      ["own.example", "vouch.example"],
      ["own.example", "home.example"],
    ],
  );
  assert.equal((await listTrust()).length, 3);
});

test("the settings in the file are a policy as they stand", async () => {
  const { faults, policy } = readPolicy(JSON.parse(await grown()).settings);
  assert.deepEqual(
    faults.filter(({ severity }) => severity === "refused"),
    [],
  );
  assert.equal(policy?.forced.arrival, "all");
});

test("every store of the database is in the file, or has a reason not to be", async () => {
  const saved = ["trust", "keys", "settings", "ownPolicies", "recipientKeys", "recipientXWingKeys"];
  const learned = ["ledger", "history", "seen", "stamped", "statusLists", "seenServers", "senderCertificates"];
  const lookedUp = ["lookupJobs", "findings", "proofs", "lookupPace"];
  const ofThisProfile = ["facts", "policyMarks", "reports", "arrivals", "sweep", "tagSecret", "webhook"];
  const log = ["auditDays", "auditEvents"];
  // Private keys have a backup of their own, under a passphrase.
  const secret = ["sealingKeys"];
  const all = [...saved, ...learned, ...lookedUp, ...ofThisProfile, ...log, ...secret];
  assert.deepEqual([...(await database()).objectStoreNames].sort(), all.sort());
});

test("a file with any fault, an unknown member or another version is not used, and each fault is named", async () => {
  const good = JSON.parse(await grown());
  const personal = (more: object) => ({ ...good, personal: { ...good.personal, ...more } });
  const settings = (more: object) => ({ ...good, settings: { ...good.settings, ...more } });
  const bad: readonly (readonly [unknown, string])[] = [
    [[], " not-an-object"],
    [{}, "/countersign-settings unknown-value"],
    [{ ...good, "countersign-settings": 3 }, "/countersign-settings unknown-value"],
    [{ ...good, "countersign-settings": 1 }, "/personal unknown-member"],
    [{ ...good, more: 1 }, "/more unknown-member"],
    [settings({ arrival: "sometimes" }), "/settings/arrival unknown-value"],
    [settings({ keephistory: true }), "/settings/keephistory unknown-setting"],
    [settings({ locked: ["trust"] }), "/settings unknown-member"],
    [settings({ trust: [{ org_id: "co.uk", domains: ["co.uk"] }] }), "/settings/trust/0/org_id public-suffix"],
    [{ ...good, keys: [{ org_id: "school.example" }] }, "/keys/0/proof missing"],
    [personal({ mark: "x".repeat(17) }), "/personal/mark too-long"],
    [personal({ mark: "\u202Eab" }), "/personal/mark hidden-characters"],
    [
      personal({ webmails: [{ origin: "http://x.example", addresses: [] }] }),
      "/personal/webmails/0/origin not-an-https-url",
    ],
    [personal({ ippDomains: ["a b"] }), "/personal/ippDomains/0 not-a-domain"],
    [personal({ tellSenders: 1 }), "/personal/tellSenders wrong-type"],
    [personal({ rules: [{ address: "x", published: true }] }), "/personal/rules/0/address not-an-address"],
    [
      personal({ recipientKeys: [{ address: "a@b.example", jwk: { d: "x" } }] }),
      "/personal/recipientKeys/0/jwk wrong-type",
    ],
    [personal({ moer: 1 }), "/personal/moer unknown-member"],
  ];
  for (const [json, fault] of bad) {
    const { saved, faults } = readSavedSettings(json);
    assert.equal(saved, undefined, fault);
    const told = faults.map(({ path, code }) => `${path} ${code}`);
    assert.ok(told.includes(fault), `${fault}: ${told}`);
  }
  assert.ok(read(JSON.stringify(good)).saved);
  assert.equal(read(`${JSON.stringify(good)} x`).saved, undefined);
});

test("a file of the first version is still read", async () => {
  const { settings, keys } = JSON.parse(await grown());
  assert.ok(readSavedSettings({ "countersign-settings": 1, settings, keys }).saved);
});

test("no private key, no log and no secret of this profile is in the file", async () => {
  assert.doesNotMatch(await grown(), /installId|suffix|private|"d":|audit/i);
});
