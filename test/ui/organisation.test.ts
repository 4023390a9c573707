import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { DECLARED, SETTING_NAMES } from "../../core/index.ts";
import { projectFile } from "../project-file.ts";
import { calls, chromium, count, later, page, press, show, text } from "./gallery/session.ts";

// What people see of an organisation: its locks and where they are set, its level, its words, its exercises.

test("8-enterprise 4: a locked control tells where an administrator sets it, in each program", chromium, async () => {
  await show("options-managed");
  const place = '#history [data-part="lock-place"]';
  await press(`${place} > summary`);
  assert.match(await text(place), /Thunderbird\\3rdparty\\Extensions\\countersign@countersign\.example\\keepHistory/);
  assert.match(await text(place), /policies\.json: policies → 3rdparty → Extensions → .* → keepHistory/);
});

test(
  "8-enterprise 4: a webmail that the organisation did not name keeps its button, which is locked",
  chromium,
  async () => {
    await show("popup-site-locked");
    await later('[data-lock="webmailSites"]');
    assert.match(await text("#lock-webmailSites"), /Locked by Work Example Ltd\..*webmailSites/);
    const button = 'button[data-action="site-on"]';
    assert.deepEqual(
      await page.$eval(button, (one) => [one.matches(":disabled"), one.getAttribute("aria-describedby")]),
      [true, "lock-webmailSites"],
    );
    await show("popup-site-decided");
    await later(button);
    assert.equal(await page.$eval(button, (one) => one.matches(":disabled")), false);
  },
);

test("8-enterprise 4: whatever can be locked has a place in the pages that says so", () => {
  const pages = ["extension/ui/options", "extension/ui/popup"].flatMap((folder) =>
    readdirSync(folder).map((file) => projectFile(`${folder}/${file}`)),
  );
  for (const name of SETTING_NAMES)
    if (DECLARED[name].user !== "none")
      assert.ok(
        pages.some((page) => new RegExp(`<LockNote data=\\{[^\n]*name="${name}"`).test(page)),
        name,
      );
});

test(
  "ADM-11: of a locked level only the higher ones can be chosen, and nothing of it is a badge",
  chromium,
  async () => {
    await show("options-managed");
    assert.match(await text("#level"), /Locked by Work Example Ltd.*You can still choose a higher level/s);
    const radios = await page.$$eval("#level input", (all) =>
      all.map((one) => (one instanceof HTMLInputElement ? `${one.value} ${one.checked} ${one.disabled}` : "")),
    );
    assert.deepEqual(radios, ["TRANSPORT false true", "INTACT true false", "VERIFIED false false"]);
    await press('#level input[value="TRANSPORT"]');
    await press('#level input[value="VERIFIED"]');
    assert.deepEqual(await calls(), ["setMinimumLevel VERIFIED"]);
    await show("popup-below-level");
    assert.match(await text("h1"), /Less than the level from which good news is shown/);
    assert.match(
      await text('[data-reason="BELOW_POLICY_LEVEL"]'),
      /Your organisation shows good news only from “Stamped”/,
    );
    assert.equal(await page.$eval('[data-part="evidence"]', (details) => details.hasAttribute("open")), true);
  },
);

test(
  "the privacy text of an organisation stands beside its help page, and is opened by a click alone",
  chromium,
  async () => {
    await show("options-managed");
    const links = await page.$$eval("#policy dl a", (all) =>
      all.map((one) => `${one.textContent} ${one.getAttribute("rel")}`),
    );
    assert.deepEqual(links, [
      "https://help.work.example/mail noreferrer",
      "https://help.work.example/mail/privacy noreferrer",
    ]);
  },
);

test(
  "REP-14: that it was an exercise is said once a report arrived; a saved file is to be sent all the same",
  chromium,
  async () => {
    await show("popup-declared-exercise");
    await later('[data-part="exercise"]');
    assert.match(
      await text('[data-part="report-made"]'),
      /Reported:.*has counted it.*mark of an exercise of Work Example Ltd\. Thank you.*arrived like any other/s,
    );
    await press('[data-part="report-save"] > summary');
    await press('[data-action="save-arf"]');
    await later('[data-part="report-save"] [data-part="exercise"]');
    assert.match(
      await text('[data-part="report-save"] [data-part="exercise"]'),
      /Anybody can copy such a mark, so send/,
    );
    for (const before of ["popup-declared-noted", "popup-declared-unwanted"]) {
      await show(before);
      await later('[data-part="report"]');
      assert.equal(await count('[data-part="exercise"]'), 0, before);
    }
  },
);

test(
  "words of an organisation about reports stand beside the reasons and after a report, named as theirs",
  chromium,
  async () => {
    for (const screen of ["popup-declared-noted", "popup-declared-exercise"]) {
      await show(screen);
      await later('[data-part="report-note"]');
      assert.match(
        await text('[data-part="report-note"]'),
        /^Your organisation says: The security team .* 4711 now\.$/,
      );
      assert.equal(await count('[data-part="report-note"] :is(a, button)'), 0);
    }
    await show("popup-declared-signed");
    await later("button[data-report]");
    assert.equal(await count('[data-part="report-note"]'), 0);
  },
);
