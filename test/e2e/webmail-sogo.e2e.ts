import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { photograph } from "../world/screenshots.ts";
import { SOGO_HOST, SOGO_USER, type Sogo, startSogo } from "../world/sogo.ts";
import { until } from "../world/until.ts";
import type { WebmailBrowser } from "../world/webmail-browser.ts";
import { createWorld } from "../world/world.ts";
import { byteFixtures } from "./webmail-bytes.ts";
import { BROWSERS, checkedInTab, type Reader, readPopup, settled, startReader } from "./webmail-reader.ts";
import { assertShown } from "./webmail-shown.ts";

// A second real webmail: Debian's SOGo, one page that never loads anew, whose source comes in an archive.

const world = createWorld("webmail-sogo");
after(() => world.end());

async function logIn(browser: WebmailBrowser, url: string): Promise<void> {
  await browser.goTo(url);
  // The page's own script takes over the fields at some moment, and empties them.
  await until("the filled form", () =>
    browser.inPage((user: string) => {
      for (const [name, value] of [
        ["username", user],
        ["password", "secret"],
      ]) {
        const field = document.querySelector<HTMLInputElement>(`[ng-model="app.creds.${name}"]`);
        if (field === null || value === undefined) return false;
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      const button = document.querySelector<HTMLElement>('form button[type="submit"]:not([disabled])');
      button?.click();
      return button !== null;
    }, SOGO_USER),
  );
  await until("the list", () =>
    browser.inPage(
      () =>
        document.querySelector("[ng-app='SOGo.MailerUI'] md-list-item, [ng-app='SOGo.MailerUI'] .sg-tile-content") !==
        null,
    ),
  );
}

let sogo: Sogo;
let samples: readonly Sample[];
let fixtures: readonly Uint8Array[];
before(async () => {
  [samples, fixtures] = [await makeSamples(), byteFixtures()];
  sogo = await startSogo(world, [...samples.map(({ bytes }) => bytes), ...fixtures]);
});

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
    const ask = (n: number) =>
      reader.browser.inPage((uid: number) => {
        document.querySelector("[ng-bind='viewer.message.subject']")?.setAttribute("data-before", "");
        location.hash = `#!/Mail/0/INBOX/${uid}`;
      }, n + 1);

    /** Goes to a message, and waits until SOGo has drawn it. */
    async function open(n: number): Promise<void> {
      await ask(n);
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
  });
