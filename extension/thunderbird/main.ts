import { startArrivals } from "../arrival/arrivals.ts";
import { startSweeper } from "../arrival/sweeper.ts";
import { countVerdict } from "../audit/log.ts";
import { startAudit } from "../audit/service.ts";
import { browser } from "../browser.ts";
import { createBoard } from "../button/board.ts";
import { say } from "../button/say.ts";
import type { Checked } from "../check/check.ts";
import { sharedEngine } from "../check/engine.ts";
import { noteShown } from "../check/note-shown.ts";
import { createVerdicts } from "../check/verdicts.ts";
import { startLookups } from "../lookups/service.ts";
import { startReports } from "../reports/service.ts";
import { clockwork } from "../state/clockwork.ts";
import { welcome } from "../welcome.ts";
import { paint } from "./badge.ts";
import { checkMessage, displayed, listed } from "./check.ts";
import { corresponded } from "./corresponded.ts";
import { createDisplay } from "./display.ts";
import { openReport } from "./open-report.ts";
import { startSealing } from "./sealing.ts";
import { createWaking } from "./waking.ts";

/*
 * Background of the Thunderbird package. It is an event page: Thunderbird stops it when it is idle and starts it for the
 * next event, so listeners are registered at once and nothing that matters lives in a variable. Each listener returns
 * its work, which keeps the page alive until that is done.
 */
const board = createBoard(paint);
const display = createDisplay({ board, say, check: checkMessage, look: lookLater, verdicts: createVerdicts(), stands });
const lookups = startLookups({ corresponded, changed: () => checkAll(true) });
const reports = startReports();
const arrivals = startArrivals();
const sweeper = startSweeper();
startAudit();
const checkAll = createWaking({ board, display, displayed, tabs: () => browser.tabs.query({}) });

startSealing();

browser.mailTabs.onSelectedMessagesChanged.addListener((tab, list) => {
  // A page that was just woken needs the engine soon.
  void sharedEngine();
  return tab.id === undefined ? undefined : display.selected(tab.id, listed(list));
});

browser.messageDisplay.onMessagesDisplayed.addListener((tab, list) =>
  tab.id === undefined ? undefined : display.shown(tab.id, listed(list)),
);

browser.runtime.onMessage.addListener((message: unknown, sender: browser.runtime.MessageSender) => {
  // Own pages only (EXT-04), and there are five things to say.
  const own = sender.id === browser.runtime.id && sender.url?.startsWith(browser.runtime.getURL("")) === true;
  if (!own || typeof message !== "object" || message === null || !("countersign" in message)) return undefined;
  if (message.countersign === "look-up") return lookups.now();
  if (message.countersign === "report") return reports.arm();
  if (message.countersign === "sweep") {
    // The page shows how far it is and need not wait for the end.
    void sweeper.resume();
    return undefined;
  }
  return Promise.all([checkAll(message.countersign === "changed"), lookups.arm(), reports.arm()]);
});

browser.commands.onCommand.addListener((name) => (name === "report" ? openReport() : undefined));

browser.runtime.onInstalled.addListener(async ({ reason }) => {
  // What this installation can know of repeated stamps begins now (ST-07).
  await clockwork();
  if (reason === "install") await welcome();
});

// The page may have been stopped in the middle of a check, or installed while a message is shown: no event tells of
// that message again (EXT-11).
void checkAll(false);
void lookups.arm();
void reports.arm();
void arrivals.resume();
void sweeper.resume();

/** Events that belong together come within this time, in milliseconds. */
const SETTLED = 1000;

async function lookLater(tabId: number, signal: AbortSignal): Promise<Awaited<ReturnType<typeof displayed>>> {
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  return signal.aborted ? [] : await displayed(tabId);
}

async function stands(checked: Checked): Promise<void> {
  await noteShown(checked);
  await lookups.offer(checked.result);
  await arrivals.stands(checked);
  if (checked.skipped === undefined) await countVerdict(checked.result.badge, "shown", checked.knowledge.now);
}
