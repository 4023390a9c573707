import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { EXTENSION_IDS } from "../../core/index.ts";
import { countersign } from "../cli/command.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { accessibilityFaults } from "../world/accessibility.ts";
import { inExtension, openPages } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient, XPI } from "../world/mail-client.ts";
import type { Remote } from "../world/marionette.ts";
import { openOptions } from "../world/tabs.ts";
import { forceInstall } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { look, show } from "./look.ts";

// A fleet in small: the package comes by policies.json, with settings that hold, are locked, change at a restart, and are
// reported where they are wrong.

const world = createWorld("policy");
after(() => world.end());

const [BANK] = KNOWLEDGE.trust.filter(({ org_id }) => org_id === "harbourbank.example");
assert.ok(BANK);
/** Members that an administrator does not write. */
const { source: _source, addedAt: _addedAt, ...record } = BANK;

/** So that there is good news which is less than a stamp. */
const mailServers = KNOWLEDGE.account.authserv.map((server) => ({ accountDomain: "home.example", ...server }));
let friend = -1;

const PAGE = { view: "tab", page: "ui/options.html" } as const;
const policiesFile = join(world.dir, "app", "distribution", "policies.json");
let client: MailClient;

/** Rolls out other settings: what an administrator does, and what a restart makes of it. */
async function rollOut(settings: object): Promise<void> {
  writeFileSync(policiesFile, JSON.stringify({ policies: forceInstall(ID, XPI, settings) }));
  await client.restart();
}

const inOptions = async <A extends unknown[], R>(fn: Remote<A, R>, ...args: A): Promise<R> => {
  await openOptions(client.marionette);
  return inExtension(client.marionette, ID, PAGE, fn, ...args);
};

/** Each setting's origin on the status page, and what was reported. */
const status = () =>
  inOptions(() => ({
    state: document.querySelector<HTMLElement>("[data-policy]")?.dataset.policy,
    origins: Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>("#policy tr[data-setting]")].map((row) => [
        row.dataset.setting ?? "",
        row.dataset.origin ?? "",
      ]),
    ),
    faults: [...document.querySelectorAll<HTMLElement>("#policy [data-fault]")].map(
      (fault) => `${fault.querySelector("code")?.textContent ?? ""} ${fault.dataset.fault ?? ""}`,
    ),
    text: document.querySelector("#policy")?.textContent ?? "",
  }));

/** What the organisation wants of mail to its people. */
const RULES = {
  accountDomain: "home.example",
  policy: { v: 1, mode: "enforce", default: "accept", rules: [{ match: { nature: ["marketing"] }, action: "reject" }] },
};
/** Where the options show the rules for the reader's address. */
const OWN = '[data-rules="robin@home.example"]';

/** A letter whose sender says that it is advertising. */
async function advertising(): Promise<Uint8Array> {
  const key = join(world.dir, "ann.key");
  const made = await countersign(["ipp", "keygen", "--address", "ann@sender.example", "--out", key]);
  assert.equal(made.code, 0, made.err);
  const head = [
    "From: ann@sender.example",
    "To: robin@home.example",
    "Subject: Spring",
    "Message-ID: <1@sender.example>",
  ];
  const date = `Date: ${new Date(Date.now() - 60_000).toUTCString().replace("GMT", "+0000")}`;
  const input = `${[...head, date, "", "Buy three, pay two."].join("\r\n")}\r\n`;
  const { code, out, err } = await countersign(["declare", "--key", key, "--nature", "marketing"], { input });
  assert.equal(code, 0, err);
  return out;
}

/** What the popup of that letter, the last one, advises, and whose rule it names. */
async function advised(): Promise<{ action: string; by: string; text: string }> {
  await show(client, 0);
  await look(client, 3);
  return inExtension(client.marionette, ID, { view: "popup" }, () => {
    const advice = document.querySelector<HTMLElement>("[data-advice]");
    return {
      action: advice?.dataset.advice ?? "",
      by: advice?.dataset.by ?? "",
      text: advice?.textContent ?? "",
    };
  });
}

