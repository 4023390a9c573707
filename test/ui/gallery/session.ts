import assert from "node:assert/strict";
import { after, before } from "node:test";
import type { Page } from "puppeteer-core";
import { type Gallery, needsChromium, startGallery, type Viewer } from "./browser.ts";
import type { Screen } from "./screen.ts";
import { makeScreens } from "./screens.ts";

/* One Chromium with the gallery for all tests that press and type. */
let gallery: Gallery;
let viewer: Viewer;
/** The page of the gallery, in headless Chromium. */
export let page: Page;
export let screens: ReadonlyMap<string, Screen>;
/** Options of every test that needs the page. */
export const chromium = needsChromium();
before(async () => {
  if (chromium.skip !== false) return;
  [gallery, screens] = await Promise.all([startGallery(), makeScreens()]);
  viewer = await gallery.open();
  ({ page } = viewer);
});
after(() => gallery?.close());

/** Shows a screen. */
export async function show(name: string): Promise<void> {
  const screen = screens.get(name);
  assert.ok(screen !== undefined, name);
  await viewer.show(screen);
}

/** What the components called so far. */
export const calls = () => page.evaluate(() => globalThis.galleryCalls);
export const text = (selector: string) => page.$eval(selector, ({ textContent }) => textContent ?? "");
export const count = async (selector: string) => (await page.$$(selector)).length;
/** Presses a button inside a section that may still be folded. */
export const press = (selector: string) =>
  page.$eval(selector, (found) => {
    for (let around = found.closest("details"); around; around = around.parentElement?.closest("details") ?? null)
      around.open = true;
    if (found instanceof HTMLElement) found.click();
  });
/** Waits for what appears after a press. */
export const later = (selector: string) => page.waitForSelector(selector, { timeout: 20_000 });
