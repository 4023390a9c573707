import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { rowsByArrival, selectRows } from "../world/badge-button.ts";
import { downloadForOffline, INBOX, openFolder } from "../world/folders.ts";
import { type MailClient, startMailClient } from "../world/mail-client.ts";
import { closeExtras, openFile, openInTab, openInWindow } from "../world/open-message.ts";
import { openPopup } from "../world/popup-page.ts";
import { grow } from "../world/state.ts";
import { createWorld } from "../world/world.ts";
import { assertSeen, type Expected, look, settled, show } from "./look.ts";
import { mboxOf } from "./mbox.ts";

// Every badge state in the real Thunderbird, for every way a message can come to the screen.

const world = createWorld("badges");
after(() => world.end());

let client: MailClient;
let samples: readonly Sample[];
before(async () => {
  samples = await makeSamples();
  const messages = samples.map(({ bytes }) => bytes);
  client = await startMailClient(world, { messages, localFolders: { Samples: mboxOf(messages) } });
  await grow(client.marionette, KNOWLEDGE);
});

/**
 * What this mailbox, which has shown the samples before it, must say: two senders of whom one always stamped until now
 * are a reason more (ST-06).
 */
function remembered(sample: Sample): Expected {
  if (!sample.file.startsWith("caution-two-senders")) return sample;
  return { ...sample, reasons: [...sample.reasons, "STAMP_EXPECTED"] };
}

/** Away from its account nobody's word about the delivery counts (ACQ-14, T58); everything else stays. */
function withoutDelivery(sample: Sample): Expected {
  if (sample.badge === "TRANSPORT") return { ...sample, badge: "NONE" };
  if (sample.reasons.includes("TRANSPORT_FAIL")) return { ...sample, badge: "NONE", reasons: [] };
  return remembered(sample);
}

const indexOf = (start: string): number => {
  const n = samples.findIndex(({ file }) => file.startsWith(start));
  assert.ok(n >= 0, start);
  return n;
};

test("every badge state is among the samples", () => {
  const states = new Set(samples.map(({ badge }) => badge));
  assert.deepEqual([...states].sort(), ["ALERT", "CAUTION", "INTACT", "NONE", "TRANSPORT", "UNCHECKED", "VERIFIED"]);
});

/** Looks at each sample; how long the badge of the message before may stand is measured elsewhere (decision 22). */
async function lookAtAll(expectation: (sample: (typeof samples)[number]) => Expected): Promise<void> {
  for (const [n, sample] of samples.entries()) {
    const expected = expectation(sample);
    assertSeen(await look(client, n, expected.badge), expected, sample.file);
  }
}

test("IMAP, read from the server: button and popup say what is expected of each sample", async () => {
  await lookAtAll(remembered);
});

test("IMAP, kept offline: the lines that Thunderbird adds to its copies change nothing", async () => {
  assert.equal(await downloadForOffline(client.marionette), samples.length);
  await lookAtAll(remembered);
});

test("Local Folders, from an mbox file: everything but the server's word counts", async () => {
  await openFolder(client.marionette, { account: "local", name: "Samples" }, samples.length);
  await lookAtAll(withoutDelivery);
  await openFolder(client.marionette, INBOX, samples.length);
});

test("ACQ-14: a message opened from a file has no delivery that could be vouched for", async () => {
  for (const start of ["verified-bank", "transport-", "caution-delivery", "alert-account"]) {
    const sample = samples[indexOf(start)];
    assert.ok(sample);
    const file = join(world.dir, sample.file);
    writeFileSync(file, sample.bytes);
    await openFile(client.marionette, file);
    const subject = /^Subject: (.*)\r$/m.exec(Buffer.from(sample.bytes).toString("latin1"))?.[1] ?? "";
    const expected = withoutDelivery(sample);
    const button = await settled(client, subject, { badge: expected.badge });
    assertSeen({ button, popup: await openPopup(client.marionette) }, expected, sample.file);
    await closeExtras(client.marionette);
  }
});

test("a tab and a window of their own show the badge of their message", async () => {
  for (const start of ["verified-bank", "alert-account"]) {
    const n = indexOf(start);
    const sample = samples[n];
    assert.ok(sample);
    const { badge } = sample;
    const { subject } = await show(client, n, badge);
    await openInTab(client.marionette);
    const inTab = await settled(client, subject, { badge });
    assertSeen({ button: inTab, popup: await openPopup(client.marionette) }, sample, "tab");
    await closeExtras(client.marionette);
    await show(client, n, badge);
    await openInWindow(client.marionette);
    const button = await settled(client, subject, { place: "window", badge });
    assertSeen({ button, popup: await openPopup(client.marionette, "window") }, sample, "window");
    await closeExtras(client.marionette);
  }
});

test("ACQ-10: several selected messages lend each other nothing", async () => {
  await show(client, indexOf("verified-bank"));
  const rows = await rowsByArrival(client.marionette);
  await selectRows(client.marionette, [rows[indexOf("verified-bank")] ?? 0, rows[indexOf("none-neighbour")] ?? 0]);
  const { marionette } = client;
  const shown = await marionette.run(() => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    return win.document.getElementById("tabmail").currentAboutMessage?.location.href ?? "";
  });
  assert.equal(shown, "", "Thunderbird shows a summary, and no message with a button");
  // Back to one: its own badge, not the other's.
  const seen = await look(client, indexOf("none-neighbour"), "NONE");
  assert.equal(seen.popup.badge, "NONE");
});
