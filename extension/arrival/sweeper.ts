import { browser } from "../browser.ts";
import { getSettings } from "../state/settings.ts";
import type { Header } from "../thunderbird/place.ts";
import { messagesIn } from "./folders.ts";
import { pagesIn } from "./lists.ts";
import { mark } from "./mark.ts";
import { MARK_PARTS } from "./mark-parts.ts";
import { runSweep, sweepMode, sweepNow } from "./sweep.ts";
import { mayTag, ourTags } from "./tags.ts";

/** An alarm outlives the event page that set it. */
const ALARM = "sweep";
/** Seconds without progress after which the sweep is taken up again: longer than any message takes. */
const SILENCE = 60;

/** The sweep in one background page. */
export interface Sweeper {
  /** Goes on with a sweep that runs; called when the page starts, and after a click. */
  resume(): Promise<void>;
}

/**
 * Starts the sweeping: the next alarm is set before each step, so that a page which is stopped at any moment goes on
 * later, at the place that was written down.
 */
export function startSweeper(): Sweeper {
  let running: Promise<void> | undefined;

  const wake = () => browser.alarms.create(ALARM, { when: Date.now() + SILENCE * 1000 });

  const run = async () => {
    if ((await sweepNow())?.state !== "running" || !(await mayTag())) return;
    await wake();
    const [tags, { arrival }] = [await ourTags(), await getSettings()];
    const mode = sweepMode(arrival);
    const judge = async (header: Header) => (await mark(header, mode, tags, MARK_PARTS)).tagged;
    await runSweep({ judge, pages: pagesIn, messagesIn, step: wake });
    await browser.alarms.clear(ALARM);
  };

  const resume = (): Promise<void> => {
    running ??= run()
      .catch((error: unknown) => console.error("the sweep stopped", error))
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  browser.alarms.onAlarm.addListener(({ name }) => (name === ALARM ? resume() : undefined));
  return { resume };
}
