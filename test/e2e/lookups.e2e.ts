import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inExtension } from "../world/extension-page.ts";
import { ID } from "../world/mail-client.ts";
import { openPopup } from "../world/popup-page.ts";
import { stored } from "../world/state.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { assertSeen, look, settled, show } from "./look.ts";
import { choose, keyLine, type LookupWorld, put, RESOLVER, startLookupWorld } from "./lookup-world.ts";

// A key that an organisation publishes is found, proven from the root and shown, and only where the user wants it.

const world = createWorld("lookups");
after(() => world.end());

const ORGS = ["found.example", "stopped.example"];
let here: LookupWorld;
before(async () => {
  const zones = ORGS.map((org) => ({ name: `${org}.`, lines: [keyLine(org)] }));
  here = await startLookupWorld(world, ORGS, zones);
});

const badge = (org: string, wanted: string) => settled(here.client, `From ${org}`, { badge: wanted });
const hosts = () => [...new Set(here.https.asked.map(({ host }) => host))];

test("NET-01: while look-ups are off, opening stamped mail of unknown organisations sends nothing", async () => {
  for (const org of ORGS) {
    const { popup } = await look(here.client, here.at(org), "NONE");
    assert.deepEqual(popup.reasons, ["UNKNOWN_ORG"]);
  }
  const why = await until("the hint", () =>
    inExtension(here.client.marionette, ID, { view: "popup" }, () => {
      return document.querySelector<HTMLElement>('[data-part="hint"]')?.dataset.why ?? "";
    }),
  );
  assert.equal(why, "off");
  assert.deepEqual(await stored(here.client.marionette, "lookupJobs"), []);
  assert.deepEqual(here.https.asked, []);
});

test("NET-06: a refused permission leaves everything off", async () => {
  assert.equal(await choose(here, "all", "refuse"), "refused");
  await show(here.client, here.at("found.example"), "NONE");
  assert.deepEqual(await stored(here.client.marionette, "lookupJobs"), []);
  assert.deepEqual(here.https.asked, []);
});

test("a published key is proven from the root, and the badge that stands follows", async () => {
  assert.equal(await choose(here, "all"), "stored");
  await show(here.client, here.at("found.example"));
  await badge("found.example", "INTACT");
  const popup = await openPopup(here.client.marionette);
  assert.deepEqual([popup.badge, popup.gmp, popup.reasons], ["INTACT", "UNTRUSTED", []]);
  const proof = await until("the proof", () =>
    inExtension(here.client.marionette, ID, { view: "popup" }, () => {
      const part = document.querySelector<HTMLElement>('[data-part="proof"]');
      const zones = [...(part?.querySelectorAll<HTMLElement>("[data-zone]") ?? [])].map((row) => row.dataset.zone);
      return part && { stands: part.dataset.stands, zones, text: part.textContent };
    }),
  );
  assert.equal(proof.stands, "true");
  assert.deepEqual(proof.zones, [".", "example.", "found.example."]);
  assert.match(proof.text, /dns\.quad9\.net only carried/);
});

test("NET-05: a question carries nothing that names the reader, the program's copy, or the language", () => {
  assert.deepEqual(hosts(), [RESOLVER]);
  for (const { method, path, headers, body } of here.https.asked) {
    assert.equal(method, "GET");
    assert.match(path, /^\/dns-query\?dns=[\w-]+$/);
    assert.equal(body.length, 0);
    const names = Object.keys(headers);
    for (const name of ["origin", "cookie", "referer", "authorization"]) assert.ok(!names.includes(name), name);
    assert.equal(headers["accept-language"], "*");
    assert.doesNotMatch(JSON.stringify(headers), /moz-extension|Thunderbird|countersign|robin/i);
  }
});

test("EXT-11: a background that is stopped with a look-up in its queue makes it later", async () => {
  await show(here.client, here.at("stopped.example"));
  await until("the job", async () => (await stored(here.client.marionette, "lookupJobs")).length > 0);
  await here.client.marionette.run(async (id: string) => {
    const ways = { ignoreDevToolsAttached: true, disableResetIdleForTest: true };
    await WebExtensionPolicy.getByID(id).extension.terminateBackground(ways);
  }, ID);
  await badge("stopped.example", "INTACT");
});

test("trusted by name, the organisation's mail is VERIFIED with the key that its zone proves", async () => {
  await put(here.client.marionette, { org_id: "found.example", name: "Found", domains: ["found.example"] });
  const seen = await look(here.client, here.at("found.example"), "VERIFIED");
  assertSeen(seen, { badge: "VERIFIED", gmp: "VALID", reasons: [] }, "trusted by name");
});
