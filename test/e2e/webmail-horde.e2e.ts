import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before, describe, test } from "node:test";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { HORDE_HOST, HORDE_USER, type Horde, startHorde } from "../world/horde.ts";
import { photograph } from "../world/screenshots.ts";
import { sleep, until } from "../world/until.ts";
import type { WebmailBrowser } from "../world/webmail-browser.ts";
import { createWorld } from "../world/world.ts";
import { byteFixtures } from "./webmail-bytes.ts";
import { type HordeList, hordeList, theList } from "./webmail-horde-list.ts";
import { answers, SUBJECT } from "./webmail-horde-mail.ts";
import {
  BROWSERS,
  checkedInTab,
  type Reader,
  readPopup,
  settled,
  startReader,
  switchOff,
  switchOn,
} from "./webmail-reader.ts";
import { assertOwn, assertShown, TONES } from "./webmail-shown.ts";

// A third real webmail: Debian's Horde. Its mail program shows a message below the list, in a window or in a plain page,
// and a conversation as one page with all of its messages.

const world = createWorld("webmail-horde");
after(() => world.end());

const INBOX = "SU5CT1g";

async function logIn(browser: WebmailBrowser, url: string): Promise<void> {
  await browser.goTo(url);
  await browser.inPage((user: string) => {
    const field = (id: string) => document.querySelector<HTMLInputElement>(id) ?? new HTMLInputElement();
    field("#horde_user").value = user;
    field("#horde_pass").value = "secret";
    document.querySelector<HTMLElement>("#login-button")?.click();
  }, HORDE_USER);
  await theList(browser);
}

let horde: Horde;
let samples: readonly Sample[];
let fixtures: readonly Uint8Array[];
before(async () => {
  [samples, fixtures] = [await makeSamples(), byteFixtures()];
  horde = await startHorde(world, [...samples.map(({ bytes }) => bytes), ...fixtures, ...answers]);
  horde.dovecot.fill([samples[indexOf("verified-bank")]?.bytes ?? assert.fail()], "Sent");
  horde.dovecot.fill([samples[indexOf("alert-account")]?.bytes ?? assert.fail()], "Entw&APw-rfe &- &ANw-bersicht 5");
});
afterEach(() => {
  horde.front.delay = () => 0;
});

const reads = () => horde.front.asked.filter((path) => path.includes("view_source")).length;
const indexOf = (start: string) => samples.findIndex(({ file }) => file.startsWith(start));
/** Number of a message in the folder; those of the conversations stand behind all others. */
const answer = (n: number) => samples.length + fixtures.length + n;

/** The first sample of each badge. */
const oneOfEach = () => [...new Map(samples.toReversed().map((sample) => [sample.badge, sample])).values()];

