import { browser } from "../browser.ts";
import { trustOrganisation } from "../check/trust-organisation.ts";
import { diagnosticsOf } from "../diagnostics/diagnostics.ts";
import { client } from "../this-client.ts";
import { popupLookups } from "./actions/lookups.ts";
import { policyStatus } from "./actions/policy-status.ts";
import { popupReports } from "./actions/report.ts";
import { popupSealed } from "./actions/sealed.ts";
import { showPage } from "./parts/page.ts";
import type { Actions, Shown } from "./popup/model.ts";
import { PopupPage } from "./popup/popup-page.tsx";

const show = (shown: Shown) => showPage("popup_title", <PopupPage shown={shown} actions={actions} />);

/** Checks what the tab shows now, never what the button showed before (decision 22). */
async function check(): Promise<void> {
  try {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    const site = tab && (await client.sites?.of(tab));
    const messages = tab?.id === undefined ? [] : await client.checkDisplayed(tab.id);
    show({ state: "checked", messages, ...(site === undefined ? {} : { site }) });
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
  copyDiagnostics: async (message) => navigator.clipboard.writeText(await diagnosticsOf(message)),
  openVerifiedView: ({ messageId }) => openPage(`ui/verified-view.html?message=${messageId}`),
  openCheck: () => openPage("ui/check.html"),
  async changeSite(origin, on) {
    const done = on ? ((await client.sites?.enable(origin)) ?? false) : true;
    if (!on) await client.sites?.disable(origin);
    await check();
    return done;
  },
  openOptions: async () => {
    await browser.runtime.openOptionsPage();
    window.close();
  },
  policy: policyStatus,
  sealed: popupSealed(client.sealed, openPage),
  lookups: popupLookups,
  reports: popupReports,
};

show({ state: "checking" });
await check();
