import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { photograph } from "../world/screenshots.ts";
import { SOGO_HOST, SOGO_USER, type Sogo, startSogo } from "../world/sogo.ts";
import { sleep, until } from "../world/until.ts";
import type { WebmailBrowser } from "../world/webmail-browser.ts";
import { createWorld } from "../world/world.ts";
import { answer } from "./webmail-answer.ts";
import { byteFixtures } from "./webmail-bytes.ts";
import { BROWSERS, checkedInTab, type Reader, readPopup, settled, startReader } from "./webmail-reader.ts";
import { assertOwn, assertShown } from "./webmail-shown.ts";

// A second real webmail: Debian's SOGo, one page that never loads anew, whose source comes in an archive.

const world = createWorld("webmail-sogo");
after(() => world.end());

async function logIn(browser: WebmailBrowser, url: string): Promise<void> {
  await browser.goTo(url);
  // The page's own script takes over the fields at some moment, and empties them: what is still there is filled in again.
  await until(
    "the list",
    () =>
      browser.inPage((user: string) => {
        const fields = [...document.querySelectorAll<HTMLInputElement>("[ng-model^='app.creds.']")];
        for (const field of fields) {
          if (/username$/.test(field.getAttribute("ng-model") ?? "")) field.value = user;
          else if (field.type === "password") field.value = "secret";
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
        fields[0]?.form?.querySelector<HTMLElement>('button[type="submit"]:not([disabled])')?.click();
        const list = "[ng-app='SOGo.MailerUI'] md-list-item, [ng-app='SOGo.MailerUI'] .sg-tile-content";
        return document.querySelector(list) !== null;
      }, SOGO_USER),
    { every: 1000 },
  );
}

let sogo: Sogo;
let samples: readonly Sample[];
let fixtures: readonly Uint8Array[];
before(async () => {
  [samples, fixtures] = [await makeSamples(), byteFixtures()];
  sogo = await startSogo(world, [...samples.map(({ bytes }) => bytes), ...fixtures, answer]);
  sogo.dovecot.fill([samples[indexOf("verified-bank")]?.bytes ?? assert.fail()], "Sent");
  sogo.dovecot.fill([samples[indexOf("alert-account")]?.bytes ?? assert.fail()], FOLDER);
});

/** "Entwürfe & Übersicht 5", as IMAP writes it, and SOGo in its addresses. */
const FOLDER = "Entw&APw-rfe &- &ANw-bersicht 5";

const reads = () => sogo.front.asked.filter((path) => path.includes("saveMessages"));
const indexOf = (start: string) => samples.findIndex(({ file }) => file.startsWith(start));

for (const name of BROWSERS)
  describe(name, () => {
    const own = createWorld(`webmail-sogo-${name.toLowerCase()}`);
    after(() => own.end());
    let reader: Reader;
    before(async () => {
      reader = await startReader(own, name, { front: sogo.front, names: [SOGO_HOST], url: sogo.url, logIn });
    });

    /** Tells the page to show a message; it needs a while. */
    const ask = (n: number, folder = "INBOX") =>
      reader.browser.inPage(
        (uid: number, folder: string) => {
          document.querySelector("[ng-bind='viewer.message.subject']")?.setAttribute("data-before", "");
          location.hash = `#!/Mail/0/${encodeURIComponent(encodeURIComponent(folder))}/${uid}`;
        },
        n + 1,
        folder,
      );

    /** Goes to a message, and waits until SOGo has drawn it. */
    async function open(n: number, folder = "INBOX"): Promise<void> {
      await ask(n, folder);
      await until("the message", () =>
        reader.browser.inPage(
          () => document.querySelector("[ng-bind='viewer.message.subject']:not([data-before])") !== null,
        ),
      );
    }

    test("SOGo: button, marker and popup say what is expected of each sample", async () => {
      for (const [n, sample] of samples.entries()) {
        await open(n);
        await assertShown(reader, sample);
        if (n === 2) photograph(reader.browser.display, `webmail-sogo-${name.toLowerCase()}`);
      }
    });

    test("SOGo: mail in a folder of any name is judged, and the reader's own is not", async () => {
      await open(0, FOLDER);
      await assertShown(reader, samples[indexOf("alert-account")] ?? assert.fail());
      const before = reads().length;
      await open(0, "Sent");
      await assertOwn(reader);
      assert.equal(reads().length, before + 1, "only to see whether it is sealed");
    });

    test("ACQ-04: SOGo: the octets checked are those on the disk, and each message is fetched once", async () => {
      for (const [n, bytes] of fixtures.entries()) {
        const before = reads().length;
        await open(samples.length + n);
        await settled(reader);
        const [checked] = await until(`fixture ${n}`, async () => {
          const all = await checkedInTab(reader);
          return all[0]?.digest !== undefined && all;
        });
        // SOGo hands out what IMAP delivered with LF at the ends of lines.
        const delivered = Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("\r\n", "\n"), "latin1");
        assert.equal(checked?.digest, createHash("sha256").update(delivered).digest("hex"), `fixture ${n}`);
        assert.equal(reads().length, before + 1, `fixture ${n} is fetched once`);
      }
    });

    test("ACQ-01: SOGo: whoever goes through messages faster than the page draws them sees no verdict of another", async () => {
      const [bank, neighbour] = [indexOf("verified-bank"), indexOf("none-neighbour")];
      await open(bank);
      await settled(reader);
      for (let round = 0; round < 6; round++) {
        await ask(round % 2 === 0 ? indexOf("alert-account") : bank);
        await until("a change of the page", () => reader.browser.inPage(() => document.readyState === "complete"));
      }
      await open(neighbour);
      await until("the button", async () => (await readPopup(reader)).badge === "NONE");
      const { title, markers } = await settled(reader);
      assert.doesNotMatch(title, /Harbour Bank/);
      assert.deepEqual(
        markers.map(({ tone }) => tone),
        ["neutral"],
      );
    });

    test("ACQ-01: SOGo: in its list of threads marker and button follow from the first message to those below it and back", async () => {
      const answered = samples.length + fixtures.length;
      const read: number[] = [];
      const press = async (row: number) => {
        const shown = await reader.browser.inPage(() => location.hash);
        const pressIt = () => reader.browser.inPage(pressInThread, "Your November statement is ready", row);
        // A press while the page is busy can be lost; a second one on the same row shows the same message.
        const now = await until("another message", async () => {
          // A list that was moved draws its rows anew, and is looked at when it has.
          await until(`row ${row}`, pressIt, { every: 400 });
          for (let tries = 0; tries < 50; tries++) {
            const hash = await reader.browser.inPage(() => location.hash);
            if (hash !== shown) return hash;
            await sleep(100);
          }
          return false;
        });
        const n = Number(now.split("/").at(-1)) - 1;
        read.push(n);
        // Behind the samples only the answer is in a thread, and nobody stamped it.
        const badge = samples[n]?.badge ?? "NONE";
        await until(`${badge} for ${now}`, async () => (await readPopup(reader)).badge === badge);
        assert.equal((await settled(reader)).markers.length, 1);
      };
      for (let row = 0; !read.includes(answered); row++) await press(row);
      assert.ok(read.includes(indexOf("verified-bank")), "the answer stands below what it answers");
      await press(0);
      assert.equal(read.at(-1), read[0]);
    });
  });

/** Presses a row of a thread in SOGo's list, counted from its first one. Runs in the page, which holds only rows in sight. */
function pressInThread(subject: string, row: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("md-list-item.sg-message-list-item")];
  const first = rows.findIndex(
    ({ ariaLabel, classList }) => ariaLabel === subject && classList.contains("sg-message-thread-first"),
  );
  const found = first < 0 ? undefined : rows[first + row];
  const list = rows[0]?.closest(".md-virtual-repeat-scroller");
  if (found === undefined && list)
    list.scrollTop = (list.scrollTop + 250) % (list.scrollHeight - list.clientHeight + 250);
  if (!found?.classList.contains(row === 0 ? "sg-message-thread-first" : "sg-message-thread")) return false;
  found.querySelector("button")?.click();
  return true;
}
