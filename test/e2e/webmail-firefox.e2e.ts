import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAction, pressAction, readAction } from "../world/firefox-tabs.ts";
import { photograph } from "../world/screenshots.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { checkDropped } from "./check-dropped.ts";
import {
  type FirefoxSession,
  inPopup,
  markersInFirefox,
  openInFirefox,
  startFirefoxSession,
  switchOnInFirefox,
  verdictInFirefox,
} from "./webmail-firefox-session.ts";
import { TONES } from "./webmail-shown.ts";

// The same webmail in Debian's Firefox: event page, its own permission question, SVG button.

const world = createWorld("webmail-firefox");
after(() => world.end());

let session: FirefoxSession;
before(async () => {
  session = await startFirefoxSession(world);
});

test("EXT-10: a site is enabled by a click in the popup and the browser's own question, and by nothing less", async () => {
  const { firefox, roundcube } = session;
  await openInFirefox(session, 2);
  assert.equal((await readAction(firefox)).icon, "pending");
  assert.ok(!roundcube.front.asked.some((path) => path.includes("viewsource")), "nothing is read before");
  await pressAction(firefox);
  assert.equal(
    await inPopup(session, () => document.querySelector<HTMLElement>("[data-site]")?.dataset.site),
    "offered",
  );
  await closeAction(firefox);
  await switchOnInFirefox(session);
});

test("button, marker and popup say what is expected of each sample", async () => {
  const { firefox, samples } = session;
  for (const [n, sample] of samples.entries()) {
    await openInFirefox(session, n);
    assert.equal((await verdictInFirefox(session)).icon, sample.badge.toLowerCase(), sample.file);
    const [marker] = await until("the marker", async () => {
      const all = await markersInFirefox(session);
      return all.length === 1 && !/Checking/.test(all[0]?.text ?? "") && all;
    });
    assert.equal(marker?.tone, TONES[sample.badge], sample.file);
    assert.equal(marker?.hasMark, TONES[sample.badge] === "positive", sample.file);
    await pressAction(firefox);
    const seen = await inPopup(session, () => ({ ...document.querySelector("main")?.dataset }));
    assert.equal(seen.badge, sample.badge, sample.file);
    assert.equal(seen.gmp, sample.gmp, sample.file);
    await closeAction(firefox);
    if (["verified-bank-statement.eml", "alert-account-number-changed.eml"].includes(sample.file))
      photograph(firefox.display, `webmail-firefox-${sample.badge.toLowerCase()}`);
  }
});

test("Check a message: Firefox judges a dropped file by what it knows", async () => {
  const sample = session.samples.find(({ file }) => file === "alert-account-number-changed.eml");
  assert.ok(sample);
  assert.equal(await checkDropped(session.firefox.marionette, sample.file, sample.bytes), "ALERT");
});
