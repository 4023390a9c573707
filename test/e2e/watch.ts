import assert from "node:assert/strict";
import { rowsByArrival, subjectOf } from "../world/badge-button.ts";
import { ID, type MailClient } from "../world/mail-client.ts";
import { iconOf, POSITIVE } from "./look.ts";

/** What the header area showed from a moment on, in milliseconds since the selection. */
interface Moment {
  readonly at: number;
  readonly subject: string;
  readonly icon: string;
}

/** Selects a row and notes every change of subject and icon until the expected icon has stood for 100 ms. */
function moments(client: MailClient, row: number, subject: string, icon: string): Promise<Moment[]> {
  return client.marionette.run(
    async (row: number, subject: string, icon: string, button: string) => {
      const win = Services.wm.getMostRecentWindow("mail:3pane");
      const tabmail = win.document.getElementById("tabmail");
      const moments: { at: number; subject: string; icon: string }[] = [];
      const began = win.performance.now();
      tabmail.tabInfo[0].chromeBrowser.contentWindow.threadTree.selectedIndex = row;
      let settledAt = Number.POSITIVE_INFINITY;
      for (let at = 0; at < 60_000 && at < settledAt + 100; ) {
        at = win.performance.now() - began;
        const doc = tabmail.currentAboutMessage.document;
        const style = doc.getElementById(button)?.getAttribute("style") ?? "";
        const now = {
          at: Math.round(at),
          subject: doc.getElementById("expandedsubjectBox").textContent.trim(),
          icon: /\/([^/")]+\.svg)/.exec(style)?.[1] ?? "",
        };
        const last = moments.at(-1);
        if (last?.subject !== now.subject || last?.icon !== now.icon) moments.push(now);
        if (settledAt === Number.POSITIVE_INFINITY && now.subject.endsWith(subject) && now.icon === icon)
          settledAt = at;
        await new Promise((done) => win.setTimeout(done, 3));
      }
      return moments;
    },
    row,
    subject,
    icon,
    `${ID.replace(/[^a-z0-9_-]/g, "_")}-messageDisplayAction-toolbarbutton`,
  );
}

/** One selection, in milliseconds. */
export interface Watched {
  /** How long a positive badge of another message stood beside this message's subject. */
  readonly stale: number;
  /** From the selection to the verdict. */
  readonly verdict: number;
}

/** Selects the n-th message and watches the badge; throws if anything changes once the verdict stands. */
export async function watch(client: MailClient, n: number, badge: string): Promise<Watched> {
  const row = (await rowsByArrival(client.marionette))[n];
  assert.ok(row !== undefined);
  const subject = await subjectOf(client.marionette, row);
  const icon = iconOf(badge);
  const all = await moments(client, row, subject, icon);
  const about = all.filter((moment) => moment.subject.endsWith(subject));
  const settledAt = about.findIndex((moment) => moment.icon === icon);
  assert.ok(settledAt >= 0, `no verdict ${badge} on "${subject}": ${JSON.stringify(all)}`);
  assert.deepEqual(about.slice(settledAt + 1), [], `the badge changed after the verdict on "${subject}"`);
  const before = about.slice(0, settledAt + 1);
  const stale = before.reduce((sum, moment, k) => {
    const lasted = (before[k + 1]?.at ?? moment.at) - moment.at;
    return POSITIVE.includes(moment.icon) && moment.icon !== icon ? sum + lasted : sum;
  }, 0);
  return { stale, verdict: before.at(-1)?.at ?? 0 };
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** The sentence that is reported (decision 22). */
export function reportOf(watched: readonly Watched[]): string {
  const stale = watched.map((one) => one.stale);
  const verdict = watched.map((one) => one.verdict);
  return (
    `stale positive badge beside a new subject in ${stale.filter((ms) => ms > 0).length} of ${stale.length} selections, ` +
    `median ${median(stale)} ms, maximum ${Math.max(...stale)} ms; ` +
    `verdict after median ${median(verdict)} ms, maximum ${Math.max(...verdict)} ms`
  );
}
