import { inExtension } from "../world/extension-page.ts";
import { ID } from "../world/mail-client.ts";
import type { Marionette } from "../world/marionette.ts";
import { tabOpened } from "../world/tabs.ts";
import { until } from "../world/until.ts";

/** A page of the extension in a tab. */
export interface TabPage {
  readonly view: "tab";
  readonly page: string;
}

/** The page that writes sealed mail, that of the button "Seal", and that of an opened message. */
export const WRITER = { view: "tab", page: "ui/seal-write.html" } as const satisfies TabPage;
export const SEAL = { view: "tab", page: "ui/seal.html" } as const satisfies TabPage;
export const SEALED = { view: "tab", page: "ui/sealed.html" } as const satisfies TabPage;

/** Opens a page in a tab; `query` is what stands behind its address. */
export async function openPage(marionette: Marionette, page: TabPage, query = ""): Promise<void> {
  await inExtension(
    marionette,
    ID,
    { view: "background" },
    async (path: string) => {
      await browser.tabs.create({ url: browser.runtime.getURL(path) });
    },
    page.page + query,
  );
  await tabOpened(marionette, page.page);
}

/** Puts text into fields, by the text of their labels. */
export function fill(marionette: Marionette, page: TabPage, texts: Readonly<Record<string, string>>): Promise<void> {
  return inExtension(
    marionette,
    ID,
    page,
    (texts: Record<string, string>) => {
      for (const [label, text] of Object.entries(texts)) {
        const found = [...document.querySelectorAll("label")].find((one) => one.textContent === label);
        const field = found && document.getElementById(found.htmlFor);
        if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) throw new Error(label);
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    },
    texts,
  );
}

/** Takes in the key that the owner of an address handed over, in the place where its absence is named. */
export async function takeIn(marionette: Marionette, page: TabPage, address: string, key: string): Promise<void> {
  const at = `[data-address="${address}"]`;
  await until(`the missing key of ${address}`, () =>
    inExtension(
      marionette,
      ID,
      page,
      (at: string, key: string) => {
        const field = document.querySelector<HTMLTextAreaElement>(`${at} textarea`);
        if (field === null) return false;
        field.value = key;
        return field.dispatchEvent(new Event("input", { bubbles: true }));
      },
      at,
      key,
    ),
  );
  await press(marionette, page, `${at} [data-action=take-in]`);
  await until(`the key of ${address}`, async () => (await keysShown(marionette, page))[address] === "user");
}

/** Presses a button once it can be pressed. */
export async function press(marionette: Marionette, page: TabPage, selector: string): Promise<void> {
  await until(`the button ${selector}`, () =>
    inExtension(
      marionette,
      ID,
      page,
      (selector: string) => {
        const button = document.querySelector<HTMLButtonElement>(selector);
        if (button === null || button.disabled) return false;
        button.click();
        return true;
      },
      selector,
    ),
  );
}

/** The text of a page. */
export const textOf = (marionette: Marionette, page: TabPage): Promise<string> =>
  inExtension(marionette, ID, page, () => document.querySelector("main")?.textContent ?? "");

/** What the page says about the key of each recipient. */
export const keysShown = (marionette: Marionette, page: TabPage): Promise<Readonly<Record<string, string>>> =>
  inExtension(marionette, ID, page, () =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>("[data-key]")].map(({ dataset }) => [dataset.address, dataset.key]),
    ),
  );

/** Waits for the end of sending, and returns what the page says. */
export const sendingEnded = (marionette: Marionette): Promise<string> =>
  until("the end of sending", async () => {
    const now = await textOf(marionette, WRITER);
    return /Sealed and sent|not sent|permission/i.test(now) && now;
  });
