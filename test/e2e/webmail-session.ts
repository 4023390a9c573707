import { execFileSync } from "node:child_process";
import type { Page } from "puppeteer-core";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { type Chromium, type ChromiumOptions, startChromium } from "../world/chromium.ts";
import { HOST, LOOKALIKE, type Roundcube, startRoundcube, USER } from "../world/roundcube.ts";
import { keep } from "../world/state.ts";
import { sleep, until } from "../world/until.ts";
import type { World } from "../world/world.ts";

/** The reader's personal mark in these tests. */
const MARK = "red kite";

/** A reader in front of a webmail in Chromium. */
export interface Reader {
  readonly chromium: Chromium;
  /** The tab with the webmail, logged in. */
  readonly page: Page;
  readonly origin: string;
}

/** A reader in front of Roundcube. */
export interface Session extends Reader {
  readonly roundcube: Roundcube;
  readonly samples: readonly Sample[];
}

/** What a reader sees of the message that is open. */
interface SeenInBrowser {
  /** Text of the toolbar's button for screen reader and mouse. */
  readonly title: string;
  /** Text of the markers in the page, in order. */
  readonly markers: readonly Marker[];
}

/** A marker, as the browser lays it out. */
interface Marker {
  readonly mode: string;
  readonly text: string;
  readonly tone: string;
  readonly hasMark: boolean;
}

interface ReaderOptions extends ChromiumOptions {
  readonly url: string;
  readonly logIn: (page: Page, url: string) => Promise<void>;
  readonly enabled?: boolean;
}

/** Starts everything; with `enabled`, the site is switched on by the popup and the browser's own question. */
export async function startSession(
  world: World,
  { more = [], enabled = true }: { more?: readonly Uint8Array[]; enabled?: boolean } = {},
): Promise<Session> {
  const samples = await makeSamples();
  const roundcube = await startRoundcube(world, [...samples.map(({ bytes }) => bytes), ...more]);
  const { front, url } = roundcube;
  const reader = await startReader(world, { front, names: [HOST, LOOKALIKE], url, logIn, enabled });
  return { ...reader, roundcube, samples };
}

/** Starts Chromium in front of a webmail that runs. */
export async function startReader(
  world: World,
  { url, logIn, enabled = true, ...options }: ReaderOptions,
): Promise<Reader> {
  const chromium = await startChromium(world, options);
  // A user's own installation begins with the first-run page.
  const welcome = await until("the first-run page", async () =>
    (await chromium.browser.pages()).find((one) => one.url().endsWith("ui/first-run.html")),
  );
  await welcome.close();
  const [page] = await chromium.browser.pages();
  if (page === undefined) throw new Error("no tab");
  await page.bringToFront();
  await logIn(page, url);
  const reader = { chromium, page, origin: new URL(url).origin };
  await know(reader);
  if (enabled) await switchOn(reader);
  return reader;
}

/** Logs in as a person does. */
export async function logIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.type("#rcmloginuser", USER);
  await page.type("#rcmloginpwd", "secret");
  await Promise.all([page.waitForNavigation(), page.click("#rcmloginsubmit")]);
  await page.waitForSelector("#messagelist tr.message");
}

/** Puts the samples' knowledge and the personal mark into the extension's database. */
export async function know({ chromium, origin }: Pick<Reader, "chromium" | "origin">, mark = MARK): Promise<void> {
  const worker = await chromium.worker();
  await until("the extension's database", () => worker.evaluate(async () => (await indexedDB.databases()).length > 0));
  await worker.evaluate(keep, KNOWLEDGE, `webmail ${origin}`, { mark });
}

/** Real mouse and keys on a screen. */
export const xdotool = (display: string, ...args: readonly string[]) =>
  execFileSync("xdotool", [...args], { env: { ...process.env, DISPLAY: display } });

/** Clicks an element of an open popup with the real mouse. */
export async function clickIn(popup: Page, display: string, selector: string): Promise<void> {
  await popup.waitForSelector(selector);
  const [x, y] = await popup.$eval(selector, (element) => {
    element.scrollIntoView({ block: "center" });
    const { x, y, width, height } = element.getBoundingClientRect();
    return [screenX + x + width / 2, screenY + y + height / 2];
  });
  xdotool(display, "mousemove", String(Math.round(x ?? 0)), String(Math.round(y ?? 0)), "sleep", "0.1", "click", "1");
}

