import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { HOST, LOOKALIKE, type Roundcube, startRoundcube, USER } from "../world/roundcube.ts";
import { type Kept, keep } from "../world/state.ts";
import { sleep, until } from "../world/until.ts";
import type { Marker, WebmailBrowser } from "../world/webmail-browser.ts";
import { type AtWebmail, type Reachable, startBrowser, startChromiumAtWebmail } from "../world/webmail-start.ts";
import type { World } from "../world/world.ts";

/** The browsers in which a reader may sit in front of a webmail. */
export const BROWSERS: readonly WebmailBrowser["name"][] = ["Chromium", "Firefox"];

/** The reader's personal mark in these tests. */
export const MARK = "red kite";

/** A reader in front of a webmail, logged in. */
export interface Reader {
  readonly browser: WebmailBrowser;
  readonly origin: string;
}

/** A webmail that runs. */
export interface Site extends Reachable {
  readonly url: string;
  readonly logIn: (browser: WebmailBrowser, url: string) => Promise<void>;
  /** What the reader's installation knows; that of the samples unless told. */
  readonly knowledge?: Kept;
}

/** Debian's Roundcube, as readers reach it. */
export const roundcubeSite = ({ front, url }: Roundcube): Site => ({
  front,
  url,
  names: [HOST, LOOKALIKE],
  logIn: logInToRoundcube,
});

/** Starts a browser in front of a webmail that runs; with `enabled`, the site is switched on as a person does. */
export async function startReader(
  world: World,
  name: WebmailBrowser["name"],
  site: Site,
  enabled = true,
): Promise<Reader> {
  return atSite(await startBrowser(world, name, site), site, enabled);
}

/** Chromium in front of Debian's Roundcube with the samples, with what only its own driver can do. */
export interface Session extends Reader, AtWebmail {
  readonly roundcube: Roundcube;
  readonly samples: readonly Sample[];
}

/** Starts all of it, with the site switched on. */
export async function startSession(world: World): Promise<Session> {
  const samples = await makeSamples();
  const roundcube = await startRoundcube(
    world,
    samples.map(({ bytes }) => bytes),
  );
  const site = roundcubeSite(roundcube);
  const started = await startChromiumAtWebmail(world, site);
  return { ...started, ...(await atSite(started.browser, site, true)), roundcube, samples };
}

async function atSite(browser: WebmailBrowser, site: Site, enabled: boolean): Promise<Reader> {
  await site.logIn(browser, site.url);
  const reader = { browser, origin: new URL(site.url).origin };
  await know(reader, { mark: MARK }, site.knowledge);
  if (enabled) await switchOn(reader);
  return reader;
}

/** Logs in as a person does. */
export async function logInToRoundcube(browser: WebmailBrowser, url: string): Promise<void> {
  await browser.goTo(url);
  await browser.inPage((user: string) => {
    const field = (id: string) => document.querySelector<HTMLInputElement>(id) ?? new HTMLInputElement();
    field("#rcmloginuser").value = user;
    field("#rcmloginpwd").value = "secret";
    document.querySelector<HTMLElement>("#rcmloginsubmit")?.click();
  }, USER);
  await until("the list", () => browser.inPage(() => document.querySelector("#messagelist tr.message") !== null));
}

/** Puts knowledge and settings, such as the personal mark, into the extension's database. */
export async function know({ browser, origin }: Reader, settings: object, knowledge: Kept = KNOWLEDGE): Promise<void> {
  await until("the extension's database", () =>
    browser.inOwn("background", async () => (await indexedDB.databases()).length > 0),
  );
  await browser.inOwn("background", keep, knowledge, `webmail ${origin}`, settings);
}

/** Whether the extension may reach a host. */
export const mayReach = (browser: WebmailBrowser, host: string): Promise<boolean> =>
  browser.inOwn(
    "background",
    (host: string) => chrome.permissions.contains({ origins: [`https://${host}/*`] }) as Promise<boolean>,
    host,
  );

