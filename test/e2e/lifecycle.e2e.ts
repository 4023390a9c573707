import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { readButton, rowsByArrival, selectRows } from "../world/badge-button.ts";
import { ID, type MailClient, startMailClient } from "../world/mail-client.ts";
import { openPopup } from "../world/popup-page.ts";
import { grow, stored } from "../world/state.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { assertSeen, iconOf, look, POSITIVE, show } from "./look.ts";
import { reportOf, type Watched, watch } from "./watch.ts";

// Thunderbird stops an add-on's background whenever it is idle, and at any await: nothing may be lost or go stale.

const world = createWorld("lifecycle");
after(() => world.end());

let client: MailClient;
let samples: readonly Sample[];
const at = (start: string): number => samples.findIndex(({ file }) => file.startsWith(start));
const sampleAt = (n: number): Sample => {
  const sample = samples[n];
  assert.ok(sample);
  return sample;
};

before(async () => {
  samples = await makeSamples();
  client = await startMailClient(world, {
    messages: samples.map(({ bytes }) => bytes),
    prefs: { "extensions.background.idle.timeout": 1500 },
  });
  await grow(client.marionette, KNOWLEDGE);
});

const state = (): Promise<string> =>
  client.marionette.run((id: string) => WebExtensionPolicy.getByID(id).extension.backgroundState, ID);
const stopped = () => until("the background to stop", async () => (await state()) === "stopped");
const terminate = (): Promise<void> =>
  client.marionette.run(async (id: string) => {
    await WebExtensionPolicy.getByID(id).extension.terminateBackground({
      ignoreDevToolsAttached: true,
      disableResetIdleForTest: true,
    });
  }, ID);

test("EXT-11: a background that was stopped for idleness wakes for the next message, and the badge stays right", async () => {
  for (const start of ["verified-bank", "none-neighbour", "alert-account", "verified-bank"]) {
    const n = at(start);
    assertSeen(await look(client, n, sampleAt(n).badge), sampleAt(n), start);
    await stopped();
    // The badge that stands was about this message, and still is.
    assert.equal((await readButton(client.marionette, ID))?.icon, iconOf(sampleAt(n).badge));
  }
});

test("EXT-11: a background stopped in the middle of a check is put right by the popup at the latest", async () => {
  const [verified, none] = [at("verified-bank"), at("none-neighbour")];
  const rows = await rowsByArrival(client.marionette);
  let kept = 0;
  for (const delay of [0, 20, 60, 120, 200]) {
    await show(client, verified, "VERIFIED");
    await selectRows(client.marionette, [rows[none] ?? 0]);
    await sleep(delay);
    await terminate();
    await sleep(1000);
    if (POSITIVE.includes((await readButton(client.marionette, ID))?.icon ?? "")) kept++;
    const popup = await openPopup(client.marionette);
    assert.equal(popup.badge, "NONE", "the popup checks anew");
    await until(`the toolbar to follow the popup, stopped after ${delay} ms`, async () => {
      return (await readButton(client.marionette, ID))?.icon === "none.svg";
    });
  }
  console.log(
    `a background ended by force within 200 ms of a selection left another message's badge in ${kept} of 5 cases`,
  );
});

test("ACQ-01: a background that has to wake first replaces the last message's badge too", async () => {
  const watched: Watched[] = [];
  for (let i = 0; i < 5; i++) {
    await show(client, at("verified-bank"), "VERIFIED");
    await stopped();
    watched.push(await watch(client, at("none-neighbour"), "NONE"));
  }
  console.log(`waking: ${reportOf(watched)}`);
});

test("a restart keeps trust, ledger and history", async () => {
  const n = at("verified-bank");
  assertSeen(await look(client, n, sampleAt(n).badge), sampleAt(n), "before");
  const before = { trust: await stored(client.marionette, "trust"), ledger: await stored(client.marionette, "ledger") };
  assert.ok(before.trust.length > 0 && before.ledger.length > 0);
  await client.restart();
  assertSeen(await look(client, n, sampleAt(n).badge), sampleAt(n), "after");
  assert.deepEqual(await stored(client.marionette, "trust"), before.trust);
  assert.deepEqual(await stored(client.marionette, "ledger"), before.ledger);
  assert.ok((await stored(client.marionette, "history")).length > 0);
});
