import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { ElementHandle } from "puppeteer-core";
import { NO_POLICY, readPolicy, resolveSettings, settingsOf } from "../../core/index.ts";
import { helpDeskText } from "../../extension/policy/status.ts";
import { takeIn } from "../../extension/ui/options/take-in.ts";
import { projectFile } from "../project-file.ts";
import { until } from "../world/until.ts";
import { calls, chromium, count, later, page, press, show, text } from "./gallery/session.ts";

test(
  "a locked control stays to be seen, does nothing, and says who locked it and under which key",
  chromium,
  async () => {
    await show("options-managed");
    const history = "#history input[type=checkbox]";
    const describedBy = await page.$eval(history, (box) => box.getAttribute("aria-describedby"));
    assert.equal(describedBy, "lock-keepHistory");
    assert.match(await text("#lock-keepHistory"), /Locked by Work Example Ltd\..*keepHistory/);
    await press(history);
    await press('[data-part="add"] button[data-action="add"]');
    await press('[data-part="import"] button[data-action="import"]');
    assert.deepEqual(await calls(), []);
    const enabled = await page.$$eval(
      "#trust :is(input, textarea, select, button)",
      (all) => all.filter((one) => !one.matches(":disabled") && one.closest('[data-part="export"]') === null).length,
    );
    const removable = await count('#trust li:not([data-org="policy.example"]) button[data-action="remove"]');
    assert.equal(enabled, removable, "only what the user added can still be taken away");
  },
);

test(
  "ADM-01: every entry that a policy brought is listed with its source, and an installation by the user is named",
  chromium,
  async () => {
    await show("options-managed");
    assert.match(await text('li[data-org="policy.example"]'), /by your administrator/);
    assert.match(await text('[data-part="servers-by-policy"]'), /Set by your organisation.*mx\.work\.example/s);
    assert.match(await text('tr[data-setting="trust"]'), /policy\.example.*your organisation/s);
    assert.match(await text("#policy"), /not installed by an organisation/);
  },
);

test(
  "ADM-02: the status page lists each setting with its origin, and each value without effect with the reason",
  chromium,
  async () => {
    await show("options-managed");
    assert.equal(await count("#policy tr[data-setting]"), settingsOf("thunderbird").length);
    for (const path of ["/historyDays", "/keephistory", "/locked/1"])
      assert.match(await text("#policy .faults"), new RegExp(path));
    assert.match(await text('tr[data-setting="historyDays"]'), /90.*your organisation/s);
    assert.match(await text('[data-part="policy-places"]'), /SOFTWARE\\Policies\\Mozilla\\Thunderbird\\3rdparty/);
    await show("options-empty");
    assert.equal(await count("#policy .faults"), 0);
    assert.equal(await count('#policy tr:not([data-origin="default"])[data-setting]'), 0);
    assert.match(await text('[data-policy="none"]'), /Every choice is yours/);
    assert.equal(await count('[data-part="policy-places"]'), 0);
  },
);

test("ADM-07: look-ups that an organisation switched on are shown for as long as they last", chromium, async () => {
  await show("options-managed");
  assert.match(await text('[data-part="policy-lookups"]'), /learns from which domains.*dns\.work\.example/);
  await show("options");
  assert.equal(await count('[data-part="policy-lookups"]'), 0);
});

test(
  "ADM-07: the receiver of the activity log is shown with what it gets, and nothing leaves before a click",
  chromium,
  async () => {
    await show("options-managed");
    assert.match(await text('[data-part="audit-receiver"]'), /log\.work\.example.*Nothing is sent until you allow it/s);
    await press('[data-action="allow-audit"]');
    assert.deepEqual(await calls(), ["allowAudit https://log.work.example/countersign"]);
    await later('[data-part="audit-receiver"] [role="status"]:not(:empty)');
    assert.match(await text('[data-part="audit-receiver"]'), /You did not allow it/);
    await show("options-audited");
    assert.match(await text('[data-part="audit-receiver"]'), /gets this log at.*You allowed it/s);
    assert.doesNotMatch(await text('[data-part="audit-receiver"]'), /until you allow/);
    assert.match(await text('[data-destination="audit"]'), /log\.work\.example/);
    assert.equal(await count('[data-destinations="0"]'), 0);
    await press('[data-action="withdraw-audit"]');
    assert.deepEqual(await calls(), ["withdrawAudit https://log.work.example/countersign"]);
  },
);

