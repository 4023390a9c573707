import { inExtension, openPages } from "./extension-page.ts";
import type { Firefox } from "./firefox.ts";
import { ID } from "./mail-client.ts";
import type { Remote } from "./marionette.ts";
import { sleep, until } from "./until.ts";

/** Goes to an address in the tab that is in front. */
export const goTo = ({ marionette }: Firefox, url: string) =>
  inContent(marionette, () => marionette.command("WebDriver:Navigate", { url }));

/** Runs `fn` in the page that is in front, as its own script would; arguments and result are JSON. */
export function inPage<A extends unknown[], R>({ marionette }: Firefox, fn: Remote<A, R>, ...args: A): Promise<R> {
  const script = `return (${fn.toString()}).apply(null, arguments);`;
  return inContent(marionette, async () => {
    const answer = await marionette.command("WebDriver:ExecuteScript", {
      script,
      args,
      sandbox: null,
      newSandbox: true,
    });
    return (answer as { value: R }).value;
  });
}

/** Does something with Marionette in the page that is in front. */
export async function inContent<R>(marionette: Firefox["marionette"], work: () => Promise<R>): Promise<R> {
  await marionette.command("Marionette:SetContext", { value: "content" });
  try {
    return await work();
  } finally {
    await marionette.command("Marionette:SetContext", { value: "chrome" });
  }
}

/** Closes the extension's own tabs, such as the first-run page. */
export async function closeOwnTabs({ marionette }: Firefox): Promise<void> {
  await until("the first-run page", async () =>
    (await openPages(marionette, ID)).some((one) => one.startsWith("tab ")),
  );
  await marionette.run(() => {
    const { gBrowser } = Services.wm.getMostRecentWindow("navigator:browser");
    for (const tab of [...gBrowser.tabs])
      if (tab.linkedBrowser.currentURI.scheme === "moz-extension") gBrowser.removeTab(tab);
  });
}

/** Title of the toolbar's button over the tab in front, and the file name of its icon. */
export function readAction({ marionette }: Firefox): Promise<{ title: string; icon: string }> {
  return marionette.run((id: string) => {
    const win = Services.wm.getMostRecentWindow("navigator:browser");
    const button = win.document.getElementById(`${id.replace(/[^a-z0-9_-]/g, "_")}-BAP`);
    const icon = /icons\/(\w+)\.svg/.exec(button?.getAttribute("style") ?? "")?.[1] ?? "";
    return { title: button?.getAttribute("tooltiptext") ?? button?.getAttribute("label") ?? "", icon };
  }, ID);
}

/** Presses the toolbar's button and waits for the popup's content. */
export async function pressAction({ marionette }: Firefox): Promise<void> {
  await marionette.run((id: string) => {
    const win = Services.wm.getMostRecentWindow("navigator:browser");
    win.document.getElementById(`${id.replace(/[^a-z0-9_-]/g, "_")}-BAP`).click();
  }, ID);
  await until("the popup", () =>
    inExtension(marionette, ID, { view: "popup" }, () => document.querySelector("main:not([aria-busy=true])") !== null),
  );
}

/** Closes the popup. */
export async function closeAction({ marionette }: Firefox): Promise<void> {
  await inExtension(marionette, ID, { view: "popup" }, () => window.close()).catch(() => undefined);
  await until(
    "the popup to go",
    async () => !(await openPages(marionette, ID)).some((one) => one.startsWith("popup ")),
  );
}

/** Answers the browser's question about a permission by its first button. */
export async function allow({ marionette }: Firefox): Promise<void> {
  const isOpen = () =>
    marionette.run(
      () => Services.wm.getMostRecentWindow("navigator:browser").PopupNotifications.panel.state === "open",
    );
  await until("the browser's question", isOpen);
  await until(
    "the answer to be taken",
    async () => {
      // The button takes no click in its first moments, against clicks that were meant for something else.
      await sleep(800);
      await marionette.run(() => {
        const { PopupNotifications } = Services.wm.getMostRecentWindow("navigator:browser");
        PopupNotifications.panel.querySelector("popupnotification")?.button.click();
      });
      return !(await isOpen());
    },
    { every: 400 },
  );
}
