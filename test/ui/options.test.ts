import assert from "node:assert/strict";
import { test } from "node:test";
import { calls, chromium, count, later, page, press, show, text } from "./gallery/session.ts";

test("what cannot be undone asks first, and no is one key away", chromium, async () => {
  await show("options");
  await press("#history p + button");
  await page.waitForFunction(() => document.activeElement?.textContent === "No, keep");
  await page.keyboard.press("Enter");
  assert.deepEqual(await calls(), []);
  const backAtButton = () => page.waitForFunction(() => document.activeElement?.textContent === "Delete the history");
  await backAtButton();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.textContent === "No, keep");
  await page.keyboard.press("Escape");
  await backAtButton();
  await press("#history p + button");
  await press("#history .danger");
  assert.deepEqual(await calls(), ["clearHistory"]);
});

test("ST-04: a clock that once ran ahead is explained, and one button takes that time back", chromium, async () => {
  await show("options");
  assert.match(await text("#clock"), /Dec 20, 2026.*Nov 20, 2026/s);
  await press('[data-action="reset-clock"]');
  assert.deepEqual(await calls(), ["resetClock"]);
  await show("options-empty");
  assert.equal(await count('[data-action="reset-clock"]'), 0);
});

test("ST-06: domains seen stamping are listed, and each is forgotten only after a question", chromium, async () => {
  await show("options");
  assert.equal(await count("#stamped tbody tr"), 2);
  await press("#stamped tbody button");
  assert.deepEqual(await calls(), []);
  await press("#stamped .danger");
  assert.deepEqual(await calls(), ["removeStamped harbourbank.example"]);
});

test("a record set by the administrator cannot be removed, and says so", chromium, async () => {
  await show("options");
  const own = 'li[data-org="policy.example"]';
  assert.ok(await page.$eval(`${own} button`, (b) => b instanceof HTMLButtonElement && b.disabled));
  assert.match(await text(own), /Your administrator set this/);
});

async function type(part: string, field: string, value: string): Promise<void> {
  await page.$eval(`[data-part="${part}"]`, (details) => details.setAttribute("open", ""));
  await page.locator(`[data-part="${part}"] ${field}`).fill(value);
}

test(
  "GMR-08: adding an organisation by form is read like an import, refused where it is too wide",
  chromium,
  async () => {
    await show("options-empty");
    await type("add", "input[type=text]", "co.uk");
    await press('[data-action="add"]');
    await later('[data-fault="public-suffix"]');
    assert.deepEqual(await calls(), []);
    await type("add", "input[type=text]", "harbourbank.example");
    await press('[data-action="add"]');
    await page.waitForFunction(() => globalThis.galleryCalls.length > 0);
    const [call = ""] = await calls();
    const [record] = JSON.parse(call.replace("putTrust ", ""));
    assert.equal(record.org_id, "harbourbank.example");
    assert.equal(record.source, "user");
    assert.equal(record.includeSubdomains, undefined);
  },
);

test("an import says what is wrong with each record and takes the others", chromium, async () => {
  await show("options-empty");
  await type("import", "textarea", "{");
  await press('[data-action="import"]');
  await later('[data-fault="not-json"]');
  const records = [{ org_id: "good.example", domains: ["good.example"], source: "policy" }, { org_id: "*.example" }];
  await type("import", "textarea", JSON.stringify(records));
  await press('[data-action="import"]');
  await later('[data-fault="wildcard"]');
  const [call = ""] = await calls();
  const stored = JSON.parse(call.replace("putTrust ", ""));
  assert.deepEqual(
    stored.map(({ org_id, source }: { org_id: string; source: string }) => [org_id, source]),
    [["good.example", "user"]],
  );
});

test("AR-02: the options name a mail server for one account, and refuse half a name", chromium, async () => {
  await show("options");
  const part = 'li[data-account="account2"]';
  await page.$eval(`${part} details`, (details) => details.setAttribute("open", ""));
  const [id, hosts] = await page.$$(`${part} input[type=text]`);
  await id?.type("mx.work.example");
  await hosts?.type("not a domain!");
  await press(`${part} button.primary`);
  await page.waitForFunction(() => /Nothing was added/.test(document.body.textContent ?? ""));
  assert.deepEqual(await calls(), []);
  await hosts?.evaluate((input) => input instanceof HTMLInputElement && input.select());
  await hosts?.type("mx.work.example in.work.example");
  await press(`${part} button.primary`);
  await page.waitForFunction(() => globalThis.galleryCalls.length > 0);
  const server = {
    authservId: "mx.work.example",
    borderHosts: ["mx.work.example", "in.work.example"],
    placement: "above",
  };
  assert.deepEqual(await calls(), [`setServers account2 ${JSON.stringify([server])}`]);
});

test(
  "the privacy section says plainly that nobody is contacted while look-ups are off, and who is when they are on",
  chromium,
  async () => {
    await show("options-empty");
    assert.match(await text('[data-destinations="0"]'), /^Nobody,/);
    for (const name of ["resolver", "list", "bootstrap"])
      assert.match(await text(`[data-destination="${name}"]`), /Nobody now/);
    await show("options");
    assert.equal(await count('[data-destinations="0"]'), 0);
    assert.match(await text('[data-destination="resolver"]'), /dns\.quad9\.net/);
    assert.match(await text('[data-destination="list"]'), /harbourbank\.example/);
  },
);
