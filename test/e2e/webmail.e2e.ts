import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { letter, plain } from "../samples/mail.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import type { RunIn } from "../world/marionette.ts";
import { type Roundcube, startRoundcube } from "../world/roundcube.ts";
import { photograph } from "../world/screenshots.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { checkDropped } from "./check-dropped.ts";
import { keyWithBackup, PASSPHRASE, restoreKeys, sealedTo } from "./sealed-mail.ts";
import {
  BROWSERS,
  openMessage,
  type Reader,
  readPopup,
  roundcubeSite,
  settled,
  startReader,
  switchOff,
  switchOn,
} from "./webmail-reader.ts";
import { assertOwn, assertShown } from "./webmail-shown.ts";

// Debian's Roundcube in Debian's Chromium and Firefox: a site is enabled, every badge state is shown, sealed mail is
// opened, and the site is switched off again.

const world = createWorld("webmail");
after(() => world.end());

const ROBIN = "robin@home.example";
const SECRET = "kingfisher-by-the-weir";
const OPTIONS = { tab: "ui/options.html" } as const;
const CHECK = { tab: "ui/check.html" } as const;
const SEALED = { tab: "ui/sealed.html" } as const;

let roundcube: Roundcube;
let samples: readonly Sample[];
let backup: string;
before(async () => {
  samples = await makeSamples();
  const key = await keyWithBackup(ROBIN);
  backup = key.backup;
  const secret = letter({
    from: "Carol <carol@friends.example>",
    to: `Robin <${ROBIN}>`,
    subject: `about ${SECRET}`,
    date: "Fri, 20 Nov 2026 10:00:00 +0000",
    id: "one@friends.example",
    content: plain([`We meet: ${SECRET}.`]),
  });
  const sealed = await sealedTo([key.secret], secret);
  const sent = letter({
    from: `Robin <${ROBIN}>`,
    to: "Carol <carol@friends.example>",
    subject: `Re: about ${SECRET}`,
    date: "Fri, 20 Nov 2026 11:00:00 +0000",
    id: "two@home.example",
    content: plain([`I shall be there: ${SECRET}.`]),
  });
  roundcube = await startRoundcube(world, [...samples.map(({ bytes }) => bytes), sealed]);
  const bank = samples[indexOf("verified-bank")]?.bytes ?? assert.fail();
  roundcube.dovecot.fill([bank, await sealedTo([key.secret], sent)], "Sent");
  roundcube.dovecot.fill([bank], FOLDER);
});

/** "Entwürfe & Übersicht", as IMAP and Roundcube write it. */
const FOLDER = "Entw&APw-rfe &- &ANw-bersicht";

const reads = () => roundcube.front.asked.filter((path) => path.includes("viewsource")).length;
const indexOf = (start: string) => samples.findIndex(({ file }) => file.startsWith(start));

