import { getSettings, setSettings } from "../background/state.ts";
import { browser } from "../browser.ts";
import { client } from "../this-client.ts";
import { type FirstRunActions, FirstRunPage } from "./first/first-run-page.tsx";
import { lookupActions } from "./lookup-actions.ts";
import { showPage } from "./page.ts";
import { policyStatus } from "./policy-status.ts";

async function refresh(): Promise<void> {
  const [settings, policy] = await Promise.all([getSettings(), policyStatus()]);
  showPage("first_title", <FirstRunPage settings={settings} policy={policy} actions={actions} />);
}

const actions: FirstRunActions = {
  async keepHistory(keepHistory) {
    await setSettings({ keepHistory });
    await refresh();
  },
  ...(client.sites === undefined ? {} : { setMark: (mark: string) => setSettings({ mark }) }),
  lookups: lookupActions,
  refresh,
  openOptions: async () => {
    await browser.runtime.openOptionsPage();
  },
  async done() {
    await setSettings({ welcomed: true });
    const tab = await browser.tabs.getCurrent();
    if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
  },
};

await refresh();
