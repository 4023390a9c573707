import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, launch, type Page, type Target, type WebWorker } from "puppeteer-core";
import { CHROMIUM_ID } from "../webmail/chromium-id.ts";
import type { Front } from "./https-front.ts";
import type { LoopbackHttps } from "./loopback-https.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";
import { startXvfb } from "./xvfb.ts";

const PACKAGE = resolve("dist/chromium");

/** Debian's Chromium with the built package, on a screen of its own. */
export interface Chromium {
  readonly browser: Browser;
  readonly display: string;
  /** The background, woken when it is asleep. */
  worker(): Promise<WebWorker>;
  /** Opens a page of the extension in a tab. */
  openPage(path: string): Promise<Page>;
  /** Presses the toolbar's button over a page; resolves to the popup. */
  openPopup(over: Page): Promise<Page>;
}

/** How it is started. */
export interface ChromiumOptions {
  /** Servers that are reached by any name. */
  readonly front: Front;
  readonly names: readonly string[];
  /** Servers besides, under their real names and port 443. */
  readonly https?: Pick<LoopbackHttps, "rules" | "spki">;
  /** The package, unless it is the built one. */
  readonly folder?: string;
}

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-search-engine-choice-screen",
];

/** Switches by which the names lead to the front, and every other name nowhere. */
export function leadingTo({ front, names, https }: Omit<ChromiumOptions, "folder">): readonly string[] {
  const maps = [...(https?.rules ?? []), ...names.map((name) => `MAP ${name} 127.0.0.1`)].join(", ");
  const keys = [front.spki, ...(https === undefined ? [] : [https.spki])].join(",");
  return [
    `--host-resolver-rules=${maps}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    `--ignore-certificate-errors-spki-list=${keys}`,
  ];
}

/** Starts it with a fresh profile. */
export async function startChromium(world: World, options: ChromiumOptions): Promise<Chromium> {
  const display = await startXvfb(world);
  const profile = join(world.dir, "chromium");
  mkdirSync(join(profile, "Default"), { recursive: true });
  const preferences = {
    credentials_enable_service: false,
    profile: { password_manager_enabled: false },
    // The button stands in the toolbar, where a reader looks at it.
    extensions: { pinned_extensions: [CHROMIUM_ID] },
  };
  writeFileSync(join(profile, "Default/Preferences"), JSON.stringify(preferences));
  const browser = await launch({
    executablePath: "/usr/bin/chromium",
    headless: false,
    timeout: 120_000,
    pipe: true,
    userDataDir: profile,
    enableExtensions: [options.folder ?? PACKAGE],
    defaultViewport: null,
    env: { ...process.env, DISPLAY: display },
    args: [...QUIET, "--window-size=1280,900", "--window-position=0,0", ...leadingTo(options)],
  });
  world.defer(async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
  const extension = await until("the extension", async () => (await browser.extensions()).get(CHROMIUM_ID));
  return driven(browser, CHROMIUM_ID, display, (over) => extension.triggerAction(over));
}

/**
 * What a test can do in a Chromium that has the extension.
 * @param press - presses the toolbar's button over a page that is in front
 */
export function driven(browser: Browser, id: string, display: string, press: (over: Page) => Promise<void>): Chromium {
  const origin = `chrome-extension://${id}/`;
  const isWorker = (one: Target) => one.type() === "service_worker" && one.url().startsWith(origin);
  /** Any message to the background starts it; this one says nothing. */
  const wake = async (): Promise<undefined> => {
    const page = await browser.newPage({ background: true });
    await page.goto(`${origin}ui/check.html`);
    await page.evaluate(() => chrome.runtime.sendMessage({ countersign: "" }));
    await page.close();
  };
  return {
    browser,
    display,
    // On a slow machine the browser may stop it before a test first looks, and nobody else may start it.
    worker: () =>
      until("the background", async () => {
        const target = await browser.waitForTarget(isWorker, { timeout: 5000 }).catch(wake);
        return target?.worker();
      }),
    async openPage(path) {
      const page = await browser.newPage();
      await page.goto(`${origin}${path}`);
      return page;
    },
    async openPopup(over) {
      const isPopup = (one: Target) => one.url().startsWith(`${origin}ui/popup.html`);
      // A press while the browser is busy with something else can be lost.
      return until(
        "the popup",
        async () => {
          await over.bringToFront();
          await press(over);
          return (await browser.waitForTarget(isPopup, { timeout: 20_000 })).asPage();
        },
        { timeout: 90_000 },
      );
    },
  };
}

/** Size of the packed content script is judged on what is shipped. */
export const contentScript = () => readFileSync(join(PACKAGE, "webmail.js"));
