import { counted, sweepable } from "../arrival/folders.ts";
import { forgetSweep, newSweep, setSweepState, storeSweep, sweepNow } from "../arrival/sweep.ts";
import { allowTags } from "../arrival/tags.ts";
import { browser } from "../browser.ts";
import { showPage } from "./parts/page.ts";
import { type SweepActions, SweepPage } from "./sweep/sweep-page.tsx";

/** How often the page looks how far the sweep is, in milliseconds. */
const LOOK = 1000;

const folders = await sweepable();

async function refresh(): Promise<void> {
  const sweep = await sweepNow();
  showPage("sweep_page_title", <SweepPage shown={{ folders, ...(sweep && { sweep }) }} actions={actions} />);
}

const go = () => browser.runtime.sendMessage({ countersign: "sweep" });

const actions: SweepActions = {
  async begin(chosen) {
    if (!(await allowTags())) return false;
    await storeSweep(newSweep(await counted(chosen), Math.floor(Date.now() / 1000)));
    await go();
    await refresh();
    return true;
  },
  async pause() {
    await setSweepState("paused");
    await refresh();
  },
  async resume() {
    await setSweepState("running");
    await go();
    await refresh();
  },
  async forget() {
    await forgetSweep();
    await refresh();
  },
};

await refresh();
setInterval(refresh, LOOK);