before(async () => {
  const samples = (await makeSamples()).filter(({ file }) =>
    /^(?:verified-bank|none-neighbour|transport-friend)/.test(file),
  );
  const messages = [...samples.map(({ bytes }) => bytes), await advertising()];
  friend = samples.findIndex(({ file }) => file.startsWith("transport-friend"));
  const settings = {
    serial: 5,
    trust: [record],
    requireStamp: ["neighbour.example"],
    mailServers,
    keepHistory: false,
    organisationName: "Work Example Ltd",
    recipientRules: [RULES],
    locked: ["trust"],
  };
  client = await startMailClient(world, { messages, managed: settings });
});

test("values of policies.json hold at the first start: trust makes VERIFIED, nobody clicked anything", async () => {
  assert.equal(ID, EXTENSION_IDS.gecko);
  await show(client, 0, "VERIFIED");
  await show(client, friend, "TRANSPORT");
  const pages = await openPages(client.marionette, ID);
  assert.ok(!pages.some((page) => page.includes("first-run")), String(pages));
  const { state, origins, faults, text } = await status();
  assert.equal(state, "read");
  assert.deepEqual(faults, []);
  assert.equal(origins.trust, "policy");
  assert.equal(origins.keepHistory, "policy");
  assert.equal(origins.lookups, "default");
  assert.match(text, /Work Example Ltd/);
  assert.doesNotMatch(text, /not installed by an organisation/);
});

test("locked controls are there, disabled, and explained", async () => {
  const locks = await inOptions(() => ({
    history: document.querySelector<HTMLInputElement>("#history input[type=checkbox]")?.matches(":disabled"),
    add: [...document.querySelectorAll('#trust [data-part="add"] :is(input, button)')].every((one) =>
      one.matches(":disabled"),
    ),
    text: document.querySelector("#lock-trust")?.textContent ?? "",
  }));
  assert.deepEqual([locks.history, locks.add], [true, true]);
  assert.match(locks.text, /Locked by Work Example Ltd.*trust/);
  await inOptions(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  assert.deepEqual(await accessibilityFaults(client.marionette, "tab", "ui/options.html"), []);
});

test("no value of the policy is written into the profile, and none is logged", async () => {
  const origin = await inExtension(client.marionette, ID, { view: "background" }, async () => {
    const found: string[] = [];
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("countersign");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const name of db.objectStoreNames) {
      const all = db.transaction(name).objectStore(name).getAll();
      await new Promise((done) => {
        all.onsuccess = done;
      });
      if (/Work Example|neighbour\.example|"policy"/.test(JSON.stringify(all.result))) found.push(name);
    }
    db.close();
    return found;
  });
  assert.deepEqual(origin, []);
  assert.doesNotMatch(readFileSync(join(world.dir, "thunderbird.log"), "utf8"), /Work Example/);
});

test("rules of the organisation stand beside a declared message, and a person's own rule comes before them", async () => {
  const { action, by, text } = await advised();
  assert.deepEqual([action, by], ["reject", "managed"]);
  assert.match(text, /you do not want this\. Your organisation made this rule/);
  const managed = await inOptions(
    (own: string) => document.querySelector(`${own} [data-part="rules-managed"]`)?.textContent ?? "",
    OWN,
  );
  assert.match(managed, /Rules of your organisation.*advertising.*not wanted/);
  await inOptions(async (own: string) => {
    const drawn = () => new Promise((done) => setTimeout(done, 100));
    const nature = document.querySelector<HTMLSelectElement>(`${own} [data-part="add-rule"] select`);
    if (nature !== null) nature.value = "marketing";
    nature?.dispatchEvent(new Event("change", { bubbles: true }));
    await drawn();
    document.querySelector<HTMLInputElement>(`${own} [data-part="add-rule"] input[type=checkbox]`)?.click();
    await drawn();
    document.querySelector<HTMLButtonElement>(`${own} [data-action="add-rule"]`)?.click();
  }, OWN);
  await until("the rule", () => inOptions((own: string) => document.querySelector(`${own} ol > li`) !== null, OWN));
  const own = await advised();
  assert.deepEqual([own.action, own.by], ["accept", "user"]);
});