const SAVED = {
  "countersign-settings": 2,
  settings: {
    trust: [
      {
        org_id: "bank.example",
        domains: ["bank.example", "cards.example"],
        keys: [{ kid: "2026a", alg: "ed25519", key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" }],
      },
    ],
    arrival: "all",
  },
  keys: [],
  personal: { mark: "🦊", tellSenders: true },
};

// The browser reads a chosen file when the page does, so it stays until the end.
const folder = mkdtempSync(join(tmpdir(), "countersign-file-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Chooses a file of settings, as a person does. */
async function choose(json: unknown): Promise<void> {
  const file = join(folder, "settings.json");
  writeFileSync(file, typeof json === "string" ? json : JSON.stringify(json));
  const [input] = await page.$$("#file input[type=file]");
  assert.ok(input);
  await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
}

test(
  "ADM-09: what a file of settings would change is shown with domains and fingerprints before it changes anything",
  chromium,
  async () => {
    await show("options-empty");
    await choose(SAVED);
    const contents = '[data-part="file-contents"]';
    await later(`${contents} [data-part="fingerprint"]:not(:empty)`);
    const told = await text(contents);
    for (const said of [
      /bank\.example, cards\.example/,
      /([0-9a-f]{4} ){15}[0-9a-f]{4}/,
      /New mail.*all/s,
      /🦊/,
      /senders themselves/,
    ])
      assert.match(told, said);
    await press('[data-action="leave-settings"]');
    await until("the contents to go", async () => (await count(contents)) === 0);
    assert.deepEqual(await calls(), []);
    await choose({ ...SAVED, keys: [{}], personal: { mark: 7 } });
    await later('#file [data-outcome="unreadable"]');
    assert.match(await text("#file .faults"), /\/keys\/0\/proof.*\/personal\/mark/s);
    await choose(SAVED);
    await later(contents);
    await press('[data-action="take-settings"]');
    await later('#file [data-outcome="loaded"]');
    assert.match((await calls()).join(), /^takeSettings .*bank\.example/);
  },
);

test("a policy can be tried out: it is read and shown, and nothing changes", chromium, async () => {
  await show("options-empty");
  const part = '[data-part="try"]';
  await page.$eval(part, (details) => details.setAttribute("open", ""));
  await page.locator(`${part} textarea`).fill('{"keepHistory": false, "keepHistory": true}');
  await press(`${part} button`);
  await later(`${part} [data-fault="duplicate-member"]`);
  await page.locator(`${part} textarea`).fill('{"keepHistory": false, "trust": "x"}');
  await press(`${part} button`);
  await later(`${part} tr[data-setting="keepHistory"][data-origin="policy"]`);
  assert.equal(await count(`${part} [data-fault="not-a-list"]`), 1);
  assert.deepEqual(await calls(), ["tryPolicy"]);
});

test("what is copied for the help desk says what holds and why, and cuts what can be a secret", () => {
  const { policy = NO_POLICY, faults } = readPolicy({
    serial: 2,
    resolver: "https://dns.example.org/customer-4711",
    simulationHeaders: [
      { name: "X-Exercise", value: "2026-secret-4711-abcdef" },
      { name: "X", value: "short-4711" },
    ],
    keepHistory: "no",
    recommended: { resolver: "https://dns.example.org/other-4711?x" },
  });
  const shown = {
    state: "read",
    faults,
    readAt: 1,
    serial: 2,
    byAdministrator: true,
    client: "thunderbird",
    id: "countersign@countersign.example",
    live: false,
  } as const;
  const copied = helpDeskText({ ...shown, effective: resolveSettings(policy, {}) }, "1.2.3");
  assert.doesNotMatch(copied, /4711/);
  const report = JSON.parse(copied);
  assert.equal(report.version, "1.2.3");
  assert.equal(report.byAdministrator, true);
  assert.deepEqual(report.settings.resolver, { value: "https://dns.example.org/…", origin: "policy", locked: true });
  assert.deepEqual(report.settings.simulationHeaders.value, [{ name: "X-Exercise" }]);
  assert.deepEqual(report.settings.keepHistory, { value: false, origin: "policy", locked: true });
  assert.deepEqual(
    report.faults.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`),
    ["/simulationHeaders/1/value too-short", "/keepHistory wrong-type", "/recommended/resolver not-an-https-url"],
  );
  const offered = resolveSettings(NO_POLICY, {});
  assert.match(helpDeskText({ ...shown, effective: offered }, "1"), /quad9/);
});

test("a record for an organisation that the administrator decided about is refused, with the reason", () => {
  const present = [{ org_id: "bank.example", domains: ["bank.example"], source: "policy" }] as const;
  const { records, faults } = takeIn(
    [
      { org_id: "bank.example", domains: ["bank.example"] },
      { org_id: "mine.example", domains: ["mine.example"] },
    ],
    present,
    "2026-11-22T00:00:00Z",
  );
  assert.deepEqual(
    records.map(({ org_id }) => org_id),
    ["mine.example"],
  );
  assert.deepEqual(
    faults.map(({ code, value }) => [code, value]),
    [["set-by-policy", "bank.example"]],
  );
});

test(
  "ADM-09: an import shows the domains and the fingerprint of each key, and says who added it and when",
  chromium,
  async () => {
    await show("options-managed");
    const own = 'li[data-org="harbourbank.example"]';
    await page.waitForFunction(
      (selector) => /^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}$/.test(document.querySelector(selector)?.textContent ?? ""),
      {},
      `${own} [data-part="fingerprint"]`,
    );
    assert.match(await text(own), /For mail from.*harbourbank\.example.*Added.*by you · /s);
    const now = "2026-11-22T00:00:00Z";
    const [record] = takeIn(
      { org_id: "a.example", domains: ["a.example"], addedAt: "2001-01-01T00:00:00Z" },
      [],
      now,
    ).records;
    assert.deepEqual([record?.source, record?.addedAt], ["user", now]);
  },
);

test("ADM-09: nothing but the options page takes records in, and no address, message or page can make it begin", () => {
  const sources = readdirSync("extension", { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("packaging"))
    .map((file) => [file, projectFile(join("extension", file))] as const);
  const naming = (pattern: RegExp) => sources.filter(([, source]) => pattern.test(source)).map(([file]) => file);
  assert.deepEqual(naming(/\btakeIn(?:Text)?\(/).sort(), [
    "ui/options/take-in.ts",
    "ui/options/trust-add.tsx",
    "ui/options/trust-import.tsx",
  ]);
  for (const [file, source] of sources.filter(([name]) => name.startsWith("ui/options")))
    assert.doesNotMatch(source, /location\.(?:search|hash|href)|URLSearchParams|runtime\.onMessage|launchQueue/, file);
});

test(
  "where trust is decided by the organisation, the popup's offer stays to be seen and is locked",
  chromium,
  async () => {
    await show("popup-intact-locked");
    await later(".trust #lock-trust");
    assert.match(await text(".trust"), /Locked by Work Example Ltd/);
    assert.ok(await page.$eval('[data-action="trust"]', (button) => button.matches(":disabled")));
    await press('[data-action="trust"]');
    assert.deepEqual(await calls(), []);
  },
);
