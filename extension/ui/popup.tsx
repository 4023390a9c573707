import { diagnosticsOf } from "../background/diagnostics.ts";
import { trustOrganisation } from "../background/trust-actions.ts";
import { browser } from "../browser.ts";
import { client } from "../this-client.ts";
import { showPage } from "./page.ts";
import type { Actions, Shown } from "./popup/model.ts";
import { PopupPage } from "./popup/popup-page.tsx";

const show = (shown: Shown) => showPage("popup_title", <PopupPage shown={shown} actions={actions} />);

/** Checks what the tab shows now, never what the button showed before (decision 22). */
async function check(): Promise<void> {
  try {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    show({ state: "checked", messages: tab?.id === undefined ? [] : await client.checkDisplayed(tab.id) });
  } catch (error) {
    console.error("the check could not be made", error);
    show({ state: "failed" });
  }
}

const openPage = async (path: string) => {
  await browser.tabs.create({ url: browser.runtime.getURL(path) });
  window.close();
};

const actions: Actions = {
  async trust({ result }, pin) {
    const back = await trustOrganisation(result, pin);
    await client.announceChange();
    return async () => {
      await back();
      await client.announceChange();
    };
  },
  recheck: check,
  copyDiagnostics: (message) => navigator.clipboard.writeText(diagnosticsOf(message)),
  openVerifiedView: ({ messageId }) => openPage(`ui/verified-view.html?message=${messageId}`),
  openOptions: async () => {
    await browser.runtime.openOptionsPage();
    window.close();
  },
};

show({ state: "checking" });
await check();
