import { browser } from "../browser.ts";
import { post } from "../lookups/contact.ts";
import { isAllowed } from "../lookups/permission.ts";
import { effectiveSettings } from "../state/settings.ts";
import { nextDue, type SendParts, sendDue } from "./send.ts";
import { forgetReports } from "./store.ts";
import { isOpen } from "./ways.ts";

/** An alarm outlives the event page that set it. */
const ALARM = "reports";
/** How long a report that could not be sent now waits, in seconds: offline, or contact is not allowed any more. */
const LATER = 300;

/** The sending of reports in one background page. */
export interface Reports {
  /** Forgets what is old, and sets the alarm for what waits; called when the page starts and whenever something was added. */
  arm(): Promise<void>;
}

/**
 * Starts the sending: nothing but an alarm wakes it, and the next alarm is set before anything is sent, so that a page
 * which is stopped at any moment goes on later (REP-10).
 */
export function startReports(): Reports {
  const parts: SendParts = {
    now: () => Math.floor(Date.now() / 1000),
    random: Math.random,
    online: () => navigator.onLine,
    open: async (route) => isOpen(await effectiveSettings(), route),
    allowed: isAllowed,
    post,
  };
  let running: Promise<unknown> = Promise.resolve();

  /** One run after the other: two at once would both believe that they are alone. */
  const serve = async () => {
    await wake(LATER);
    const free = await sendDue(parts).catch((error: unknown) => {
      console.error("reports could not be sent", error);
      return false;
    });
    await wake(free ? 1 : LATER);
  };

  const wake = async (least: number) => {
    const due = await nextDue();
    if (due === undefined) await browser.alarms.clear(ALARM);
    else await browser.alarms.create(ALARM, { when: Math.max(due, parts.now() + least) * 1000 });
  };

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name !== ALARM) return undefined;
    running = running.then(serve);
    return running;
  });
  // The client forgets alarms when it ends.
  browser.runtime.onStartup.addListener(() => wake(1));
  return {
    arm: async () => {
      await forgetReports(parts.now());
      await wake(1);
    },
  };
}
