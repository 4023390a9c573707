import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { driven, leadingTo } from "../world/chromium.ts";
import { type ManagedChromium, startManagedChromium } from "../world/managed-chromium.ts";
import { HOST, LOOKALIKE, type Roundcube, startRoundcube } from "../world/roundcube.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { know, logIn, markersIn, openMessage, type Reader, switchOn, xdotool } from "./webmail-session.ts";
import { assertShown } from "./webmail-shown.ts";

// A webmail that an organisation names, in a Chromium that it hands out.

const world = createWorld("webmail-policy");
after(() => world.end());

let managed: ManagedChromium;
let roundcube: Roundcube;
let reader: Reader;
let samples: readonly Sample[];
before(async () => {
  samples = await makeSamples();
  roundcube = await startRoundcube(
    world,
    samples.map(({ bytes }) => bytes),
  );
  const { origin } = new URL(roundcube.url);
  const settings = { webmailSites: [origin], locked: ["webmailSites"], organisationName: "Work Example Ltd" };
  const { front } = roundcube;
  managed = await startManagedChromium(world, settings, leadingTo({ front, names: [HOST, LOOKALIKE] }));
  // The debugger cannot press the button of an extension that a policy installed: its key does.
  const press = async () => {
    xdotool(managed.display, "key", "ctrl+shift+y");
  };
  const chromium = driven(managed.browser, managed.id, managed.display, press);
  const [page] = await managed.browser.pages();
  assert.ok(page);
  await page.bringToFront();
  await logIn(page, roundcube.url);
  reader = { chromium, page, origin };
  await know(reader);
});

const siteState = async (page = reader.page) => {
  const popup = await reader.chromium.openPopup(page);
  const section = await popup.waitForSelector("[data-site]");
  const state = await section?.evaluate((one) => (one instanceof HTMLElement ? one.dataset.site : ""));
  const buttons = await popup.$$eval("[data-site] button", (all) => all.length);
  await popup.close().catch(() => undefined);
  return { state, buttons };
};

test("EXT-10: a site that a policy names is offered as the organisation's, and is read by nobody before the click", async () => {
  await until("the policy", async () => (await siteState()).state === "decided");
  await openMessage({ page: reader.page, roundcube }, 0);
  assert.deepEqual(await markersIn(reader.page), []);
  assert.ok(!roundcube.front.asked.some((path) => path.includes("viewsource")));
});

test("one click grants the site, and its messages get their verdicts", async () => {
  await switchOn(reader);
  await reader.page.goto(roundcube.url);
  await reader.page.waitForSelector("#messagelist tr.message");
  for (const start of ["verified-bank", "alert-account"]) {
    const n = samples.findIndex(({ file }) => file.startsWith(start));
    const sample = samples[n];
    assert.ok(sample);
    await openMessage({ page: reader.page, roundcube }, n);
    await assertShown(reader, sample);
  }
  assert.deepEqual(await siteState(), { state: "enabled", buttons: 1 });
});

test("EXT-10: with the lock no other site is offered, and when the policy is gone the site is read no more", async () => {
  const other = await managed.browser.newPage();
  await other.goto(`https://${LOOKALIKE}:${roundcube.front.port}/`);
  assert.deepEqual(await siteState(other), { state: "locked", buttons: 0 });
  await other.close();
  managed.rollOut({ organisationName: "Work Example Ltd" });
  await reader.page.bringToFront();
  await until("the end of the site", async () => (await siteState()).state === "offered");
  const before = roundcube.front.asked.filter((path) => path.includes("viewsource")).length;
  await openMessage({ page: reader.page, roundcube }, 3);
  await until("no marker", async () => (await markersIn(reader.page)).length === 0);
  assert.equal(roundcube.front.asked.filter((path) => path.includes("viewsource")).length, before);
});
