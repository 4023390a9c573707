import assert from "node:assert/strict";
import { test } from "node:test";
import { calls as allCalls, chromium, count, later, page, show, text } from "./gallery/session.ts";

// What the sender says, and the report: in a real browser, with real clicks.

/** A person's click: with the mouse, where the element is (REP-02). */
const press = (selector: string) => page.locator(selector).click();
const calls = async () => (await allCalls()).filter((call) => call !== "refresh");

test(
  "IPP-01: a claim is the sender's word, in plain words, and fits the reader's rules or does not",
  chromium,
  async () => {
    await show("popup-declared-signed");
    assert.match(
      await text('[data-part="declared"]'),
      /declares this message to be “about your order.*only you can tell/s,
    );
    assert.match(await text("[data-advice]"), /fits your rules for bob@example\.net/);
    await show("popup-declared-unknown");
    assert.match(
      await text('[data-part="declared"]'),
      /The sender says this is “net\.example:adv”.*could not be checked/s,
    );
    await show("popup-declared-unwanted");
    assert.match(await text('[data-advice="reject"]'), /you do not want this\. It stays where it is/);
    await show("popup-declared-testing");
    assert.match(await text('[data-advice="reject"]'), /only being tried out/);
  },
);

test(
  "REP-02: a report is made by a real click; destination, identity and content stand beside it",
  chromium,
  async () => {
    await show("popup-declared-signed");
    const button = 'button[data-report="undeclared-marketing"]';
    await later(button);
    const said = await text('[data-part="report"]');
    for (const part of [
      /reports this to ipp\.home\.example/,
      /as robin@home\.example/,
      /Message-ID/,
      /IPP-Declaration/,
    ])
      assert.match(said, part);
    await page.$eval(button, (element) => {
      element.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      if (element instanceof HTMLElement) element.click();
    });
    assert.deepEqual(await calls(), []);
    await press(button);
    await later('[data-part="report-made"]');
    assert.deepEqual(await calls(), ["report undeclared-marketing provider"]);
    assert.equal(await count("button[data-report]"), 0);
  },
);

test("an administrator's rule is named as that, and only the reasons that are left are offered", chromium, async () => {
  await show("popup-declared-managed");
  assert.match(await text('[data-by="managed"]'), /you do not want this\. Your organisation made this rule\./);
  await later("button[data-report]");
  assert.deepEqual(
    await page.$$eval("button[data-report]", (all) => all.map((one) => one.getAttribute("data-report"))),
    ["wrong-recipient", "impersonation"],
  );
  await press('[data-part="report-save"] > summary');
  await press('[data-action="save-arf"]');
  assert.deepEqual(await calls(), ["save wrong-recipient arf false"]);
});

test("where an administrator closed reporting, that is said and nothing is offered", chromium, async () => {
  await show("popup-declared-closed");
  await later('[data-part="report"]');
  await press('[data-part="report"] > summary');
  assert.match(await text('[data-part="report"]'), /organisation has switched reports off/);
  assert.equal(await count('[data-part="report"] button'), 0);
  await show("options-managed");
  assert.match(await text("#reports"), /switched reports off.*Locked by Work Example Ltd\..*reportRoutes/s);
  assert.equal(await count("#reports input:not(:disabled)"), 0);
});

test("an administrator's rules are shown whole beside the user's own, which wait behind a lock", chromium, async () => {
  await show("options-managed");
  const rules = '[data-rules="robin@work.example"]';
  await press(`${rules} > summary`);
  const said = await text(`${rules} [data-part="rules-managed"]`);
  assert.match(said, /mail of a discussion list on the list all-staff\.work\.example: wanted/);
  assert.match(said, /everything else: not wanted/);
  assert.match(said, /Mail is wanted only if the sender signs what it is.*only being tried out/s);
  assert.match(await text("#lock-recipientRules"), /Locked by Work Example Ltd/);
  assert.equal(await count(`${rules} fieldset :enabled`), 0);
  assert.equal(await count(`${rules} > label input:enabled`), 1, "what the own provider publishes stays a choice");
});

test("REP-07: of several messages each has its own report, and nothing reports them together", chromium, async () => {
  await show("popup-declared-several");
  assert.equal(await count("details.message"), 2);
  assert.equal(await count("button:is([data-report], [data-action^=report]):not(details.message *)"), 0);
  await press("details.message:first-of-type > summary");
  await later("details.message:first-of-type button[data-report]");
  await press('details.message:first-of-type button[data-report="malware"]');
  await page.waitForFunction(() => globalThis.galleryCalls.length > 0);
  assert.deepEqual(await calls(), ["report malware provider"]);
});

test("a report can be taken back at once, by keyboard, and made again", chromium, async () => {
  await show("popup-declared-signed");
  await press('button[data-report="malware"]');
  await later('[data-action="take-back"]');
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-action") === "take-back");
  await page.keyboard.press("Enter");
  await later('[data-report-state="undone"]');
  await later("button[data-report]");
  assert.equal((await calls()).at(-1), "takeBack report");
});

test("REP-03: what was reported says so, and offers no second report", chromium, async () => {
  await show("popup-declared-testing");
  await later('[data-report-state="done"]');
  assert.match(await text('[data-part="report-made"]'), /has counted it/);
  assert.equal(await count("button[data-report]"), 0);
  await show("popup-declared-over");
  await page.waitForFunction(() =>
    /has passed/.test(document.querySelector('[data-part="report"]')?.textContent ?? ""),
  );
});

test("REP-05: the sender is told only when ticked, with words about what it learns", chromium, async () => {
  await show("popup-declared-signed");
  await later('[data-part="report"] input[type="checkbox"]');
  await press('[data-part="report"] > .choice input');
  await page.waitForFunction(() => document.querySelector("[data-to]")?.textContent?.includes("which is the sender"));
  await press('button[data-report="not-subscribed"]');
  await later('[data-part="report-made"]');
  assert.deepEqual(await calls(), ["report not-subscribed sender"]);
});

