import assert from "node:assert/strict";
import { after, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, startMailClient } from "../world/mail-client.ts";
import type { RunIn } from "../world/marionette.ts";
import { grow } from "../world/state.ts";
import { createWorld } from "../world/world.ts";
import { checkDropped } from "./check-dropped.ts";

// "Check a message" is in every package; webmail.e2e.ts and webmail-pages.e2e.ts look at it in the browsers.

const world = createWorld("check-thunderbird");
after(() => world.end());

test("Check a message: Thunderbird judges a dropped file by what it knows", async () => {
  const samples = await makeSamples();
  const client = await startMailClient(world, { messages: samples.slice(0, 1).map(({ bytes }) => bytes) });
  await grow(client.marionette, KNOWLEDGE);
  const sample = samples.find(({ file }) => file === "verified-bank-statement.eml");
  assert.ok(sample);
  const { marionette } = client;
  await inExtension(marionette, ID, { view: "background" }, async () => {
    await chrome.tabs.create({ url: chrome.runtime.getURL("ui/check.html") });
  });
  const page = { view: "tab", page: "ui/check.html" } as const;
  const run: RunIn = (fn, ...args) => inExtension(marionette, ID, page, fn, ...args);
  assert.equal(await checkDropped(run, sample.file, sample.bytes), "VERIFIED");
});
