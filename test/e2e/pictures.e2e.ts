import assert from "node:assert/strict";
import { test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { closePopup } from "../world/badge-button.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, startMailClient } from "../world/mail-client.ts";
import { closeExtras } from "../world/open-message.ts";
import { openPopup, pressInPopup } from "../world/popup-page.ts";
import { coloursIn, photograph, popupArea } from "../world/screenshots.ts";
import { grow } from "../world/state.ts";
import { openOptions, tabOpened } from "../world/tabs.ts";
import { sleep } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";

// Pictures of every badge state as a reader sees it, kept below build/screenshots/; some of them stand in the docs.

type Rgb = readonly [number, number, number];

interface Theme {
  readonly name: string;
  readonly prefs: Record<string, string | number | boolean>;
  readonly size?: string;
  /** What the popup's document must then be like. */
  readonly expect: (popup: { readonly text: Rgb; readonly direction: string; readonly forced: boolean }) => boolean;
}

const lightness = ([r, g, b]: Rgb): number => (r + g + b) / 3;

const THEMES: readonly Theme[] = [
  { name: "light", prefs: { "ui.systemUsesDarkTheme": 0 }, expect: ({ text }) => lightness(text) < 80 },
  {
    name: "dark",
    prefs: {
      "ui.systemUsesDarkTheme": 1,
      "layout.css.prefers-color-scheme.content-override": 0,
      "extensions.activeThemeID": "thunderbird-compact-dark@mozilla.org",
    },
    expect: ({ text }) => lightness(text) > 180,
  },
  {
    name: "forced-colors",
    // 2: the user's colours replace those of every page.
    prefs: {
      "browser.display.document_color_use": 2,
      "browser.display.background_color": "#000000",
      "browser.display.foreground_color": "#ffff00",
      "browser.display.background_color.dark": "#000000",
      "browser.display.foreground_color.dark": "#ffff00",
    },
    expect: ({ forced }) => forced,
  },
  {
    name: "arabic",
    prefs: { "intl.locale.requested": "ar" },
    expect: ({ direction }) => direction === "rtl",
  },
  { name: "narrow", prefs: {}, size: "720x620", expect: () => true },
];

for (const { name, prefs, size, expect } of THEMES)
  test(`pictures of every badge state: ${name}`, async () => {
    const world = createWorld(`pictures-${name}`);
    try {
      const samples = await makeSamples();
      const messages = samples.map(({ bytes }) => bytes);
      const client = await startMailClient(world, { messages, prefs, ...(size === undefined ? {} : { size }) });
      await grow(client.marionette, KNOWLEDGE);
      const badges = [...new Set(samples.map(({ badge }) => badge))];
      for (const badge of badges) {
        await show(
          client,
          samples.findIndex((sample) => sample.badge === badge),
          badge,
        );
        await openPopup(client.marionette);
        await sleep(400); // the panel's opening movement
        const file = photograph(client.display, `${name}-${badge.toLowerCase()}`);
        assert.ok(coloursIn(file) > 50, `${file} shows something`);
        photograph(client.display, `${name}-${badge.toLowerCase()}-popup`, await popupArea(client.marionette));
        const look = await inExtension(client.marionette, ID, { view: "popup" }, () => {
          const [r = 0, g = 0, b = 0] = (getComputedStyle(document.body).color.match(/\d+/g) ?? []).map(Number);
          return {
            text: [r, g, b] as const,
            direction: getComputedStyle(document.documentElement).direction,
            forced: matchMedia("(forced-colors: active)").matches,
            overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          };
        });
        assert.ok(expect(look), `${name} ${badge}: ${JSON.stringify(look)}`);
        assert.ok(look.overflow <= 0, `${name} ${badge}: the popup has to be scrolled sideways by ${look.overflow} px`);
      }
      await show(
        client,
        samples.findIndex(({ badge }) => badge === "VERIFIED"),
        "VERIFIED",
      );
      await openPopup(client.marionette);
      await pressInPopup(client.marionette, "verified-view");
      await tabOpened(client.marionette, "ui/verified-view.html");
      await sleep(600);
      photograph(client.display, `${name}-verified-view`);
      await closeExtras(client.marionette);
      await closePopup(client.marionette, ID);
      await openOptions(client.marionette);
      await sleep(600);
      photograph(client.display, `${name}-options`);
    } finally {
      await world.end();
    }
  });