for (const name of BROWSERS)
  describe(name, () => {
    const own = createWorld(`webmail-${name.toLowerCase()}`);
    after(() => own.end());
    let reader: Reader;
    before(async () => {
      reader = await startReader(own, name, roundcubeSite(roundcube), false);
    });

    const picture = (what: string) => photograph(reader.browser.display, `webmail-${name.toLowerCase()}-${what}`);

    test("EXT-10: a site is enabled by a click in the popup and the browser's own question, and by nothing less", async () => {
      const before = reads();
      await openMessage(reader, indexOf("verified-bank"));
      assert.equal((await readPopup(reader)).site, "offered");
      assert.deepEqual(await reader.browser.markers(), []);
      assert.equal(reads(), before, "nothing is read before");
      // The page that is open already is looked at now; the list is where Roundcube says whose account it is.
      await reader.browser.goTo(roundcube.url);
      await switchOn(reader);
    });

    test("button, marker and popup say what is expected of each sample", async () => {
      for (const [n, sample] of samples.entries()) {
        await openMessage(reader, n);
        await assertShown(reader, sample);
        if (["verified-bank-statement.eml", "alert-account-number-changed.eml"].includes(sample.file))
          picture(sample.badge.toLowerCase());
      }
    });

    test("ACQ-09: an address that names two messages, of which the webmail shows one, gets the verdict of neither", async () => {
      const [bank, forged] = [indexOf("verified-bank") + 1, indexOf("alert-forged") + 1];
      for (const also of ["_uid", ".uid"]) {
        const query = `_task=mail&_action=show&_mbox=INBOX&_uid=${bank}&${also}=${forged}`;
        await reader.browser.goTo(`${reader.origin}/?${query}`);
        assert.match(await reader.browser.inPage(() => document.body.textContent), /Your November statement/);
        await until("the button", async () => /open a message/i.test(await reader.browser.title()));
        assert.deepEqual(await reader.browser.markers(), [], query);
      }
    });

    test("E2E-05: sealed mail is opened from the webmail, in a page of the extension, and nothing of it gets into the webmail", async () => {
      await reader.browser.openTab(OPTIONS.tab);
      const run: RunIn = (fn, ...args) => reader.browser.inOwn(OPTIONS, fn, ...args);
      assert.match(await restoreKeys(run, backup, PASSPHRASE), /1/);
      await reader.browser.closeTab(OPTIONS.tab);
      await openMessage(reader, samples.length);
      await settled(reader);
      await reader.browser.openPopup();
      await until("the offer", () =>
        reader.browser.inOwn("popup", () => document.querySelector('[data-action="open-sealed"]') !== null),
      );
      assert.ok(!(await reader.browser.inOwn("popup", () => document.body.textContent)).includes(SECRET));
      await reader.browser.click("popup", '[data-action="open-sealed"]');
      const text = await until("the opened message", () =>
        reader.browser.inOwn(SEALED, () => {
          const main = document.querySelector<HTMLElement>("main[data-state]");
          return (main?.textContent.includes("We meet") && main.textContent) ?? "";
        }),
      );
      assert.ok(text.includes(`about ${SECRET}`) && text.includes(`We meet: ${SECRET}.`));
      picture("sealed");
      await reader.browser.closePopup();
      await reader.browser.closeTab(SEALED.tab);
      assert.ok(!(await reader.browser.inPage(() => document.documentElement.outerHTML)).includes(SECRET));
      assert.ok(!(await reader.browser.title()).includes(SECRET));
      assert.ok((await reader.browser.markers()).every(({ text }) => !text.includes(SECRET)));
    });

    test("mail in a folder of any name is judged; the reader's own is not, and a sealed copy of it opens", async () => {
      const { browser } = reader;
      await openMessage(reader, 0, FOLDER);
      await assertShown(reader, samples[indexOf("verified-bank")] ?? assert.fail());
      const before = reads();
      await openMessage(reader, 0, "Sent");
      await assertOwn(reader);
      assert.equal(reads(), before + 1, "only to see whether it is sealed");
      await openMessage(reader, 1, "Sent");
      await assertOwn(reader);
      await browser.openPopup();
      await browser.click("popup", '[data-action="open-sealed"]');
      const text = await until("the opened copy", () =>
        browser.inOwn(SEALED, () => {
          const main = document.querySelector<HTMLElement>("main[data-state]");
          return (main?.textContent.includes("I shall be there") && main.textContent) ?? "";
        }),
      );
      assert.doesNotMatch(text, /none of your addresses/, "one's own copy is addressed to others");
      picture("own-sealed");
      await browser.closePopup();
      await browser.closeTab(SEALED.tab);
    });

    test("Check a message: a dropped file is judged by what is known", async () => {
      const sample = samples[indexOf("alert-account")];
      assert.ok(sample);
      await reader.browser.openTab(CHECK.tab);
      const run: RunIn = (fn, ...args) => reader.browser.inOwn(CHECK, fn, ...args);
      assert.equal(await checkDropped(run, sample.file, sample.bytes), "ALERT");
      await reader.browser.closeTab(CHECK.tab);
    });

    test("EXT-10: a site that is switched off is read no more, until it is switched on again", async () => {
      await openMessage(reader, indexOf("alert-account"));
      await settled(reader);
      await switchOff(reader);
      const before = reads();
      await openMessage(reader, indexOf("verified-fr"));
      await sleep(800);
      assert.equal(reads(), before);
      assert.deepEqual(await reader.browser.markers(), []);
      assert.equal((await readPopup(reader)).site, "offered");
      await switchOn(reader);
      assert.equal((await settled(reader)).markers[0]?.tone, "positive");
      // The page stays, and with it the content script of before.
      await switchOff(reader);
      await switchOn(reader);
      assert.deepEqual(
        (await settled(reader)).markers.map(({ tone }) => tone),
        ["positive"],
      );
    });
  });
