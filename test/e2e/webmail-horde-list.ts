import { sleep, until } from "../world/until.ts";
import type { WebmailBrowser } from "../world/webmail-browser.ts";

/** Waits for the list of Horde's dynamic view. */
export const theList = (browser: WebmailBrowser) =>
  until("the list", () => browser.inPage(() => document.querySelector(".msglist .vpRow") !== null));

/** What a reader does with the list of Horde's dynamic view, and the message below it. */
export interface HordeList {
  /** Runs code as the page's own script: arrays of a driver's world are strange to its library. */
  asPage(code: string): Promise<void>;
  /** Whether nothing that the page asked for is on its way. */
  isIdle(): Promise<boolean>;
  /** Selects messages one after the other, as clicks do; the page needs a while to show the last. */
  select(...all: readonly number[]): Promise<unknown>;
  /** Selects a message, and waits until the page shows it and no marker of the one before. */
  open(n: number): Promise<void>;
  /** The same for whatever makes the page show another message. */
  shownAfter(choose: () => Promise<unknown>): Promise<void>;
}

/** Over a browser that shows it. */
export function hordeList(browser: WebmailBrowser): HordeList {
  const asPage = (code: string) =>
    browser.inPage((code: string) => {
      const script = document.createElement("script");
      script.textContent = code;
      document.head.append(script);
    }, code);

  async function isIdle(): Promise<boolean> {
    await asPage("document.documentElement.dataset.waiting = Ajax.activeRequestCount");
    return browser.inPage(() => document.documentElement.dataset.waiting === "0");
  }

  const select = (...all: readonly number[]) => {
    const uids = all.map((n) => n + 1);
    const rows = uids
      .map((uid) => `DimpBase.viewport.createSelectionBuffer().search({ VP_id: { equal: [${uid}] } }).get("rownum")`)
      .map((found) => `DimpBase.viewport.select(${found});`);
    // Its list knows no row for a moment while it is loaded anew.
    return until("the selection", async () => {
      await asPage(rows.join("\n"));
      return browser.inPage((last: number) => location.hash.endsWith(`;${last}`), uids.at(-1) ?? 0);
    });
  };

  const isShown = () =>
    browser.inPage(
      () =>
        document.querySelector("#previewMsg [data-before]") === null &&
        document.querySelector("#previewMsg .from .address") !== null,
    );

  async function shownAfter(choose: () => Promise<unknown>): Promise<void> {
    const OLD = "#previewMsg .from .address, #previewMsg .msgHeaders > span";
    await browser.inPage((old: string) => {
      for (const one of document.querySelectorAll(old)) one.setAttribute("data-before", "");
    }, OLD);
    // Horde drops an answer when its list is loaded anew at that moment: then nothing is on its way any more, and the
    // message is not there. A reader clicks again.
    await until("the message", async () => {
      await choose();
      for (let idle = 0; idle < 20; idle = (await isIdle()) ? idle + 1 : 0) {
        if (await isShown()) return true;
        await sleep(50);
      }
      await asPage("DimpBase.viewport.deselect(DimpBase.viewport.getSelected());");
      return false;
    });
  }

  return { asPage, isIdle, select, open: (n) => shownAfter(() => select(n)), shownAfter };
}
