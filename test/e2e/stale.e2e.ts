import assert from "node:assert/strict";
import { after, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { startMailClient } from "../world/mail-client.ts";
import { grow } from "../world/state.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";
import { reportOf, type Watched, watch } from "./watch.ts";

// Decision 22: Thunderbird keeps the last message's badge beside the next subject until the add-on changes it. How long
// such a stale badge stands is measured over 100 selections; once a verdict is there, nothing stale may follow.

const world = createWorld("stale");
after(() => world.end());

const SELECTIONS = 100;

test("ACQ-01: over 100 selections no positive badge of another message stands after the verdict", async () => {
  const samples = await makeSamples();
  const order = ["verified-bank", "none-neighbour", "verified-bank", "alert-account", "intact", "caution-two"].map(
    (start) => samples.findIndex(({ file }) => file.startsWith(start)),
  );
  const client = await startMailClient(world, { messages: samples.map(({ bytes }) => bytes) });
  await grow(client.marionette, KNOWLEDGE);
  await show(client, order.at(-1) ?? 0);
  const watched: Watched[] = [];
  for (let i = 0; i < SELECTIONS; i++) {
    const n = order[i % order.length] ?? 0;
    const sample = samples[n];
    assert.ok(sample);
    watched.push(await watch(client, n, sample.badge));
  }
  console.log(reportOf(watched));
});
