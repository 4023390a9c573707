import assert from "node:assert/strict";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "puppeteer-core";
import { MAX_MESSAGE_OCTETS } from "../../core/limits.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { CHROMIUM_ID } from "../webmail/chromium-id.ts";
import { photograph } from "../world/screenshots.ts";
import { keep } from "../world/state.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { openMessage, type Session, settled, startSession } from "./webmail-reader.ts";

// The pages of the browsers' package: "Check a message", the webmail's options; and pictures of it all.

const world = createWorld("webmail-pages");
after(() => world.end());

let session: Session;
before(async () => {
  session = await startSession(world);
});

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

/** Accessibility faults that axe-core knows. */
async function faults(page: Page): Promise<readonly string[]> {
  await (await page.createCDPSession()).send("Runtime.evaluate", { expression: axe });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
    return (await axe.run()).violations.map(({ id }) => id);
  });
}

const badge = (page: Page) => page.$eval("main", (main) => main.dataset.badge ?? "");

test("Check a message: a file of each sample is judged without anybody's word about its delivery", async () => {
  const page = await session.chromium.openPage("ui/check.html");
  const field = await page.waitForSelector('input[type="file"]');
  assert.ok(field);
  for (const sample of session.samples) {
    const file = join(world.dir, sample.file);
    writeFileSync(file, sample.bytes);
    await field.uploadFile(file);
    await until(sample.file, () =>
      page.$eval("main", (main, name) => (main.textContent ?? "").includes(name), sample.file),
    );
    const away = sample.badge === "TRANSPORT" || sample.reasons.includes("TRANSPORT_FAIL");
    assert.equal(await badge(page), away ? "NONE" : sample.badge, sample.file);
  }
  assert.deepEqual(await faults(page), []);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).fontSize), "16px");
  photograph(session.chromium.display, "webmail-check");
  await field.uploadFile(...session.samples.map(({ file }) => join(world.dir, file)));
  await until("the list", async () => (await page.$$("details.message")).length === session.samples.length);
  assert.equal(await badge(page), "ALERT");
  const words = await page.$$eval("details.message .word", (all) => all.map(({ textContent }) => textContent));
  assert.deepEqual([words[0], words.at(-1)], ["Does not match", "Stamped"]);
  await page.$eval("details.message:last-child", (last) => {
    last.setAttribute("open", "");
    last.querySelector<HTMLButtonElement>('[data-action="verified-view"]')?.click();
  });
  await page.waitForSelector('details.message:last-child [data-part="view"][data-badge="VERIFIED"]');
  assert.deepEqual(await faults(page), []);
  await page.close();
});