/** Switches the site on: popup, its button, and the browser's question, all with real mouse and keys. */
export async function switchOn({ chromium, page, origin }: Reader): Promise<void> {
  const worker = await chromium.worker();
  const granted = () =>
    worker.evaluate(
      (host) => chrome.permissions.contains({ origins: [`https://${host}/*`] }),
      new URL(origin).hostname,
    );
  await until(
    "the grant",
    async () => {
      const popup = await chromium.openPopup(page);
      await clickIn(popup, chromium.display, 'button[data-action="site-on"]');
      // The question takes a moment to appear, and its first button refuses.
      await sleep(1200);
      xdotool(chromium.display, "key", "Tab", "sleep", "0.3", "key", "Return");
      for (let tries = 0; tries < 10 && !(await granted()); tries++) await sleep(150);
      await popup.close().catch(() => undefined);
      return granted();
    },
    { timeout: 40_000 },
  );
  await until("the content script", () =>
    worker.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length > 0),
  );
}

/** Opens the n-th message in a view of its own. */
export async function openMessage({ page, roundcube }: Pick<Session, "page" | "roundcube">, n: number): Promise<void> {
  await page.goto(`${roundcube.url}?_task=mail&_action=show&_uid=${n + 1}&_mbox=INBOX`);
}

/** Title of the toolbar's button over the webmail's tab. */
export async function buttonTitle({ chromium, page }: Pick<Reader, "chromium" | "page">): Promise<string> {
  const worker = await chromium.worker();
  return worker.evaluate(async (url) => {
    const tab = (await chrome.tabs.query({})).find((one: { url?: string }) => one.url === url);
    return tab?.id === undefined ? "" : chrome.action.getTitle({ tabId: tab.id });
  }, page.url());
}

interface Node {
  readonly nodeName: string;
  readonly nodeValue: string;
  readonly attributes?: string[];
  readonly shadowRootType?: string;
  readonly children?: Node[];
  readonly shadowRoots?: Node[];
  readonly contentDocument?: Node;
}

/** Everything in closed shadow roots, which only the debugger of the browser can look into. */
export async function markersIn(page: Page): Promise<readonly Marker[]> {
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
    for (const shadow of node.shadowRoots ?? [])
      if (shadow.shadowRootType === "closed") {
        const [box] = inside(shadow, "SPAN");
        const tone = box?.attributes?.[box.attributes.indexOf("class") + 1]?.replace("marker ", "") ?? "";
        const said = text(shadow).replace(/\s+/g, " ").trim();
        found.push({ mode: "closed", text: said, tone, hasMark: inside(shadow, "CANVAS").length > 0 });
      }
    for (const child of [...(node.children ?? []), ...(node.contentDocument ? [node.contentDocument] : [])])
      walk(child);
  };
  walk(root);
  return found;
}

/** Waits until button and markers say something final. */
export async function settledInBrowser(session: Pick<Reader, "chromium" | "page">): Promise<SeenInBrowser> {
  return until(
    "a verdict",
    async () => {
      const title = await buttonTitle(session);
      const markers = await markersIn(session.page);
      if (title === "" || /being checked|open a message/.test(title) || markers.length === 0) return false;
      return !markers.some((one) => /Checking/.test(one.text)) && { title, markers };
    },
    { timeout: 15_000 },
  );
}

/** What the popup over the webmail says. */
export async function readPopup(session: Pick<Reader, "chromium" | "page">) {
  const popup = await session.chromium.openPopup(session.page);
  await popup.waitForSelector("main[data-badge], main[data-state=nothing], main[data-state=failed]");
  const seen = await popup.evaluate(() => ({
    badge: document.querySelector("main")?.dataset.badge ?? "",
    gmp: document.querySelector("main")?.dataset.gmp ?? "",
    reasons: [...document.querySelectorAll<HTMLElement>("[data-reason]")].map(({ dataset }) => dataset.reason ?? ""),
    site: document.querySelector<HTMLElement>("[data-site]")?.dataset.site ?? "",
    text: document.body.textContent,
  }));
  await popup.close().catch(() => undefined);
  return seen;
}
