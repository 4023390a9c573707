import { browser } from "../browser.ts";
import { getSettings, setSettings } from "../state/settings.ts";
import { client } from "../this-client.ts";
import { lookupActions } from "./actions/lookups.ts";
import { policyStatus } from "./actions/policy-status.ts";
import { type FirstRunActions, FirstRunPage } from "./first/first-run-page.tsx";
import { showPage } from "./parts/page.ts";

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
