import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "puppeteer-core";
import { type Gallery, type Look, needsChromium, startGallery } from "./gallery/browser.ts";
import type { Screen } from "./gallery/screen.ts";
import { makeScreens } from "./gallery/screens.ts";

const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ["light", {}],
  ["dark", { scheme: "dark" }],
  ["forced-colors", { scheme: "dark", forcedColors: true }],
  ["right-to-left", { language: "ar" }],
  ["narrow", { width: 320 }],
]);

/** WCAG 2.2 level AA, and what axe-core calls good practice. */
const RULES: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
};

/** Set to a folder to get a picture of every screen in every look. */
const PICTURES = process.env.COUNTERSIGN_PICTURES;

let gallery: Gallery;
let screens: ReadonlyMap<string, Screen>;
const chromium = needsChromium();
before(async () => {
  if (chromium.skip !== false) return;
  [gallery, screens] = await Promise.all([startGallery(), makeScreens()]);
});
after(() => gallery?.close());

const source = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

declare global {
  var axe: { run(options: RunOptions): Promise<AxeResults> };
}

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate((options) => globalThis.axe.run(options), RULES);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

const openAll = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

for (const [look, settings] of LOOKS)
  test(`every screen is free of accessibility faults and of overflow: ${look}`, chromium, async () => {
    for (const [name, screen] of screens) {
      const page = await gallery.open(screen, settings);
      await picture(page, `${name}.${look}`);
      await openAll(page);
      await picture(page, `${name}.${look}.open`);
      assert.deepEqual(await faults(page), [], `${name} ${look}`);
      const [wide, room] = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [scrollWidth, clientWidth] as const;
      });
      assert.ok(wide <= room, `${name} ${look}: ${wide} px in ${room} px`);
      await page.close();
    }
  });