for (const name of BROWSERS)
  describe(name, () => {
    const own = createWorld(`webmail-horde-${name.toLowerCase()}`);
    after(() => own.end());
    let reader: Reader;
    let list: HordeList;
    before(async () => {
      reader = await startReader(own, name, { front: horde.front, names: [HORDE_HOST], url: horde.url, logIn }, false);
      list = hordeList(reader.browser);
    });

    const picture = (what: string) => photograph(reader.browser.display, `webmail-horde-${name.toLowerCase()}-${what}`);

    const goTo = (page: string, n: number) => reader.browser.goTo(`${horde.url}${page}&mailbox=${INBOX}&buid=${n + 1}`);

    test("EXT-10: Horde: a site is enabled by a click in the popup and the browser's own question, and by nothing less", async () => {
      const before = reads();
      await list.open(indexOf("verified-bank"));
      assert.equal((await readPopup(reader)).site, "offered");
      assert.deepEqual(await reader.browser.markers(), []);
      assert.equal(reads(), before, "nothing is read before");
      await switchOn(reader);
      const [marker] = (await settled(reader)).markers;
      assert.equal(marker?.tone, "positive");
    });

    test("Horde: button, marker and popup say what is expected, below the list, in a window and in a plain page", async () => {
      for (const sample of oneOfEach()) {
        await list.open(samples.indexOf(sample));
        await assertShown(reader, sample);
        if (sample.badge === "ALERT") picture("preview");
      }
      for (const [page, start] of [
        ["dynamic.php?page=message", "verified-bank"],
        ["basic.php?page=message", "alert-subject"],
      ] as const) {
        await goTo(page, indexOf(start));
        await assertShown(reader, samples[indexOf(start)] ?? assert.fail());
        picture(start);
      }
    });

    test("Horde: mail in a folder of any name is judged, and so is what a search has found; the reader's own is not", async () => {
      await reader.browser.goTo(horde.url);
      await theList(reader.browser);
      /** Opens a folder and its first message. */
      const openIn = async (mailbox: string) => {
        await list.asPage(`DimpBase.go("mbox", "${mailbox}")`);
        await list.shownAfter(() =>
          until("the first row", async () => {
            await list.asPage("DimpBase.viewport.select([1]);");
            return reader.browser.inPage((end: string) => location.hash.endsWith(end), `${mailbox};1`);
          }),
        );
      };
      await openIn(Buffer.from("Entwürfe & Übersicht 5").toString("base64url"));
      await assertShown(reader, samples[indexOf("alert-account")] ?? assert.fail());
      const before = reads();
      await openIn(Buffer.from("Sent").toString("base64url"));
      await assertOwn(reader);
      assert.equal(reads(), before + 1, "only to see whether it is sealed");
      // A quick search does not change the page's address: its parts alone tell which message it is.
      await list.asPage(`DimpBase.go("mbox", "${INBOX}")`);
      const found = samples.filter(({ bytes }) => Buffer.from(bytes).includes(`Subject: ${SUBJECT}`)).length + 1;
      await until("the results", async () => {
        await list.asPage('$("horde-search-input").setValue("November statement"); DimpBase.quicksearchRun();');
        for (let tries = 0; tries < 50; tries++) {
          const rows = await reader.browser.inPage(() => document.querySelectorAll(".msglist .vpRow").length);
          if (rows === found && (await list.isIdle())) return true;
          await sleep(100);
        }
        return false;
      });
      for (const row of [1, 2]) {
        await list.shownAfter(() => list.asPage(`DimpBase.viewport.select([${row}]);`));
        const uid = await reader.browser.inPage(() => {
          const link =
            document.querySelector("#messageBody .mimePartInfo a[href*='muid=']")?.getAttribute("href") ?? "";
          return Number(/INBOX(\d+)/.exec(decodeURIComponent(link))?.[1]);
        });
        await assertShown(reader, samples[uid - 1] ?? assert.fail());
      }
    });

    test("ACQ-10: Horde: in a thread each message has its own verdict, and the button is that of the worst and counts them", async () => {
      const before = reads();
      await goTo("basic.php?page=thread&mode=thread", indexOf("verified-bank"));
      const uids = await reader.browser.inPage(() =>
        [...document.querySelectorAll(".threadBox")].map(({ previousElementSibling: name }) =>
          Number(name?.id.slice(1)),
        ),
      );
      const ofBank = samples.filter(({ bytes }) => Buffer.from(bytes).includes(`Subject: ${SUBJECT}`));
      assert.deepEqual(
        uids.toSorted((a, b) => a - b),
        [...ofBank.map((sample) => samples.indexOf(sample) + 1), answer(0) + 1],
        "the thread that Dovecot and Horde make of it",
      );
      const { title, markers } = await settled(reader, uids.length);
      const badges = uids.map((uid) => samples[uid - 1]?.badge ?? "NONE");
      assert.deepEqual(
        markers.map(({ tone }) => tone),
        badges.map((badge) => TONES[badge]),
      );
      assert.ok(new Set(badges).size >= 3, "a thread in which much differs");
      assert.match(title, new RegExp(`\\b${uids.length}\\b`));
      const popup = await readPopup(reader);
      assert.equal(popup.badge, badges.includes("ALERT") ? "ALERT" : "CAUTION");
      assert.ok(!popup.reasons.includes("E_SOURCE_MISMATCH"));
      await sleep(400); // the popup fades away
      picture("thread");
      // In order and beside its own message: the marker stands in the line with that message's sender.
      assert.deepEqual(
        await reader.browser.inPage(() =>
          [...document.querySelectorAll(".threadBox > .control")].map(
            (line) => line.querySelectorAll(":scope > .nowrap + span").length,
          ),
        ),
        uids.map(() => 1),
      );
      assert.ok(reads() - before <= uids.length, "each source is fetched once at most");
    });

    test("EXT-09: Horde: a body that imitates the page's own elements is no message and takes no other's place", async () => {
      for (const page of ["basic.php?page=message", "dynamic.php?page=message"]) {
        await goTo(page, answer(0));
        const { title, markers } = await settled(reader);
        assert.doesNotMatch(title, /Harbour Bank/);
        assert.deepEqual(
          markers.map(({ tone }) => tone),
          ["neutral"],
        );
        assert.equal((await readPopup(reader)).badge, "NONE");
      }
    });

    test("Horde: a subject that the page cuts is compared as far as it stands there", async () => {
      await goTo("basic.php?page=thread&mode=thread", answer(1));
      const { markers } = await settled(reader, 2);
      assert.deepEqual(
        markers.map(({ tone }) => tone),
        ["neutral", "neutral"],
      );
      assert.equal((await readPopup(reader)).badge, "NONE");
    });

    test("ACQ-04: Horde: the octets checked are those on the disk, and each message is fetched once", async () => {
      // Several messages of the list that are chosen to be shown together come in one page, as a thread does.
      const [first, last] = [samples.length + 1, samples.length + fixtures.length];
      const before = reads();
      await reader.browser.goTo(
        `${horde.url}basic.php?page=thread&mode=msgview&mailbox=${INBOX}&muid=${encodeURIComponent(`{5}INBOX${first}:${last}`)}`,
      );
      await settled(reader, fixtures.length);
      const digests = await until("the digests", async () => {
        const all = (await checkedInTab(reader)).map(({ digest }) => digest);
        return all.length === fixtures.length && all.every((one) => one !== undefined) && all;
      });
      // IMAP delivers CRLF at the ends of lines, whatever the file on the disk has.
      const delivered = fixtures.map((bytes) =>
        Buffer.from(Buffer.from(bytes).toString("latin1").replace(/\r?\n/g, "\r\n"), "latin1"),
      );
      assert.deepEqual(
        digests,
        delivered.map((bytes) => createHash("sha256").update(bytes).digest("hex")),
      );
      assert.equal(reads() - before, fixtures.length, "each is fetched once");
    });

    test("ACQ-01: Horde: whoever goes through messages faster than the page draws them sees no verdict of another", async () => {
      const [bank, account, neighbour] = ["verified-bank", "alert-account", "none-neighbour"].map(indexOf);
      assert.ok(bank !== undefined && account !== undefined && neighbour !== undefined);
      await reader.browser.goTo(horde.url);
      await theList(reader.browser);
      await list.open(bank);
      await settled(reader);
      // What is selected is drawn a while later, unless it was drawn before.
      horde.front.delay = (path) => (path.includes("ajax.php") ? 1000 : 0);
      await list.select(account, bank, account, neighbour);
      const seen = new Set<string>();
      const drawn = () =>
        reader.browser.inPage(() => {
          const shown = (document.querySelector("#previewMsg")?.getClientRects().length ?? 0) > 0;
          return shown ? document.querySelector("#previewMsg .subject")?.textContent : "no message";
        });
      let idle = 0;
      await until("the message", async () => {
        const [subject, title, markers] = [await drawn(), await reader.browser.title(), await reader.browser.markers()];
        const now = [subject, ...markers.map(({ tone }) => tone), ...(/Harbour Bank/.test(title) ? ["bank"] : [])].join(
          ", ",
        );
        seen.add(now);
        // Horde drops an answer when its list is loaded anew at that moment: then nothing is on its way any more, and the
        // message is not there. A reader clicks again.
        idle = subject !== "Parcel" && (await list.isIdle()) ? idle + 1 : 0;
        if (idle > 20) {
          await list.select(bank, neighbour);
          idle = 0;
        }
        if (subject !== "Parcel" || markers.length !== 1) throw new Error(now);
        return true;
      });
      const { title, markers } = await settled(reader);
      assert.doesNotMatch(title, /Harbour Bank/);
      assert.deepEqual(
        markers.map(({ tone }) => tone),
        ["neutral"],
      );
      assert.equal((await readPopup(reader)).badge, "NONE");
      // While the bank's message stands there it is the bank's or nothing; of the one that was passed nothing is said.
      for (const one of seen) assert.doesNotMatch(one, /warning|alarm|^Parcel.*(?:positive|bank)/);
    });

    test("EXT-10: Horde: a site that is switched off is read no more", async () => {
      await switchOff(reader);
      const before = reads();
      await list.open(indexOf("alert-account"));
      await sleep(500);
      assert.equal(reads(), before);
      assert.deepEqual(await reader.browser.markers(), []);
      assert.equal((await readPopup(reader)).site, "offered");
    });
  });
