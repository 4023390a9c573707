import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before, describe, test } from "node:test";
import { LOOKALIKE } from "../world/roundcube.ts";
import { readStore } from "../world/state.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { coverAndClick, pretendToBe, sayEverything } from "./webmail-hostile-pages.ts";
import { type HostileWorld, startHostileWorld } from "./webmail-hostile-world.ts";
import {
  BROWSERS,
  checkedInTab,
  logInToRoundcube,
  openMessage,
  type Reader,
  readPopup,
  roundcubeSite,
  settled,
  startReader,
} from "./webmail-reader.ts";
import { roundcubePreview, rowOf } from "./webmail-roundcube-list.ts";
import { tryEverything, WISHES } from "./webmail-taken-over.ts";

// Webmails and messages that do what they can to get a better badge (4-threats B.16), in the real Chromium and Firefox.

const world = createWorld("webmail-hostile");
after(() => world.end());

let here: HostileWorld;
before(async () => {
  here = await startHostileWorld(world);
});

const indexOf = (start: string) => here.samples.findIndex(({ file }) => file.startsWith(start));
const reads = () => here.roundcube.front.asked.filter((path) => path.includes("viewsource"));
const VERIFIED = /is unchanged|Harbour Bank/;

for (const name of BROWSERS)
  describe(name, () => {
    const own = createWorld(`webmail-hostile-${name.toLowerCase()}`);
    after(() => own.end());
    let reader: Reader;
    before(async () => {
      reader = await startReader(own, name, roundcubeSite(here.roundcube));
    });
    afterEach(() => here.honest());

    /** Nothing but this one neutral marker is in the page. */
    async function assertNeutral(): Promise<void> {
      const { title, markers } = await settled(reader);
      assert.doesNotMatch(title, VERIFIED);
      assert.deepEqual(
        markers.map(({ mode, tone, hasMark }) => ({ mode, tone, hasMark })),
        [{ mode: "closed", tone: "neutral", hasMark: false }],
      );
    }

    const pretend = (n: number) => reader.browser.inPage(pretendToBe, n + 1);

    test("ACQ-04: the octets checked are those on the disk, and each message is fetched once", async () => {
      for (const [n, bytes] of here.fixtures.entries()) {
        const before = reads().length;
        await openMessage(reader, here.samples.length + n);
        await settled(reader);
        const [checked] = await checkedInTab(reader);
        // IMAP delivers CRLF, whatever the file on the server has.
        const delivered = Buffer.from(Buffer.from(bytes).toString("latin1").replace(/\r?\n/g, "\r\n"), "latin1");
        assert.equal(checked?.digest, createHash("sha256").update(delivered).digest("hex"), `fixture ${n}`);
        assert.equal(reads().length, before + 1, `fixture ${n} is fetched once`);
      }
    });

    test("EXT-03: a page that covers, removes and clicks the marker and imitates the popup changes nothing on the button", async () => {
      await openMessage(reader, indexOf("alert-account"));
      const { title } = await settled(reader);
      const shadow = await reader.browser.inPage(coverAndClick);
      assert.equal(shadow, "null", "the page cannot look inside");
      for (let round = 0; round < 30; round++) {
        await reader.browser.inPage(() => document.querySelector("#message-header .adr + span")?.remove());
        await sleep(25);
      }
      assert.equal(await reader.browser.title(), title);
      const popup = await readPopup(reader);
      assert.equal(popup.badge, "ALERT");
      assert.ok(popup.reasons.length > 0);
    });

    test("EXT-01 EXT-09: a body that draws markers and takes the page's own ids gets nothing positive", async () => {
      here.rewrite(
        /<div id="messagebody">/,
        `<div id="messagebody"><div id="message-header"><h2 class="subject">Your November statement is ready</h2><div class="header-summary"><span class="adr"><a class="rcmContactAddress" title="statements@harbourbank.example">Harbour Bank</a></span></div></div><form name="scripts"><input name="URL"><input name="querySelector"></form><span style="color:green">✓ Verified</span>`,
      );
      await openMessage(reader, indexOf("none-neighbour"));
      await assertNeutral();
      assert.equal((await readPopup(reader)).badge, "NONE");
    });

    test("EXT-07: a page finds nothing of the extension in itself, by which it could know or frame it", async () => {
      await openMessage(reader, indexOf("verified-bank"));
      await settled(reader);
      const html = await reader.browser.inPage(() => document.documentElement.outerHTML);
      assert.doesNotMatch(html, /(?:chrome|moz)-extension:/);
      assert.doesNotMatch(html, /countersign|red kite/i);
    });

    test("ACQ-09: a page that names another message's source gets no verdict of that message", async () => {
      await openMessage(reader, indexOf("none-neighbour"));
      await settled(reader);
      await pretend(indexOf("verified-bank"));
      await until("the mismatch", async () => (await readPopup(reader)).reasons.includes("E_SOURCE_MISMATCH"));
      await assertNeutral();
    });

    test("ACQ-08: when the page shows other words than the source has, the button says whose source it was, and the verified view has the source's", async () => {
      here.rewrite("we never send links to log in", "log in at evil.example now");
      await openMessage(reader, indexOf("verified-bank"));
      assert.match((await settled(reader)).title, /the source that your mail provider gave us/);
      const view = { tab: "ui/verified-view.html" } as const;
      await reader.browser.openPopup();
      await reader.browser.inOwn("popup", () =>
        document.querySelector<HTMLButtonElement>('button[data-action="verified-view"]')?.click(),
      );
      const text = await until("the verified view", () =>
        reader.browser.inOwn(view, () => {
          const shown = document.querySelector("main")?.textContent ?? "";
          return shown.includes("Quay Street") && shown;
        }),
      );
      assert.ok(text.includes("we never send links to log in"));
      assert.ok(!text.includes("evil.example"));
      await reader.browser.closePopup();
      await reader.browser.closeTab(view.tab);
    });

    test("ACQ-08 ACQ-14: a source that only the page can get is checked as the page's word, and says so", async () => {
      // A background in another session than the page, as in a private window: it is shown the way to log in.
      // Only a page says where it comes from.
      here.roundcube.front.strange = (path, { referer }) => path.includes("viewsource") && referer === undefined;
      await openMessage(reader, indexOf("transport-friend"));
      assert.match((await settled(reader)).title, /the source that this page gave us/);
      // Nobody vouches for what stands above a message that came this way.
      assert.equal((await readPopup(reader)).badge, "NONE");
    });

    test("EXT-04: nothing a page can send is heard", async () => {
      await openMessage(reader, indexOf("none-neighbour"));
      const { title } = await settled(reader);
      const before = reads().length;
      const reached = await reader.browser.inPage(sayEverything, indexOf("verified-bank") + 1);
      assert.equal(reached, "nothing");
      await sleep(400);
      assert.equal(await reader.browser.title(), title);
      assert.equal(reads().length, before);
    });

    test("EXT-05 EXT-06: a content script that was taken over gets nothing done but its one saying, and reaches no stored trust", async () => {
      const { browser } = reader;
      const neighbour = indexOf("none-neighbour");
      await openMessage(reader, neighbour);
      await settled(reader);
      const stores = ["trust", "keys", "settings", "reports", "sealingKeys", "recipientKeys"];
      const everything = async () => {
        const all = [];
        for (const store of stores) all.push(await browser.inOwn("background", readStore, store));
        return all;
      };
      const before = await everything();
      assert.ok(before[0]?.length, "there is trust to be reached");
      assert.deepEqual(await browser.inScript(tryEverything, WISHES), {
        shown: [],
        granted: [],
        stored: true,
        powers: [],
      });
      // A background that starts anew reads what it finds.
      await browser.stopBackground();
      await openMessage(reader, neighbour);
      await assertNeutral();
      assert.deepEqual(await everything(), before);
      assert.equal((await readPopup(reader)).badge, "NONE");
    });

    test("ACQ-01: a verdict that comes too late is not painted on the next message", async () => {
      here.slow(indexOf("verified-bank"), 1500);
      await openMessage(reader, indexOf("verified-bank"));
      await openMessage(reader, indexOf("none-neighbour"));
      const seen = new Set<string>();
      for (let end = Date.now() + 2500; Date.now() < end; await sleep(20)) seen.add(await reader.browser.title());
      for (const title of seen) assert.doesNotMatch(title, /Harbour Bank/);
      assert.equal((await readPopup(reader)).badge, "NONE");
    });

    test("ACQ-01: a verdict that comes when the tab shows another site is not painted there", async () => {
      const [bank, before] = [indexOf("verified-bank"), reads().length];
      here.slow(bank, 1200);
      // A window of its own has another path: what was fetched before is not used again.
      await reader.browser.goTo(`${reader.origin}/index.php?_task=mail&_action=show&_uid=${bank + 1}&_mbox=INBOX`);
      await until("the source to be asked for", () => reads().length > before);
      await reader.browser.goTo(`https://${LOOKALIKE}:${here.roundcube.front.port}/`);
      for (let end = Date.now() + 2500; Date.now() < end; await sleep(20))
        assert.doesNotMatch(await reader.browser.title(), VERIFIED);
    });

    test("ACQ-01: the preview beside a list of conversations has its marker, and the button follows it", async () => {
      await reader.browser.goTo(here.roundcube.url);
      const preview = roundcubePreview(reader.browser);
      const [bank, below] = [indexOf("verified-bank"), here.answer];
      await until("the answer below what it answers", () =>
        reader.browser.inPage(
          (bank: string, below: string) => {
            const order = [...document.querySelectorAll("#messagelist tr.message")].map(({ id }) => `#${id}`);
            return order.indexOf(below) === order.indexOf(bank) + 1;
          },
          rowOf(bank),
          rowOf(below),
        ),
      );
      for (const [n, badge] of [
        [indexOf("alert-account"), "ALERT"],
        [bank, "VERIFIED"],
        [below, "NONE"],
        [bank, "VERIFIED"],
        [indexOf("none-neighbour"), "NONE"],
      ] as const) {
        await preview.open(n);
        await until(`${badge} in the preview`, async () => (await readPopup(reader)).badge === badge);
        assert.equal((await settled(reader)).markers.length, 1);
      }
    });

    test("EXT-11: a background that was stopped says the same again", async () => {
      await openMessage(reader, indexOf("verified-bank"));
      await settled(reader);
      await reader.browser.stopBackground();
      assert.equal((await readPopup(reader)).badge, "VERIFIED");
    });

    test("EXT-11: a background that is stopped in the middle of a check leaves no old badge, and is started by the page that waits", async () => {
      await openMessage(reader, indexOf("verified-bank"));
      await settled(reader);
      const before = reads().length;
      here.slow(indexOf("alert-account"), 1500);
      await openMessage(reader, indexOf("alert-account"));
      await until("the source to be asked for", () => reads().length > before);
      await reader.browser.stopBackground();
      await until("the verdict", async () => (await reader.browser.markers())[0]?.tone === "alarm");
      assert.equal((await readPopup(reader)).badge, "ALERT");
    });

    test("DOS-05: a flood of messages is cut, and what is looked at afterwards is checked", async () => {
      await openMessage(reader, indexOf("none-neighbour"));
      await settled(reader);
      const before = reads().length;
      const began = Date.now();
      // Each of them would be asked for twice, as none of them is there.
      for (let uid = 1000; uid < 1120; uid++) {
        await pretend(uid);
        await sleep(55);
      }
      const made = reads().length - before;
      const seconds = (Date.now() - began) / 1000;
      assert.ok(made > 0 && made <= 60 + seconds, `${made} reads in ${seconds} seconds`);
      await until("a message that is read again", async () => {
        await openMessage(reader, indexOf("alert-subject-changed"));
        return (await settled(reader)).markers.every(({ tone }) => tone === "alarm");
      });
    });

    test("EXT-10: a look-alike of an enabled site is read by nobody", async () => {
      const lookalike = `https://${LOOKALIKE}:${here.roundcube.front.port}/`;
      await logInToRoundcube(reader.browser, lookalike);
      const before = reads().length;
      await reader.browser.stopBackground();
      await reader.browser.goTo(`${lookalike}?_task=mail&_action=show&_uid=3&_mbox=INBOX`);
      await sleep(800);
      assert.ok(!(await reader.browser.isBackgroundRunning()), "such a page costs nothing: it does not even start us");
      assert.deepEqual(await reader.browser.markers(), []);
      assert.equal(reads().length, before);
      assert.equal((await readPopup(reader)).site, "offered");
    });
  });