test("ADM-02: after a restart other values hold, and each wrong one is reported with its reason and loosens nothing", async () => {
  await rollOut({
    serial: 6,
    trust: [record, { org_id: "co.uk", domains: ["co.uk"] }],
    mailServers,
    minimumLevel: "INTACT",
    keepHistory: "no",
    keephistory: true,
    organisationName: "Other Example Ltd",
    recipientRules: [RULES],
    locked: ["recipientRules"],
  });
  const { state, origins, faults, text } = await status();
  assert.equal(state, "read");
  assert.match(text, /Other Example Ltd/);
  assert.equal(origins.requireStamp, "default");
  assert.ok(faults.includes("/keepHistory wrong-type"), String(faults));
  assert.ok(faults.includes("/keephistory unknown-setting"), String(faults));
  assert.ok(faults.includes("/trust/1/org_id public-suffix"), String(faults));
  assert.equal(await inOptions(() => document.querySelector<HTMLInputElement>("#history input")?.checked), false);
  await show(client, 0, "VERIFIED");
});

test("ADM-11: good news below the level of the policy is not shown, and the reader may ask for more", async () => {
  const { popup } = await look(client, friend, "NONE");
  assert.deepEqual([popup.badge, popup.reasons.includes("BELOW_POLICY_LEVEL")], ["NONE", true]);
  const levels = () =>
    inOptions(() =>
      [...document.querySelectorAll<HTMLInputElement>("#level input")].map((one) => `${one.value} ${one.disabled}`),
    );
  assert.deepEqual(await levels(), ["TRANSPORT true", "INTACT false", "VERIFIED false"]);
  await inOptions(() => document.querySelector<HTMLInputElement>('#level input[value="VERIFIED"]')?.click());
  await until("the reader's own level", async () => (await status()).origins.minimumLevel === "user");
  await show(client, 0, "VERIFIED");
});

test("with the lock a person's own rule does not count, stays to be seen, and no other can be made", async () => {
  const { action, by } = await advised();
  assert.deepEqual([action, by], ["reject", "managed"]);
  const locked = await inOptions(
    (own: string) => ({
      rules: document.querySelectorAll(`${own} fieldset ol > li`).length,
      closed: [...document.querySelectorAll(`${own} fieldset :is(input, select, button)`)].every((one) =>
        one.matches(":disabled"),
      ),
      text: document.querySelector("#lock-recipientRules")?.textContent ?? "",
    }),
    OWN,
  );
  assert.deepEqual([locked.rules, locked.closed], [1, true]);
  assert.match(locked.text, /Locked by Other Example Ltd.*recipientRules/);
});

test("ADM-08: an older policy that is put back trusts nobody, and says so", async () => {
  await rollOut({ serial: 3, trust: [record] });
  const { faults } = await status();
  assert.deepEqual(faults, ["/serial older-policy"]);
  assert.notEqual((await show(client, 0)).icon, "verified.svg");
});

test("without settings for the add-on nothing is set, and all is as before", async () => {
  writeFileSync(policiesFile, JSON.stringify({ policies: forceInstall(ID, XPI) }));
  await client.restart();
  const { state, origins } = await status();
  assert.equal(state, "none");
  // The one choice of the reader's own.
  const { minimumLevel, ...others } = origins;
  assert.deepEqual([minimumLevel, ...new Set(Object.values(others))], ["user", "default"]);
});

test("ADM-01: a managed file that any program of the user can write is shown as that", async () => {
  const folder = join(world.dir, "home", ".mozilla", "managed-storage");
  mkdirSync(folder, { recursive: true });
  const manifest = { name: ID, description: "x", type: "storage", data: { serial: 9, trust: [record] } };
  writeFileSync(join(folder, `${ID}.json`), JSON.stringify(manifest));
  const settings = forceInstall(ID, XPI) as { ExtensionSettings: Record<string, object> };
  settings.ExtensionSettings[ID] = { ...settings.ExtensionSettings[ID], installation_mode: "normal_installed" };
  writeFileSync(policiesFile, JSON.stringify({ policies: settings }));
  await client.restart();
  const { state, origins, text } = await status();
  assert.equal(state, "read");
  assert.equal(origins.trust, "policy");
  assert.match(text, /harbourbank\.example/);
  const listed = await inOptions(() => document.querySelector('li[data-org="harbourbank.example"]')?.textContent ?? "");
  assert.match(listed, /by your administrator/);
});
