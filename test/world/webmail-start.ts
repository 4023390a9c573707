import type { Page } from "puppeteer-core";
import { type Chromium, startChromium } from "./chromium.ts";
import { startFirefox } from "./firefox.ts";
import { closeOwnTabs } from "./firefox-tabs.ts";
import type { Front } from "./https-front.ts";
import type { LoopbackHttps } from "./loopback-https.ts";
import { until } from "./until.ts";
import type { WebmailBrowser } from "./webmail-browser.ts";
import { chromiumAtWebmail } from "./webmail-chromium.ts";
import { firefoxAtWebmail } from "./webmail-firefox.ts";
import type { World } from "./world.ts";

/** Where a browser can go. */
export interface Reachable {
  /** The webmail, and all the names under which it can be reached. */
  readonly front: Front;
  readonly names: readonly string[];
  /** Servers besides. */
  readonly https?: LoopbackHttps;
  /** The package for this browser, unless it is the built one. */
  readonly folder?: string;
}

/** Starts a browser with a fresh profile; a user's own installation begins with the first-run page, which is closed. */
export async function startBrowser(
  world: World,
  name: WebmailBrowser["name"],
  reachable: Reachable,
): Promise<WebmailBrowser> {
  if (name === "Firefox") {
    const firefox = await startFirefox(world, reachable);
    await closeOwnTabs(firefox);
    return firefoxAtWebmail(firefox);
  }
  return (await startChromiumAtWebmail(world, reachable)).browser;
}

/** Chromium, with what only its own driver can do. */
export interface AtWebmail {
  readonly browser: WebmailBrowser;
  readonly chromium: Chromium;
  /** The webmail's tab. */
  readonly page: Page;
}

/** Starts Chromium alike. */
export async function startChromiumAtWebmail(world: World, reachable: Reachable): Promise<AtWebmail> {
  const chromium = await startChromium(world, reachable);
  const welcome = await until("the first-run page", async () =>
    (await chromium.browser.pages()).find((one) => one.url().endsWith("ui/first-run.html")),
  );
  await welcome.close();
  const [page] = await chromium.browser.pages();
  if (page === undefined) throw new Error("no tab");
  await page.bringToFront();
  return { browser: chromiumAtWebmail(chromium, page), chromium, page };
}
