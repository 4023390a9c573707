import { inExtension, openPages } from "./extension-page.ts";
import type { Firefox } from "./firefox.ts";
import { allow, closeAction, goTo, inContent, inPage, pressAction, readAction } from "./firefox-tabs.ts";
import { ID } from "./mail-client.ts";
import type { Remote } from "./marionette.ts";
import { clickIn } from "./mouse.ts";
import { until } from "./until.ts";
import type { Marker, OwnPlace, WebmailBrowser } from "./webmail-browser.ts";

/** Firefox as a {@link WebmailBrowser}; the webmail is in its first tab. */
export function firefoxAtWebmail(firefox: Firefox): WebmailBrowser {
  const { marionette, display } = firefox;
  return {
    name: "Firefox",
    display,
    goTo: async (url) => void (await goTo(firefox, url)),
    inPage: (fn, ...args) => inPage(firefox, fn, ...args),
    inScript: (fn, ...args) => inScript(firefox, fn, args),
    inOwn: (place, fn, ...args) => inExtension(marionette, ID, viewOf(place), fn, ...args),
    title: async () => (await readAction(firefox)).title,
    markers: () => markers(firefox),
    openPopup: () => pressAction(firefox),
    closePopup: () => closeAction(firefox),
    async openTab(path) {
      await inExtension(
        marionette,
        ID,
        { view: "background" },
        async (path: string) => void (await chrome.tabs.create({ url: chrome.runtime.getURL(path) })),
        path,
      );
      await until(path, () =>
        inExtension(marionette, ID, viewOf({ tab: path }), () => document.querySelector("main") !== null),
      );
    },
    async closeTab(path) {
      await inExtension(marionette, ID, viewOf({ tab: path }), async () => {
        const tab = await chrome.tabs.getCurrent();
        setTimeout(() => void chrome.tabs.remove(tab.id), 0);
      });
      await until("the tab to go", async () => !(await openPages(marionette, ID)).some((one) => one.includes(path)));
    },
    click: (place, selector) => clickIn(marionette, display, viewOf(place), selector),
    async allow(granted) {
      if (!(await granted())) await allow(firefox);
      return until("the grant", granted);
    },
    stopBackground: () =>
      marionette.run(async (id: string) => {
        // Left to itself it would stay while a page of the extension talks to it.
        await WebExtensionPolicy.getByID(id).extension.terminateBackground({
          ignoreDevToolsAttached: true,
          disableResetIdleForTest: true,
        });
      }, ID),
    isBackgroundRunning: () =>
      marionette.run((id: string) => WebExtensionPolicy.getByID(id).extension.backgroundState === "running", ID),
  };
}

const viewOf = (place: OwnPlace) =>
  typeof place === "string" ? { view: place } : ({ view: "tab", page: place.tab } as const);

/** Runs it in the sandbox that the browser made for our content script; Firefox's own tests find it the same way. */
async function inScript<A extends unknown[], R>({ marionette }: Firefox, fn: Remote<A, R>, args: A): Promise<R> {
  const call = `(async () => JSON.stringify(await (${fn.toString()}).apply(null, ${JSON.stringify(args)})) ?? "null")()`;
  const script = `const [call, id, done] = arguments;
    const { ExtensionContent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionContent.sys.mjs");
    const ours = ExtensionContent.getContextByExtensionId(id, window)?.sandbox;
    if (ours === undefined) done(JSON.stringify({ error: "no content script" }));
    else Components.utils.evalInSandbox(call, ours).then(
      (value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })));`;
  const answer = await inContent(marionette, () =>
    marionette.command("WebDriver:ExecuteAsyncScript", { script, args: [call, ID], sandbox: "system" }),
  );
  const { value, error }: { value?: string; error?: string } = JSON.parse((answer as { value: string }).value);
  if (value === undefined) throw new Error(error);
  return JSON.parse(value);
}

/** The markers of the page and of its frames: the browser's own code sees into closed shadow roots. */
async function markers({ marionette }: Firefox): Promise<readonly Marker[]> {
  const script = `const inside = (page) => [...page.querySelectorAll("span")].flatMap((host) => {
      const root = host.openOrClosedShadowRoot;
      const box = root?.querySelector(".marker");
      return box ? [{ mode: root.mode, tone: box.className.replace("marker ", ""), text: box.textContent,
        hasMark: box.querySelector("canvas") !== null }] : [];
    });
    const frames = [...document.querySelectorAll("iframe")].flatMap(({ contentDocument }) => contentDocument ?? []);
    return [document, ...frames].flatMap(inside);`;
  const answer = await inContent(marionette, () =>
    marionette.command("WebDriver:ExecuteScript", { script, args: [], sandbox: "system" }),
  );
  return (answer as { value: readonly Marker[] }).value;
}
