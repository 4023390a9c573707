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
import { assertShown, TONES } from "./webmail-shown.ts";

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

const theList = (browser: WebmailBrowser) =>
  until("the list", () => browser.inPage(() => document.querySelector(".msglist .vpRow") !== null));

let horde: Horde;
let samples: readonly Sample[];
let fixtures: readonly Uint8Array[];
before(async () => {
  [samples, fixtures] = [await makeSamples(), byteFixtures()];
  horde = await startHorde(world, [...samples.map(({ bytes }) => bytes), ...fixtures, ...answers]);
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
    before(async () => {
      reader = await startReader(own, name, { front: horde.front, names: [HORDE_HOST], url: horde.url, logIn }, false);
    });

    const picture = (what: string) => photograph(reader.browser.display, `webmail-horde-${name.toLowerCase()}-${what}`);

    /** Selects messages in the list one after the other, as clicks there do; the page needs a while to show the last. */
    const select = (...all: readonly number[]) =>
      // Its list knows no row for a moment while it is loaded anew.
      until("the selection", () =>
        reader.browser.inPage(
          (uids: readonly number[]) => {
            // As the page's own script: arrays of a driver's world are strange to its library.
            const script = document.createElement("script");
            script.textContent = uids
              .map((uid) => `{ equal: [${uid}] }`)
              .map((by) => `DimpBase.viewport.createSelectionBuffer().search({ VP_id: ${by} }).get("rownum")`)
              .map((rows) => `DimpBase.viewport.select(${rows});`)
              .join("\n");
            document.head.append(script);
            return location.hash.endsWith(`;${uids.at(-1)}`);
          },
          all.map((n) => n + 1),
        ),
      );

    /** Selects a message, and waits until the page shows it and no marker of the one before. */
    async function open(n: number): Promise<void> {
      const OLD = "#previewMsg .from .address, #previewMsg .msgHeaders > span";
      await reader.browser.inPage((old: string) => {
        for (const one of document.querySelectorAll(old)) one.setAttribute("data-before", "");
      }, OLD);
      await select(n);
      await until("the message", () =>
        reader.browser.inPage(
          () =>
            document.querySelector("#previewMsg [data-before]") === null &&
            document.querySelector("#previewMsg .from .address") !== null,
        ),
      );
    }

    const goTo = (page: string, n: number) => reader.browser.goTo(`${horde.url}${page}&mailbox=${INBOX}&buid=${n + 1}`);

    test("EXT-10: Horde: a site is enabled by a click in the popup and the browser's own question, and by nothing less", async () => {
      const before = reads();
      await open(indexOf("verified-bank"));
      assert.equal((await readPopup(reader)).site, "offered");
      assert.deepEqual(await reader.browser.markers(), []);
      assert.equal(reads(), before, "nothing is read before");
      await switchOn(reader);
      const [marker] = (await settled(reader)).markers;
      assert.equal(marker?.tone, "positive");
    });

    test("Horde: button, marker and popup say what is expected, below the list, in a window and in a plain page", async () => {
      for (const sample of oneOfEach()) {
        await open(samples.indexOf(sample));
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

    test("Horde: a subject that the page cuts is found by the heading of its thread", async () => {
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
      await open(bank);
      await settled(reader);
      // What is selected is drawn a while later, unless it was drawn before.
      horde.front.delay = (path) => (path.includes("ajax.php") ? 1000 : 0);
      await select(account, bank, account, neighbour);
      const seen = new Set<string>();
      const drawn = () =>
        reader.browser.inPage(() => {
          const shown = (document.querySelector("#previewMsg")?.getClientRects().length ?? 0) > 0;
          return shown ? document.querySelector("#previewMsg .subject")?.textContent : "no message";
        });
      let clicked = Date.now();
      await until("the message", async () => {
        const [subject, title, markers] = [await drawn(), await reader.browser.title(), await reader.browser.markers()];
        const now = [subject, ...markers.map(({ tone }) => tone), ...(/Harbour Bank/.test(title) ? ["bank"] : [])].join(
          ", ",
        );
        seen.add(now);
        // Horde drops an answer when its list is loaded anew at that moment; a reader clicks again.
        if (subject !== "Parcel" && Date.now() - clicked > 5000) {
          await select(bank, neighbour);
          clicked = Date.now();
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
      await open(indexOf("alert-account"));
      await sleep(500);
      assert.equal(reads(), before);
      assert.deepEqual(await reader.browser.markers(), []);
      assert.equal((await readPopup(reader)).site, "offered");
    });
  });
