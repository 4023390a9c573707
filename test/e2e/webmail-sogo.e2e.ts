import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import type { Page } from "puppeteer-core";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { photograph } from "../world/screenshots.ts";
import { SOGO_HOST, SOGO_USER, type Sogo, startSogo } from "../world/sogo.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { byteFixtures } from "./webmail-bytes.ts";
import { type Reader, settledInBrowser, startReader } from "./webmail-session.ts";
import { assertShown } from "./webmail-shown.ts";

// A second real webmail: Debian's SOGo, one page that never loads anew, whose source comes in an archive.

const world = createWorld("webmail-sogo");
after(() => world.end());

async function logIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  // The page's own script takes over the fields at some moment, and empties them.
  await until("the filled form", () =>
    page.evaluate((user) => {
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
  await page.waitForSelector("[ng-app='SOGo.MailerUI'] md-list-item, [ng-app='SOGo.MailerUI'] .sg-tile-content");
}

let sogo: Sogo;
let reader: Reader;
let samples: readonly Sample[];
let fixtures: readonly Uint8Array[];
before(async () => {
  [samples, fixtures] = [await makeSamples(), byteFixtures()];
  sogo = await startSogo(world, [...samples.map(({ bytes }) => bytes), ...fixtures]);
  reader = await startReader(world, { front: sogo.front, names: [SOGO_HOST], url: sogo.url, logIn });
});

/** Goes to a message, and waits until SOGo has drawn it. */
async function open(uid: number): Promise<void> {
  await reader.page.evaluate((uid) => {
    document.querySelector("[ng-bind='viewer.message.subject']")?.setAttribute("data-before", "");
    location.hash = `#!/Mail/0/INBOX/${uid}`;
  }, uid);
  await reader.page.waitForSelector("[ng-bind='viewer.message.subject']:not([data-before])");
}

const reads = () => sogo.front.asked.filter((path) => path.includes("saveMessages"));

test("SOGo: button, marker and popup say what is expected of each sample", async () => {
  for (const [n, sample] of samples.entries()) {
    await open(n + 1);
    await assertShown(reader, sample);
    if (n === 2) photograph(reader.chromium.display, "webmail-sogo");
  }
});

test("ACQ-04: SOGo: the octets checked are those on the disk, and each message is fetched once", async () => {
  const page = await reader.chromium.openPage("ui/options.html");
  for (const [n, bytes] of fixtures.entries()) {
    const before = reads().length;
    await reader.page.bringToFront();
    await open(samples.length + n + 1);
    await settledInBrowser(reader);
    const checked = await until(`fixture ${n}`, async () => {
      const [one] = await page.evaluate(async (url) => {
        const tab = (await chrome.tabs.query({})).find((one: { url?: string }) => one.url === url);
        return chrome.runtime.sendMessage({ countersign: "check", tabId: tab.id });
      }, reader.page.url());
      return one?.digest !== undefined && one;
    });
    // SOGo hands out what IMAP delivered with LF at the ends of lines.
    const delivered = Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    assert.equal(checked.digest, createHash("sha256").update(delivered).digest("hex"), `fixture ${n}`);
    assert.equal(reads().length, before + 1, `fixture ${n} is fetched once`);
  }
  await page.close();
});
