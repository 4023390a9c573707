import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { inExtension } from "../world/extension-page.ts";
import { type Firefox, startFirefox } from "../world/firefox.ts";
import { allow, closeAction, closeOwnTabs, goTo, inPage, pressAction, readAction } from "../world/firefox-tabs.ts";
import { ID } from "../world/mail-client.ts";
import { clickInPopup } from "../world/mouse.ts";
import { HOST, LOOKALIKE, type Roundcube, startRoundcube, USER } from "../world/roundcube.ts";
import { photograph } from "../world/screenshots.ts";
import { keep } from "../world/state.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";

// The same webmail in Debian's Firefox: event page, its own permission question, SVG button.

const world = createWorld("webmail-firefox");
after(() => world.end());

let firefox: Firefox;
let roundcube: Roundcube;
let samples: readonly Sample[];
before(async () => {
  samples = await makeSamples();
  roundcube = await startRoundcube(
    world,
    samples.map(({ bytes }) => bytes),
  );
  firefox = await startFirefox(world, { names: [HOST, LOOKALIKE] });
  await closeOwnTabs(firefox);
  await goTo(firefox, roundcube.url);
  await inPage(
    firefox,
    (user: string) => {
      const field = (id: string) => document.querySelector<HTMLInputElement>(id) ?? new HTMLInputElement();
      field("#rcmloginuser").value = user;
      field("#rcmloginpwd").value = "secret";
      document.querySelector<HTMLElement>("#rcmloginsubmit")?.click();
    },
    USER,
  );
  await until("the list", () => inPage(firefox, () => document.querySelector("#messagelist tr.message") !== null));
});

const popup = <R>(fn: () => R) => inExtension(firefox.marionette, ID, { view: "popup" }, fn);

test("EXT-10: a site is enabled by a click in the popup and the browser's own question, and by nothing less", async () => {
  await goTo(firefox, `${roundcube.url}?_task=mail&_action=show&_uid=3&_mbox=INBOX`);
  assert.equal((await readAction(firefox)).icon, "pending");
  assert.ok(!roundcube.front.asked.some((path) => path.includes("viewsource")), "nothing is read before");
  await pressAction(firefox);
  assert.equal(await popup(() => document.querySelector<HTMLElement>("[data-site]")?.dataset.site), "offered");
  await clickInPopup(firefox.marionette, firefox.display, 'button[data-action="site-on"]');
  await allow(firefox);
  await until("the badge", async () => !/pending/.test((await readAction(firefox)).icon));
  await closeAction(firefox);
});

test("button and popup say what is expected of each sample", async () => {
  const { origin } = new URL(roundcube.url);
  await inExtension(firefox.marionette, ID, { view: "background" }, keep, KNOWLEDGE, `webmail ${origin}`, {
    mark: "red kite",
  });
  await goTo(firefox, roundcube.url);
  for (const [n, sample] of samples.entries()) {
    await goTo(firefox, `${roundcube.url}?_task=mail&_action=show&_uid=${n + 1}&_mbox=INBOX`);
    const action = await until(`a verdict on ${sample.file}`, async () => {
      const now = await readAction(firefox);
      return now.icon !== "pending" && now.icon !== "" && now;
    });
    assert.equal(action.icon, sample.badge.toLowerCase(), sample.file);
    await pressAction(firefox);
    const seen = await popup(() => ({ ...document.querySelector("main")?.dataset }));
    assert.equal(seen.badge, sample.badge, sample.file);
    assert.equal(seen.gmp, sample.gmp, sample.file);
    await closeAction(firefox);
    if (["verified-bank-statement.eml", "alert-account-number-changed.eml"].includes(sample.file))
      photograph(firefox.display, `webmail-firefox-${sample.badge.toLowerCase()}`);
  }
});