/** Switches the site on: popup, its button, and the browser's own question. */
export async function switchOn({ browser, origin }: Reader): Promise<void> {
  const granted = () => mayReach(browser, new URL(origin).hostname);
  await until(
    "the grant",
    async () => {
      await browser.openPopup();
      // A click that was heard after all is not made again: there is another button then.
      const on = await isSwitchedOn(browser);
      if (!on) await browser.click("popup", 'button[data-action="site-on"]');
      const done = await browser.allow(granted);
      await browser.closePopup();
      return done;
    },
    { timeout: 180_000 },
  );
  await until("the content script", () =>
    browser.inOwn(
      "background",
      async () => ((await chrome.scripting.getRegisteredContentScripts()) as unknown[]).length > 0,
    ),
  );
}

/** Whether the popup that is open says that the site is used, however much of it can be read. */
const isSwitchedOn = (browser: WebmailBrowser): Promise<boolean> =>
  browser.inOwn("popup", () => document.querySelector('button[data-action="site-off"]') !== null);

/** Switches the site off by the popup's button, as a person does; its markers and its grant go. */
export async function switchOff({ browser, origin }: Reader): Promise<void> {
  await browser.openPopup();
  await until("the site to be off", async () => {
    if (await isSwitchedOn(browser)) await browser.click("popup", 'button[data-action="site-off"]');
    for (let tries = 0; tries < 20 && (await isSwitchedOn(browser)); tries++) await sleep(100);
    return !(await isSwitchedOn(browser));
  });
  await browser.closePopup();
  await until("the grant to be given back", async () => !(await mayReach(browser, new URL(origin).hostname)));
  await until("the markers to go", async () => (await browser.markers()).length === 0);
}

/** Opens the n-th message of a folder of Roundcube in a view of its own. */
export const openMessage = ({ browser, origin }: Reader, n: number, folder = "INBOX"): Promise<void> =>
  browser.goTo(`${origin}/?_task=mail&_action=show&_uid=${n + 1}&_mbox=${encodeURIComponent(folder)}`);

/** What a reader sees of the message that is open. */
export interface Seen {
  /** Text of the toolbar's button for screen reader and mouse. */
  readonly title: string;
  /** The markers in the page, in order. */
  readonly markers: readonly Marker[];
}

/** Waits until button and markers say something final. */
export function settled({ browser }: Reader, count = 1): Promise<Seen> {
  return until("a verdict", async () => {
    const [title, markers] = [await browser.title(), await browser.markers()];
    if (title === "" || /being checked|open a message/i.test(title) || markers.length < count) return false;
    return !markers.some(({ text }) => /Checking/.test(text)) && { title, markers };
  });
}

/** The messages that the webmail shows, as the background has checked them. */
export async function checkedInTab({ browser, origin }: Reader) {
  await browser.openTab("ui/options.html");
  const checked = await browser.inOwn(
    { tab: "ui/options.html" },
    async (origin: string) => {
      const tabs: readonly { id: number; url?: string }[] = await chrome.tabs.query({});
      const tabId = tabs.find(({ url }) => url?.startsWith(`${origin}/`))?.id;
      const all: readonly { digest: string }[] = await chrome.runtime.sendMessage({ countersign: "check", tabId });
      return all.map(({ digest }) => ({ digest }));
    },
    origin,
  );
  await browser.closeTab("ui/options.html");
  return checked;
}

/** What the popup over the webmail says; it is closed again. */
export async function readPopup({ browser }: Reader) {
  await browser.openPopup();
  const seen = await until("the popup", () =>
    browser.inOwn("popup", () => {
      const main = document.querySelector<HTMLElement>("main[data-badge], main[data-state]");
      if (main === null || main.ariaBusy === "true") return undefined;
      const all = [...document.querySelectorAll<HTMLElement>("[data-reason]")];
      return {
        badge: main.dataset.badge ?? "",
        gmp: main.dataset.gmp ?? "",
        reasons: all.map(({ dataset }) => dataset.reason ?? ""),
        site: document.querySelector<HTMLElement>("[data-site]")?.dataset.site ?? "",
        text: document.body.textContent,
      };
    }),
  );
  await browser.closePopup();
  return seen;
}
