import { stampedLetter } from "../e2e/letters.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { rowsByArrival, selectRows, subjectOf } from "../world/badge-button.ts";
import { BARE_ID, installBareAddOn } from "../world/bare-addon.ts";
import { ID, type MailClient, startMailClient } from "../world/mail-client.ts";
import { grow } from "../world/state.ts";
import { timeToBadge } from "../world/time-to-badge.ts";
import { sleep } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { type Bench, median, ratio, report, round } from "./measure.ts";

// Decision 22: from the selection of a message to its badge, in the real Thunderbird, against an add-on that only reads
// the message and sets one title. Both look at each message for the first time; the reader rests on an unstamped one.

const KB = 1024;
const SIZES = [
  { name: "10 KB", octets: 10 * KB, messages: 15 },
  { name: "25 MB", octets: 25 * KB * KB, messages: 5 },
] as const;

const REST = Buffer.from(
  "From: Kim <kim@friends.example>\r\nTo: robin@home.example\r\nSubject: rest\r\nDate: Fri, 20 Nov 2026 06:00:00 +0000\r\nMessage-ID: <rest@friends.example>\r\n\r\nRest\r\n",
);

async function measure(client: MailClient, id: string, n: number, sign: (subject: string) => string): Promise<number> {
  const rows = await rowsByArrival(client.marionette);
  await selectRows(client.marionette, [rows[0] ?? 0]);
  await sleep(600);
  const row = rows[n] ?? 0;
  const subject = await subjectOf(client.marionette, row);
  return timeToBadge(client, id, row, subject, sign(subject));
}

await report(async (): Promise<Bench> => {
  const [ours, bare] = [createWorld("bench-ours"), createWorld("bench-bare")];
  try {
    const messages: Uint8Array[] = [REST];
    for (const { name, octets, messages: count } of SIZES)
      for (let i = 0; i < count; i++) messages.push(await stampedLetter(`${name} letter ${i}`, octets));
    const a = await startMailClient(ours, { messages });
    await grow(a.marionette, KNOWLEDGE);
    const b = await startMailClient(bare, { messages, policies: {} });
    await installBareAddOn(bare, b.marionette);
    const rows = [];
    let n = 1;
    for (const { name, messages: count } of SIZES) {
      const times = { ours: [] as number[], bare: [] as number[] };
      for (let i = 0; i < count; i++, n++) {
        const one = await measure(a, ID, n, () => "verified.svg");
        const other = await measure(b, BARE_ID, n, (subject) => `of ${subject}`);
        // The first of each size only warms up.
        if (i > 0) {
          times.ours.push(one);
          times.bare.push(other);
        }
      }
      rows.push({
        message: name,
        "bare ms": round(median(times.bare)),
        "ours ms": round(median(times.ours)),
        "ours / bare": ratio(times.ours, times.bare),
      });
    }
    return { name: "Thunderbird: from selecting a message to its badge, against an add-on that only reads it", rows };
  } finally {
    await Promise.all([ours.end(), bare.end()]);
  }
});
