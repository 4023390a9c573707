import { execFileSync } from "node:child_process";
import type { Page, WebWorker } from "puppeteer-core";
import type { Chromium } from "./chromium.ts";
import type { Remote } from "./marionette.ts";
import { sleep, until } from "./until.ts";
import type { Marker, OwnPlace, WebmailBrowser } from "./webmail-browser.ts";

/** Real mouse and keys on a screen. */
export const xdotool = (display: string, ...args: readonly string[]) =>
  execFileSync("xdotool", [...args], { env: { ...process.env, DISPLAY: display } });

/** Chromium as a {@link WebmailBrowser}; the webmail is in `page`. */
export function chromiumAtWebmail(chromium: Chromium, page: Page): WebmailBrowser {
  const { browser, display } = chromium;
  let popup: Page | undefined;
  const tab = async (path: string): Promise<Page> => {
    const found = (await browser.pages()).find((one) => one.url().includes(path));
    if (found === undefined) throw new Error(`no tab ${path}`);
    return found;
  };
  const pageAt = async (place: Exclude<OwnPlace, "background">): Promise<Page> => {
    if (place !== "popup") return tab(place.tab);
    if (popup === undefined) throw new Error("no popup");
    return popup;
  };
  /** The browser's own question ends a popup and takes the focus from every page; nothing else tells that it is there. */
  const isAsking = async (): Promise<boolean> => {
    if (browser.targets().some((one) => one.url().includes("/ui/popup.html"))) return false;
    const pages = await browser.pages();
    const focused = await Promise.all(pages.map((one) => one.evaluate(() => document.hasFocus())));
    return !focused.includes(true);
  };
  return {
    name: "Chromium",
    display,
    async goTo(url) {
      await page.bringToFront();
      await page.goto(url);
    },
    inPage: (fn, ...args) => evaluate(page, fn, args),
    inScript: (fn, ...args) => evaluateInScript(page, fn, args),
    inOwn: async (place, fn, ...args) => {
      const where = place === "background" ? await chromium.worker() : await pageAt(place);
      return evaluate(where, fn, args);
    },
    async title() {
      const worker = await chromium.worker();
      return worker.evaluate(async (url) => {
        const tabs: readonly { id?: number; url?: string; active: boolean }[] = await chrome.tabs.query({});
        // Of a site that is not enabled it is told no address.
        const tab = tabs.find((one) => one.url === url) ?? tabs.find(({ active }) => active);
        return tab?.id === undefined ? "" : chrome.action.getTitle({ tabId: tab.id });
      }, page.url());
    },
    markers: () => markers(page),
    async openPopup() {
      popup = await chromium.openPopup(page);
      await popup.waitForSelector("main:not([aria-busy=true])", { timeout: 60_000 });
    },
    async closePopup() {
      await popup?.close().catch(() => undefined);
      popup = undefined;
    },
    async openTab(path) {
      await (await chromium.openPage(path)).waitForSelector("main");
    },
    async closeTab(path) {
      await (await tab(path)).close();
      await page.bringToFront();
    },
    async click(place, selector) {
      const there = await pageAt(place);
      await there.waitForSelector(selector);
      if (place === "popup") await clickOnScreen(there, display, selector);
      else await there.click(selector);
    },
    async allow(granted) {
      const end = Date.now() + 20_000;
      while (!(await granted()) && !(await isAsking()) && Date.now() < end) await sleep(100);
      if (await granted()) return true;
      // It takes no key in its first moments, against keys that were meant for something else, and its first button refuses.
      await sleep(1000);
      xdotool(display, "key", "Tab", "sleep", "0.3", "key", "Return");
      for (let tries = 0; tries < 30 && !(await granted()); tries++) await sleep(100);
      return granted();
    },
    async stopBackground() {
      await (await chromium.worker()).close();
      await until("the worker to end", () => !browser.targets().some((one) => one.type() === "service_worker"));
    },
    isBackgroundRunning: async () => browser.targets().some((one) => one.type() === "service_worker"),
  };
}

/** Runs a function that uses nothing from its own scope. */
async function evaluate<A extends unknown[], R>(where: Page | WebWorker, fn: Remote<A, R>, args: A): Promise<R> {
  return (await where.evaluate(`(${fn.toString()}).apply(null, ${JSON.stringify(args)})`)) as R;
}

/** The same in the world that bears the extension's name. */
async function evaluateInScript<A extends unknown[], R>(page: Page, fn: Remote<A, R>, args: A): Promise<R> {
  const debug = await page.createCDPSession();
  try {
    const worlds: number[] = [];
    debug.on("Runtime.executionContextCreated", ({ context }) => {
      if (context.name === "Countersign") worlds.push(context.id);
    });
    await debug.send("Runtime.enable");
    const contextId = await until("the content script's world", () => worlds.at(-1));
    const expression = `(${fn.toString()}).apply(null, ${JSON.stringify(args)})`;
    const how = { expression, contextId, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await debug.send("Runtime.evaluate", how);
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  } finally {
    await debug.detach();
  }
}

/** Clicks an element of an open popup with the real mouse. */
async function clickOnScreen(popup: Page, display: string, selector: string): Promise<void> {
  let before = "";
  // A popup that still grows would be missed.
  const { x, y } = await until(`the element ${selector} to stand still`, async () => {
    const point = await popup.$eval(selector, (element) => {
      element.scrollIntoView({ block: "center" });
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: Math.round(screenX + x + width / 2), y: Math.round(screenY + y + height / 2) };
    });
    const still = JSON.stringify(point) === before;
    before = JSON.stringify(point);
    return still && point;
  });
  xdotool(display, "mousemove", String(x), String(y), "sleep", "0.1", "click", "1");
}

interface Node {
  readonly nodeName: string;
  readonly nodeValue: string;
  readonly attributes?: string[];
  readonly children?: Node[];
  readonly shadowRoots?: Node[];
  readonly contentDocument?: Node;
}

/** Everything in closed shadow roots, which only the debugger of the browser can look into. */
async function markers(page: Page): Promise<readonly Marker[]> {
  const debug = await page.createCDPSession();
  const { root } = await debug.send("DOM.getDocument", { depth: -1, pierce: true });
  await debug.detach();
  const found: Marker[] = [];
  const text = (node: Node): string =>
    node.nodeName === "STYLE" ? "" : node.nodeValue + (node.children ?? []).map(text).join(" ");
  const inside = (node: Node, name: string): readonly Node[] => [
    ...(node.nodeName === name ? [node] : []),
    ...(node.children ?? []).flatMap((child) => inside(child, name)),
  ];
  const walk = (node: Node): void => {
    for (const shadow of node.shadowRoots ?? []) {
      const { shadowRootType = "" } = shadow as { shadowRootType?: string };
      const [box] = inside(shadow, "SPAN");
      const tone = box?.attributes?.[box.attributes.indexOf("class") + 1]?.replace("marker ", "") ?? "";
      const said = text(shadow).replace(/\s+/g, " ").trim();
      if (shadowRootType === "closed")
        found.push({ mode: shadowRootType, text: said, tone, hasMark: inside(shadow, "CANVAS").length > 0 });
    }
    for (const child of [...(node.children ?? []), ...(node.contentDocument ? [node.contentDocument] : [])])
      walk(child);
  };
  walk(root);
  return found;
}
