import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { LOOKALIKE, type Roundcube, startRoundcube } from "../world/roundcube.ts";
import { photograph } from "../world/screenshots.ts";
import { until } from "../world/until.ts";
import type { WebmailBrowser } from "../world/webmail-browser.ts";
import { type Managed, startManaged } from "../world/webmail-managed.ts";
import { createWorld } from "../world/world.ts";
import {
  BROWSERS,
  know,
  logInToRoundcube,
  MARK,
  openMessage,
  type Reader,
  readPopup,
  roundcubeSite,
  switchOn,
} from "./webmail-reader.ts";
import { assertShown } from "./webmail-shown.ts";

// A webmail that an organisation names, in a Chromium and a Firefox that it hands out.

const world = createWorld("webmail-policy");
after(() => world.end());

let roundcube: Roundcube;
let samples: readonly Sample[];
before(async () => {
  samples = await makeSamples();
  roundcube = await startRoundcube(
    world,
    samples.map(({ bytes }) => bytes),
  );
});

const ORGANISATION = { organisationName: "Work Example Ltd" };
const reads = () => roundcube.front.asked.filter((path) => path.includes("viewsource")).length;
const indexOf = (start: string) => samples.findIndex(({ file }) => file.startsWith(start));

for (const name of BROWSERS)
  describe(name, () => {
    const own = createWorld(`webmail-policy-${name.toLowerCase()}`);
    after(() => own.end());
    let managed: Managed;
    let origin: string;
    const reader = (): Reader => ({ browser: managed.browser(), origin });
    before(async () => {
      ({ origin } = new URL(roundcube.url));
      const settings = { webmailSites: [origin], locked: ["webmailSites"], ...ORGANISATION };
      managed = await startManaged(own, name, roundcubeSite(roundcube), settings);
      await logInToRoundcube(managed.browser(), roundcube.url);
      await know(reader(), { mark: MARK });
    });

    test("EXT-10: a site that a policy names is offered as the organisation's, and is read by nobody before the click", async () => {
      await until("the policy", async () => (await readPopup(reader())).site === "decided");
      const before = reads();
      await openMessage(reader(), 0);
      assert.deepEqual(await managed.browser().markers(), []);
      assert.equal(reads(), before);
      await managed.browser().openPopup();
      photograph(managed.browser().display, `webmail-policy-${name.toLowerCase()}`);
      await managed.browser().closePopup();
    });

    test("one click grants the site, and its messages get their verdicts", async () => {
      await switchOn(reader());
      await managed.browser().goTo(roundcube.url);
      for (const start of ["verified-bank", "alert-account"]) {
        const sample = samples[indexOf(start)];
        assert.ok(sample);
        await openMessage(reader(), indexOf(start));
        await assertShown(reader(), sample);
      }
      assert.deepEqual(await siteSection(managed.browser()), { state: "enabled", buttons: 1 });
    });

    test("EXT-10: with the lock no other site is offered, and when the policy is gone the site is read no more", async () => {
      await managed.browser().goTo(`https://${LOOKALIKE}:${roundcube.front.port}/`);
      assert.deepEqual(await siteSection(managed.browser()), { state: "locked", buttons: 0 });
      await managed.rollOut(ORGANISATION);
      await openMessage(reader(), indexOf("verified-fr"));
      await until("the end of the site", async () => (await readPopup(reader())).site === "offered");
      const before = reads();
      await openMessage(reader(), indexOf("verified-es"));
      await until("no marker", async () => (await managed.browser().markers()).length === 0);
      assert.equal(reads(), before);
    });
  });

/** What the popup says of the site, and how many buttons there are for it. */
async function siteSection(browser: WebmailBrowser) {
  await browser.openPopup();
  const found = await until("the site in the popup", () =>
    browser.inOwn("popup", () => {
      const section = document.querySelector<HTMLElement>("[data-site]");
      return (
        section && { state: section.dataset.site ?? "", buttons: section.querySelectorAll("button:enabled").length }
      );
    }),
  );
  await browser.closePopup();
  return found;
}
