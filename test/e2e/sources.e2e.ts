import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { readButton, rowsByArrival, selectRows } from "../world/badge-button.ts";
import { INBOX, openFolder } from "../world/folders.ts";
import { ID, type MailClient, startMailClient } from "../world/mail-client.ts";
import { closeExtras, deleteAttachment, openAttachment } from "../world/open-message.ts";
import { openPopup } from "../world/popup-page.ts";
import { grow } from "../world/state.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { carrying, stampedLetter } from "./letters.ts";
import { look, POSITIVE, settled, show } from "./look.ts";
import { mboxOf } from "./mbox.ts";

// Is what was checked what is on the screen? (4-threats B.1)

const world = createWorld("sources");
after(() => world.end());

let client: MailClient;
let samples: readonly Sample[];
/** Places in the inbox: behind the samples. */
let big = 0;
let carrier = 0;
let eightBits = 0;

const sample = (start: string): Sample => {
  const found = samples.find(({ file }) => file.startsWith(start));
  assert.ok(found, start);
  return found;
};
const at = (start: string) => samples.indexOf(sample(start));

before(async () => {
  samples = await makeSamples();
  big = samples.length;
  carrier = big + 1;
  eightBits = carrier + 1;
  const statement = sample("verified-bank").bytes;
  const words = String.fromCharCode(...Array.from({ length: 96 }, (_, n) => 0xa0 + n));
  const more = [
    await stampedLetter("large figures", 20 << 20),
    carrying("see the statement", statement),
    await stampedLetter("every letter", 100_000, { words, charset: "windows-1252" }),
  ];
  const withNul = Buffer.from(
    Buffer.from(sample("intact").bytes).toString("latin1").replace("garlic", "gar\0lic"),
    "latin1",
  );
  assert.ok(withNul.includes(0));
  client = await startMailClient(world, {
    messages: [...samples.map(({ bytes }) => bytes), ...more],
    localFolders: { Nul: mboxOf([withNul]) },
  });
  client.dovecot.fill([sample("alert-account").bytes], "Sent");
  await grow(client.marionette, KNOWLEDGE);
});

test("ACQ-01: leaving a message while its long check runs never paints its badge on the next one", async () => {
  const rows = await rowsByArrival(client.marionette);
  const none = at("none-neighbour");
  const { subject } = await show(client, none, "NONE");
  for (const delay of [50, 300, 1500]) {
    await selectRows(client.marionette, [rows[big] ?? 0]);
    await sleep(delay);
    await selectRows(client.marionette, [rows[none] ?? 0]);
    await settled(client, subject, { badge: "NONE" });
    for (const end = Date.now() + 2500; Date.now() < end; await sleep(20)) {
      const button = await readButton(client.marionette, ID);
      assert.equal(button?.subject, subject);
      // "Not checked yet" may come late: the message that was left is told of after all.
      assert.ok(["none.svg", "pending.svg"].includes(button?.icon ?? ""), `left after ${delay} ms: ${button?.icon}`);
    }
    await settled(client, subject, { badge: "NONE" });
  }
  const seen = await look(client, big, "VERIFIED");
  assert.equal(seen.popup.badge, "VERIFIED", "and the long check does come to its end");
});

test("ACQ-02: a valid message inside an unstamped one lends it nothing, before and after it was opened", async () => {
  const before = await look(client, carrier, "NONE");
  assert.deepEqual([before.popup.badge, before.popup.gmp], ["NONE", "NOT_FOUND"]);
  await openAttachment(client.marionette, 0);
  await settled(client, "Your November statement is ready", { badge: "VERIFIED" });
  const opened = await openPopup(client.marionette);
  assert.equal(opened.badge, "VERIFIED", "the inner message, shown by itself, is what the bank stamped");
  await closeExtras(client.marionette);
  const after = await look(client, carrier, "NONE");
  assert.deepEqual([after.popup.badge, after.popup.gmp, after.button.icon], ["NONE", "NOT_FOUND", "none.svg"]);
});

test("ACQ-04: octets of eight bits arrive as they were stamped, beside others and among them", async () => {
  const { popup } = await look(client, eightBits, "VERIFIED");
  assert.deepEqual([popup.badge, popup.gmp], ["VERIFIED", "VALID"]);
});

test("ACQ-05: an attachment that the reader deleted is missed, and named as missing", async () => {
  const n = at("verified-invoice");
  const { subject } = await show(client, n, "VERIFIED");
  const before = await rowsByArrival(client.marionette);
  await deleteAttachment(client.marionette, 0);
  // The changed copy comes to the end; when the old one goes, Thunderbird itself selects a message, which may be another.
  const button = await until("a verdict on the changed copy at the end of the folder", async () => {
    const rows = await rowsByArrival(client.marionette);
    if (rows.length !== before.length) return undefined;
    await selectRows(client.marionette, [rows.at(-1) ?? 0]);
    return settled(client, subject, { badge: "ALERT", timeout: 3000 });
  });
  assert.ok(!POSITIVE.includes(button.icon));
  const popup = await openPopup(client.marionette);
  assert.equal(popup.gmp, "TAMPERED");
  assert.ok(popup.reasons.includes("ATT_REMOVED"), popup.reasons.join());
});

test("ACQ-07: a message that Thunderbird hands over only in part cannot be checked, and is not called changed", async () => {
  await openFolder(client.marionette, { account: "local", name: "Nul" }, 1);
  const { popup, button } = await look(client, 0, "UNCHECKED");
  assert.equal(popup.badge, "UNCHECKED");
  assert.ok(popup.reasons.includes("E_SOURCE_PARTIAL"), popup.reasons.join());
  assert.equal(button.icon, "unchecked.svg");
  await openFolder(client.marionette, INBOX, samples.length);
});

test("the reader's own sent mail is not judged", async () => {
  await openFolder(client.marionette, { account: "imap", name: "Sent" }, 1);
  await show(client, 0, "NONE");
  await openFolder(client.marionette, INBOX, samples.length);
});
