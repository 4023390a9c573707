import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "puppeteer-core";
import { type Gallery, type Look, needsChromium, startGallery } from "./gallery/browser.ts";
import type { Screen } from "./gallery/screen.ts";
import { makeScreens } from "./gallery/screens.ts";

/** Screens that between them hold every component and every badge. */
const TYPICAL = [
  "popup-verified-bank-statement",
  "popup-intact-newsletter",
  "popup-transport-friend",
  "popup-none-neighbour",
  "popup-unchecked-status-list-missing",
  "popup-caution-two-senders",
  "popup-alert-attachment-changed",
  "popup-several",
  "popup-intact-locked",
  "popup-declared-signed",
  "popup-travel-route",
  "popup-declared-changed-key",
  "popup-hostile",
  "options",
  "options-managed",
  "first-run",
  "sweep-paused",
  "view",
  "sealed-anyone",
  "seal-stopped",
  "seal-write-missing",
];

const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ["light", {}],
  ["dark", { scheme: "dark" }],
  ["forced-colors", { scheme: "dark", forcedColors: true }],
  ["right-to-left", { language: "ar" }],
  ["narrow", { width: 320 }],
  ["long-words", { language: "de", width: 320 }],
]);

/** WCAG 2.2 level AA, and what axe-core calls good practice. */
const RULES: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
};

/** Set to a folder to get a picture of every screen in every look. */
const PICTURES = process.env.COUNTERSIGN_PICTURES;
/** Besides: a part of names, for those screens alone, in every look. */
const ONLY = process.env.COUNTERSIGN_SCREENS;

let gallery: Gallery;
let screens: ReadonlyMap<string, Screen>;
const chromium = needsChromium();
before(async () => {
  if (chromium.skip !== false) return;
  [gallery, screens] = await Promise.all([startGallery(), makeScreens()]);
});
after(() => gallery?.close());

declare global {
  var axe: { run(options: RunOptions): Promise<AxeResults> };
}

const checker = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

async function faults(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate((options) => globalThis.axe.run(options), RULES);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

/** A page that is longer than one picture can be is shown in its sections. */
async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  const long = await page.evaluate(() => document.body.scrollHeight > 8000);
  for (const section of long ? await page.$$("main section[id]") : []) {
    const id = await section.evaluate((element) => element.id);
    await section.screenshot({ path: join(PICTURES, `${name}.${id}.png`) });
  }
  const { width = 900 } = page.viewport() ?? {};
  const height = await page.evaluate(() => document.body.scrollHeight);
  await page.setViewport({ width, height: Math.min(height, 8000) });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

for (const [look, settings] of LOOKS)
  test(`every screen is free of accessibility faults and of overflow: ${look}`, chromium, async () => {
    const { page, show } = await gallery.open(settings);
    await page.evaluate(checker);
    const all = [...screens.keys()];
    const usual = look === "light" ? all : TYPICAL;
    const names = ONLY === undefined ? usual : all.filter((name) => name.includes(ONLY));
    for (const name of names) {
      const screen = screens.get(name);
      assert.ok(screen !== undefined, name);
      await show(screen);
      await picture(page, `${name}.${look}`);
      const [wide, room, turned] = await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
        const { scrollWidth, clientWidth } = document.documentElement;
        const codes = [...document.querySelectorAll("code, pre")];
        const turned = codes.filter((code) => getComputedStyle(code).direction !== "ltr");
        return [scrollWidth, clientWidth, turned.map(({ textContent }) => textContent)] as const;
      });
      await picture(page, `${name}.${look}.open`);
      assert.ok(wide <= room, `${name} ${look}: ${wide} px in ${room} px`);
      assert.deepEqual(turned, [], `${name} ${look}: what is compared is read from the left`);
      assert.deepEqual(await faults(page), [], `${name} ${look}`);
    }
    assert.deepEqual(await page.evaluate(() => globalThis.galleryMissing), []);
    await page.close();
  });
