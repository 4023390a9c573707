import { browser } from "../browser.ts";
import { post } from "../lookups/contact.ts";
import { isAllowed } from "../lookups/permission.ts";
import { effectiveSettings } from "../state/settings.ts";
import { forgetEntries } from "./log.ts";
import { type Delivered, deliver } from "./webhook.ts";

/** An alarm outlives the event page that set it. */
const ALARM = "audit";
/** Hours between looks at the log, in milliseconds; whether anything is sent is decided then. */
const PERIOD = 6 * 3600 * 1000;

/** What the log is, in the words of the stores. */
export const AUDIT_DATA = "technicalAndInteraction";

const seconds = () => Math.floor(Date.now() / 1000);

/** Starts the handing on of the log; without an administrator's webhook nothing ever leaves. */
export function startAudit(): void {
  const arm = () => browser.alarms.create(ALARM, { when: Date.now() + PERIOD });
  browser.alarms.onAlarm.addListener(async ({ name }) => {
    if (name !== ALARM) return;
    await arm();
    await deliverNow();
    // What was handed on may go.
    const { auditDays } = await effectiveSettings();
    await forgetEntries(auditDays.value, seconds());
  });
  // The client forgets alarms when it ends, and keeps them while this page is stopped.
  browser.runtime.onStartup.addListener(arm);
  browser.runtime.onInstalled.addListener(arm);
}

/** Hands on what is due, now. */
export const deliverNow = (): Promise<Delivered> =>
  deliver({
    now: seconds,
    version: browser.runtime.getManifest().version,
    allowed: (url) => isAllowed(url, AUDIT_DATA),
    post,
  });
