import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "puppeteer-core";
import { KNOWLEDGE } from "../samples/people.ts";
import { type ManagedChromium, startManagedChromium } from "../world/managed-chromium.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";

// The same fleet with Chromium: installed from a local update server, and set while it runs.

const world = createWorld("policy-chromium");
after(() => world.end());

const [BANK] = KNOWLEDGE.trust.filter(({ org_id }) => org_id === "harbourbank.example");
assert.ok(BANK);
/** Members that an administrator does not write. */
const { source: _source, addedAt: _addedAt, ...record } = BANK;

const SETTINGS = {
  serial: 1,
  trust: [record],
  keepHistory: false,
  organisationName: "Work Example Ltd",
  locked: ["trust"],
};
let chromium: ManagedChromium;
let page: Page;
before(async () => {
  chromium = await startManagedChromium(world, SETTINGS);
  page = await chromium.openPage("ui/options.html");
});

const origin = (name: string) =>
  page.$eval(`#policy tr[data-setting="${name}"]`, (row) =>
    row instanceof HTMLElement ? row.dataset.origin : undefined,
  );
const text = () => page.$eval("#policy", ({ textContent }) => textContent ?? "");

test("Chromium: the package and its settings arrive by policy; values hold and are locked", async () => {
  // A freshly installed extension gets an empty answer first.
  await until("the policy", async () => (await origin("trust")) === "policy");
  assert.equal(await origin("keepHistory"), "policy");
  assert.equal(await origin("lookups"), "default");
  assert.match(await text(), /Work Example Ltd/);
  assert.doesNotMatch(await text(), /not installed by an organisation/);
  assert.ok(
    await page.$eval(
      "#history input",
      (box) => box.matches(":disabled") && box instanceof HTMLInputElement && !box.checked,
    ),
  );
  assert.ok(
    await page.$eval('li[data-org="harbourbank.example"] button[data-action="remove"]', (button) =>
      button.matches(":disabled"),
    ),
  );
  const pages = (await chromium.browser.pages()).map((one) => one.url());
  assert.ok(!pages.some((url) => url.includes("first-run")), String(pages));
});

test("Chromium: the page names the id of the package that runs, and tries out a whole file as it does the settings alone", async () => {
  const places = await page.$eval('[data-part="policy-places"]', ({ textContent }) => textContent ?? "");
  assert.match(places, new RegExp(`3rdparty → extensions → ${chromium.id}`));
  const cases = [
    [{ keepHistory: "no" }, "/keepHistory"],
    [{ "3rdparty": { extensions: { [chromium.id]: { historyDays: 0 } } } }, "/historyDays"],
  ] as const;
  await page.$eval('[data-part="try"]', (details) => details.setAttribute("open", ""));
  for (const [tried, path] of cases) {
    await page.$eval('[data-part="try"] textarea', (field) => field instanceof HTMLTextAreaElement && field.select());
    await page.type('[data-part="try"] textarea', JSON.stringify(tried));
    await page.click('[data-part="try"] [data-action="try"]');
    await until(`the fault at ${path}`, async () => {
      const faults = await page.$$eval('[data-part="try"] [data-fault] code', ([code]) => code?.textContent ?? "");
      return faults === path;
    });
  }
});

test("Chromium: a change of the policy holds while the browser runs", async () => {
  chromium.rollOut({ ...SETTINGS, serial: 2, keepHistory: true, organisationName: "Other Example Ltd" });
  await until("the new policy", async () => /Other Example Ltd/.test(await text()));
  assert.ok(await page.$eval("#history input", (box) => box instanceof HTMLInputElement && box.checked));
});

test("ADM-02: Chromium: what its schema lets through and is wrong is reported, and loosens nothing", async () => {
  chromium.rollOut({
    ...SETTINGS,
    serial: 3,
    trust: [record, { org_id: "co.uk", domains: ["co.uk"] }],
    requireStamp: ["*.example"],
  });
  await until("the faults", async () => /public|suffix|co\.uk/.test(await text()));
  const faults = await page.$$eval("#policy [data-fault]", (all) =>
    all.map(
      (fault) =>
        `${fault.querySelector("code")?.textContent} ${fault instanceof HTMLElement ? fault.dataset.fault : ""}`,
    ),
  );
  assert.ok(faults.includes("/requireStamp/0 wildcard"), String(faults));
  assert.ok(faults.includes("/trust/1/org_id public-suffix"), String(faults));
});
