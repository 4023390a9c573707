import { getSettings, setSettings } from "../background/state.ts";
import { browser } from "../browser.ts";
import { type FirstRunActions, FirstRunPage } from "./first/first-run-page.tsx";
import { showPage } from "./page.ts";

async function refresh(): Promise<void> {
  showPage("first_title", <FirstRunPage settings={await getSettings()} actions={actions} />);
}

const actions: FirstRunActions = {
  async keepHistory(keepHistory) {
    await setSettings({ keepHistory });
    await refresh();
  },
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