test("Check a message: source is pasted and checked by keys alone; dropped files and texts are judged, and what is no message is not", async () => {
  const page = await session.chromium.openPage("ui/check.html");
  const sample = session.samples.find(({ file }) => file === "verified-bank-statement.eml");
  assert.ok(sample);
  const source = Buffer.from(sample.bytes).toString("utf8");
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  const tabTo = async (tag: string) => {
    for (let tries = 0; tries < 12 && (await focused()) !== tag; tries++) await page.keyboard.press("Tab");
    assert.equal(await focused(), tag);
  };
  await tabTo("SUMMARY");
  await page.keyboard.press("Enter");
  await tabTo("TEXTAREA");
  await page.keyboard.sendCharacter(source);
  await tabTo("BUTTON");
  await page.keyboard.press("Enter");
  await until("the pasted message", async () => (await badge(page)) === "VERIFIED");
  const drop = (text: string, name: string) =>
    page.evaluate(
      (text, name) => {
        const data = new DataTransfer();
        if (name === "") data.setData("text/plain", text);
        else data.items.add(new File([text], name));
        document
          .querySelector(".drop")
          ?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      text,
      name,
    );
  await drop("From: a@b.example\r\nSubject: dropped\r\n\r\nx\r\n", "dropped.eml");
  await until("the dropped message", async () => (await badge(page)) === "NONE");
  await drop(source, "");
  await until("the dropped text", async () => (await badge(page)) === "VERIFIED");
  await drop("", "empty.eml");
  await page.waitForSelector('main[data-state="checked"]:not([data-badge]) [data-why="failed"]');
  assert.equal(await badge(page), "");
  await page.close();
});

test("DOS-01: Check a message: 25 MB are checked, and a file beyond the limit is refused unread", async () => {
  const page = await session.chromium.openPage("ui/check.html");
  const field = await page.waitForSelector('input[type="file"]');
  assert.ok(field);
  const head = "From: a@b.example\r\nSubject: large\r\nContent-Type: text/plain\r\n\r\n";
  const [large, larger] = [join(world.dir, "large.eml"), join(world.dir, "larger.eml")];
  writeFileSync(large, head + `${"x".repeat(76)}\r\n`.repeat(320_000));
  await field.uploadFile(large);
  await until("the large message", async () => (await badge(page)) === "NONE");
  writeFileSync(larger, head);
  truncateSync(larger, MAX_MESSAGE_OCTETS + 1);
  await field.uploadFile(larger);
  await page.waitForSelector('main[data-state="checked"]:not([data-badge]) [data-why="too-large"]');
  assert.equal(await badge(page), "");
  await page.close();
});

test("Check a message: where Chromium has no texts of its extension, the page says the package's own", async () => {
  const page = await session.chromium.browser.newPage();
  // What was seen of a whole Chromium once, from its start to its end.
  await page.evaluateOnNewDocument(() => {
    chrome.i18n.getMessage = () => "";
  });
  await page.goto(`chrome-extension://${CHROMIUM_ID}/ui/check.html`);
  const field = await page.waitForSelector('input[type="file"]');
  assert.ok(field);
  const sample = session.samples.find(({ file }) => file.startsWith("alert-account"));
  const file = join(world.dir, "changed.eml");
  writeFileSync(file, sample?.bytes ?? assert.fail());
  await field.uploadFile(file);
  await until("the verdict", async () => (await badge(page)) === "ALERT");
  assert.equal(await page.$eval("html", (html) => `${html.lang} ${html.dir}`), "en ltr");
  const text = await page.$eval("main", (main) => main.textContent);
  const keys = Object.keys(JSON.parse(readFileSync("extension/_locales/en/messages.json", "utf8")));
  assert.deepEqual(
    keys.filter((key) => key.includes("_") && text.includes(key)),
    [],
  );
  await page.close();
});

test("Check a message: a reader whose accounts are unknown gives an address, and the stamp is compared with it", async () => {
  const worker = await session.chromium.worker();
  await worker.evaluate(keep, KNOWLEDGE, `webmail ${session.origin}`, { mark: "red kite", webmails: [] });
  const page = await session.chromium.openPage("ui/check.html");
  const field = await page.waitForSelector('input[type="file"]');
  assert.ok(field);
  await field.uploadFile(join(world.dir, "verified-bank-statement.eml"));
  const reasons = () =>
    page.$$eval("[data-reason]", (all) => all.map((one) => (one instanceof HTMLElement ? one.dataset.reason : "")));
  await until("the caution", async () => (await reasons()).includes("NOT_ADDRESSED_TO_YOU"));
  await page.type('input[type="email"]', "robin@home.example");
  await page.keyboard.press("Tab");
  await until("the verdict", async () => (await badge(page)) === "VERIFIED");
  assert.ok(!(await reasons()).includes("NOT_ADDRESSED_TO_YOU"));
  await page.close();
  const webmails = [{ origin: session.origin, addresses: ["robin@home.example"] }];
  await worker.evaluate(keep, KNOWLEDGE, `webmail ${session.origin}`, { mark: "red kite", webmails });
});

test("options: the webmail and the personal mark; without a mark the page tells no good news", async () => {
  const page = await session.chromium.openPage("ui/options.html");
  await page.waitForSelector(`li[data-origin="${session.origin}"]`);
  assert.deepEqual(await faults(page), []);
  const setMark = async (mark: string) => {
    await page.$eval(
      "#webmail form input",
      (field, mark) => {
        field.value = mark;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      },
      mark,
    );
    await page.$eval('#webmail button[data-action="mark"]', (button) => (button as HTMLElement).click());
    await until("the mark", () => page.$eval("#webmail [role=status]", (status) => status.textContent !== ""));
  };
  const uid = session.samples.findIndex(({ file }) => file === "verified-bank-statement.eml");
  const seen = async () => {
    await session.page.bringToFront();
    await openMessage(session, uid);
    return (await settled(session)).markers.map(({ tone, hasMark }) => ({ tone, hasMark }));
  };
  await page.bringToFront();
  await setMark("");
  assert.deepEqual(await seen(), [{ tone: "neutral", hasMark: false }]);
  await page.bringToFront();
  await setMark("blue tit");
  assert.deepEqual(await seen(), [{ tone: "positive", hasMark: true }]);
  await page.close();
});

test("pictures: the marker in light, dark and forced colours, in a page that runs from right to left, and in a narrow one", async () => {
  const debug = await session.page.createCDPSession();
  const looks = {
    light: [],
    dark: [{ name: "prefers-color-scheme", value: "dark" }],
    forced: [{ name: "forced-colors", value: "active" }],
  };
  for (const [name, features] of Object.entries(looks))
    for (const start of ["verified-bank", "caution-two", "alert-account", "none-neighbour"]) {
      await debug.send("Emulation.setEmulatedMedia", { features });
      await session.page.bringToFront();
      await openMessage(
        session,
        session.samples.findIndex(({ file }) => file.startsWith(start)),
      );
      await settled(session);
      photograph(session.chromium.display, `webmail-${name}-${start}`);
    }
  await debug.send("Emulation.setEmulatedMedia", { features: [] });
  await session.page.evaluate(() => {
    document.documentElement.dir = "rtl";
  });
  photograph(session.chromium.display, "webmail-rtl");
  const bank = session.samples.findIndex(({ file }) => file.startsWith("verified-bank"));
  await session.page.setViewport({ width: 360, height: 700 });
  await openMessage(session, bank);
  await settled(session);
  const widths = await session.page.evaluate(() => {
    const host = document.querySelector<HTMLElement>("#message-header .adr + span");
    return { right: host?.getBoundingClientRect().right ?? 0, page: document.documentElement.clientWidth };
  });
  photograph(session.chromium.display, "webmail-narrow");
  await session.page.setViewport(null);
  assert.ok(widths.right > 0 && widths.right <= widths.page, "the marker is inside a narrow page");
});
