import { inExtension, openPages } from "./extension-page.ts";
import { ID } from "./mail-client.ts";
import type { Marionette } from "./marionette.ts";
import { until } from "./until.ts";

/** Waits for one of the extension's pages in a tab; `page` is part of its address. */
export async function tabOpened(marionette: Marionette, page: string): Promise<void> {
  await until(`the page ${page}`, async () =>
    (await openPages(marionette, ID)).some((one) => one.startsWith("tab ") && one.includes(page)),
  );
  await until(`the content of ${page}`, () =>
    inExtension(
      marionette,
      ID,
      { view: "tab", page },
      () => document.readyState === "complete" && (document.querySelector("main")?.textContent.length ?? 0) > 20,
    ),
  );
}

const OPTIONS = { view: "tab", page: "ui/options.html" } as const;

/** Opens the options page as the add-on manager's button does. */
export async function openOptions(marionette: Marionette): Promise<void> {
  await inExtension(marionette, ID, { view: "background" }, async () => {
    await browser.runtime.openOptionsPage();
  });
  await tabOpened(marionette, OPTIONS.page);
}

/** The same, with what is known now: a page that was open already is loaded anew. */
export async function openFreshOptions(marionette: Marionette): Promise<void> {
  await openOptions(marionette);
  await inExtension(marionette, ID, OPTIONS, () => {
    document.documentElement.dataset.before = "";
    location.reload();
  });
  await until("the options page to be loaded anew", () =>
    inExtension(
      marionette,
      ID,
      OPTIONS,
      () =>
        document.documentElement.dataset.before === undefined &&
        document.readyState === "complete" &&
        document.querySelector('[data-action="save-lookups"]') !== null,
    ),
  );
}
