import assert from "node:assert/strict";
import { after, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { rowsByArrival, subjectOf } from "../world/badge-button.ts";
import { ID, type MailClient, startMailClient } from "../world/mail-client.ts";
import { grow } from "../world/state.ts";
import { createWorld } from "../world/world.ts";
import { iconOf, show } from "./look.ts";

// Decision 22: Thunderbird keeps the last message's badge beside the next subject until the add-on changes it. How long
// such a stale badge stands is measured over 100 selections; once a verdict is there, nothing stale may follow.

const world = createWorld("stale");
after(() => world.end());

const SELECTIONS = 100;
const POSITIVE = ["VERIFIED", "INTACT", "TRANSPORT"].map(iconOf);

/** What the header area showed from a moment on, in milliseconds since the selection. */
interface Moment {
  readonly at: number;
  readonly subject: string;
  readonly icon: string;
}

/** Selects a row and notes every change of subject and icon until the expected icon has stood for 100 ms. */
function watch(client: MailClient, row: number, subject: string, icon: string): Promise<Moment[]> {
  return client.marionette.run(
    async (row: number, subject: string, icon: string, button: string) => {
      const win = Services.wm.getMostRecentWindow("mail:3pane");
      const tabmail = win.document.getElementById("tabmail");
      const moments: { at: number; subject: string; icon: string }[] = [];
      const began = win.performance.now();
      tabmail.tabInfo[0].chromeBrowser.contentWindow.threadTree.selectedIndex = row;
      let settledAt = Number.POSITIVE_INFINITY;
      for (let at = 0; at < 10_000 && at < settledAt + 100; ) {
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

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

test("ACQ-01: over 100 selections no positive badge of another message stands after the verdict", async () => {
  const all = await makeSamples();
  const pick = (start: string) => all.findIndex(({ file }) => file.startsWith(start));
  const order = ["verified-bank", "none-neighbour", "verified-bank", "alert-account", "intact", "caution-two"].map(
    pick,
  );
  const client = await startMailClient(world, { messages: all.map(({ bytes }) => bytes) });
  await grow(client.marionette, KNOWLEDGE);
  await show(client, order.at(-1) ?? 0);
  const rows = await rowsByArrival(client.marionette);
  const stale: number[] = [];
  const verdict: number[] = [];
  for (let i = 0; i < SELECTIONS; i++) {
    const sample = all[order[i % order.length] ?? 0];
    const row = rows[order[i % order.length] ?? 0];
    assert.ok(sample && row !== undefined);
    const subject = await subjectOf(client.marionette, row);
    const icon = iconOf(sample.badge);
    const moments = await watch(client, row, subject, icon);
    const about = moments.filter((moment) => moment.subject.endsWith(subject));
    // A positive icon that is not this message's, counted from the first sight of this message's subject.
    const settledAt = about.findIndex((moment) => moment.icon === icon);
    assert.ok(settledAt >= 0, `selection ${i}: no verdict on ${sample.file}: ${JSON.stringify(moments)}`);
    const before = about.slice(0, settledAt + 1);
    stale.push(
      before.reduce((sum, moment, k) => {
        const lasted = (before[k + 1]?.at ?? moment.at) - moment.at;
        return POSITIVE.includes(moment.icon) && moment.icon !== icon ? sum + lasted : sum;
      }, 0),
    );
    verdict.push(before.at(-1)?.at ?? 0);
    assert.deepEqual(
      about.slice(settledAt + 1),
      [],
      `selection ${i}: the badge changed after the verdict on ${sample.file}`,
    );
  }
  const shown = stale.filter((ms) => ms > 0).length;
  console.log(
    `stale positive badge beside a new subject: ${shown} of ${SELECTIONS} selections, median ${median(stale)} ms, maximum ${Math.max(...stale)} ms; ` +
      `verdict after median ${median(verdict)} ms, maximum ${Math.max(...verdict)} ms`,
  );
});