test("a file for an abuse desk holds the text of the message only when that is ticked", chromium, async () => {
  await show("popup-declared-unknown");
  await press('[data-part="report"] > summary');
  await press('[data-part="report-save"] > summary');
  await press('[data-action="save-arf"]');
  await press('[data-part="report-save"] input[type="checkbox"]');
  await page.select('[data-part="report-save"] select', "malware");
  await press('[data-action="save-xarf"]');
  await press('[data-action="report-choice"]');
  assert.deepEqual(await calls(), ["save nature-mismatch arf false", "save malware xarf true", "report-choice"]);
});

test("X5-01: a changed key is the reader's to decide, with both dates", chromium, async () => {
  await show("popup-declared-changed-key");
  await later('[data-part="changed-key"]');
  assert.match(await text('[data-part="changed-key"]'), /The old one is known since .* the new one since/);
  await press('[data-action="keep-key"]');
  await page.waitForFunction(() => globalThis.galleryCalls.length > 0);
  assert.equal((await calls())[0], "decide alice@example.org old");
});

test("rules are made, ordered and removed in plain words", chromium, async () => {
  await show("options");
  const rules = '[data-rules="robin@home.example"]';
  await press(`${rules} > summary`);
  assert.match(await text(`${rules} ol`), /advertising: not wanted/);
  assert.match(
    await text(`${rules} ol`),
    /an automatic notice from \*\.harbourbank\.example: wanted, if the sender signs/,
  );
  assert.match(
    await text(`${rules} ol`),
    /any mail from example\.org on the list board\.lists\.example\.org: wanted, if the sender signs what it is, if it is/,
  );
  await page.select(`${rules} select[name="nature"]`, "list");
  const [domain, list] = [0, 1].map((n) => page.locator(`${rules} .field:nth-of-type(${n + 2}) input`));
  await domain?.fill("not a domain");
  await press(`${rules} [data-action="add-rule"]`);
  await page.waitForFunction(() =>
    /no domain name/.test(document.querySelector('[data-part="add-rule"]')?.textContent ?? ""),
  );
  assert.deepEqual(await calls(), []);
  await domain?.fill("Club.example");
  await list?.fill("<news>");
  await press(`${rules} [data-action="add-rule"]`);
  await page.waitForFunction(() =>
    /no name of a list/.test(document.querySelector('[data-part="add-rule"]')?.textContent ?? ""),
  );
  assert.deepEqual(await calls(), []);
  await list?.fill("News.club.example");
  await press(`${rules} [data-action="add-rule"]`);
  await page.waitForFunction(() => globalThis.galleryCalls.length > 0);
  await press(`${rules} [data-action="rule-up"]`);
  await press(`${rules} li:first-child [data-action="rule-remove"]`);
  const made = (await calls()).map((call) => JSON.parse(call.slice(call.indexOf("{"))).rules);
  const match = { nature: ["list"], from_domain: ["club.example"], list_id: ["news.club.example"] };
  assert.deepEqual(made[0]?.at(-1), { match, action: "reject" });
  assert.deepEqual(made[1]?.[0]?.action, "accept");
  assert.equal(made[2]?.length, 2);
});

test("a rule can ask that mail is sealed, and asks it of nothing that is not wanted", chromium, async () => {
  await show("options");
  const rules = '[data-rules="robin@home.example"]';
  await press(`${rules} > summary`);
  const tick = (words: RegExp) =>
    page.$$eval(
      `${rules} [data-part="add-rule"] label.choice`,
      (labels, words) => labels.find((label) => new RegExp(words).test(label.textContent ?? ""))?.click(),
      words.source,
    );
  await tick(/I want it/);
  await page.waitForFunction(() => /sealed for me/.test(document.body.textContent ?? ""));
  await tick(/sealed for me/);
  await press(`${rules} [data-action="add-rule"]`);
  await page.waitForFunction(() => globalThis.galleryCalls.length > 0);
  const [made = ""] = await calls();
  const rule = JSON.parse(made.slice(made.indexOf("{"))).rules.at(-1);
  assert.deepEqual(rule, { match: {}, action: "accept", require: ["encrypted"] });
});

test(
  "X5-01: a sender's certificate is forgotten by itself, after a question, and a waiting key is told",
  chromium,
  async () => {
    await show("options");
    const row = '[data-part="certificates"] [data-address="alice@example.org"]';
    assert.match(await text(row), /5d41 402a bc4b .* found through DNSSEC/s);
    assert.match(await text('[data-part="certificates"] .notice'), /Another key was met/);
    await press(`${row} button`);
    assert.deepEqual(await calls(), []);
    assert.match(await text(row), /taken without a question/);
    await press(`${row} button.danger`);
    await page.waitForFunction(() => globalThis.galleryCalls.length > 0);
    assert.deepEqual(await calls(), ["forgetCertificates alice@example.org"]);
  },
);

test(
  "REP-09: every report is listed with what became of it, and can be taken back, saved and deleted",
  chromium,
  async () => {
    await show("options");
    assert.equal(await count("#reports tbody tr"), 10);
    await press('#reports [data-action="take-back"]');
    await press('#reports tr[data-report-state="failed"] [data-action="save-arf"]');
    await press('#reports [data-domain="club.example"] [data-action="use-domain"]');
    await press('#reports [data-domain="home.example"] [data-action="leave-domain"]');
    assert.deepEqual(await calls(), [
      "takeBack report",
      "save arf",
      "useDomain club.example true",
      "look-up-now",
      "useDomain home.example false",
    ]);
  },
);
