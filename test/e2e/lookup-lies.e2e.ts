import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Question } from "../../core/dns/message.ts";
import { makeStatusList } from "../../core/gmp/status-list.ts";
import { stampKey } from "../samples/people.ts";
import { captivePortal, forged, type Lie, nothingAt, replayed, serverError, trustMe } from "../world/doh-front.ts";
import { INBOX, openFolder } from "../world/folders.ts";
import { ID } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { openPopup, type Popup } from "../world/popup-page.ts";
import { stored } from "../world/state.ts";
import { openFreshOptions } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { POSITIVE, settled, show } from "./look.ts";
import {
  again,
  answerDoorhanger,
  choose,
  keyLine,
  type LookupWorld,
  lookUpNow,
  publicKey,
  put,
  startLookupWorld,
} from "./lookup-world.ts";

// Whoever stands between the reader and the zones can keep a key from being found, and nothing else.

const world = createWorld("lookup-lies");
after(() => world.end());

const DAY = 86_400;
const LIES: readonly (readonly [org: string, what: string, lie: Lie, state: string])[] = [
  [
    "stripped.example",
    "DNS-02: the record is taken away without proof",
    nothingAt("2026a._gmp.stripped.example."),
    "indeterminate",
  ],
  ["adbit.example", "DNS-01: signatures are taken away and AD=1 says trust me", trustMe, "indeterminate"],
  [
    "forged.example",
    "the key in the answer is another's",
    forged(publicKey("forged.example"), publicKey("mallory.example")),
    "bogus",
  ],
  ["portal.example", "DNS-15: a login page answers", captivePortal, "indeterminate"],
  ["broken.example", "DNS-15: the resolver has an error", serverError, "indeterminate"],
];
const HONEST = [
  "expired.example",
  "rolled.example",
  "offline.example",
  "known.example",
  "stranger.example",
  "written.example",
];
const ORGS = [...LIES.map(([org]) => org), ...HONEST];

let here: LookupWorld;
before(async () => {
  const now = Math.floor(Date.now() / 1000);
  const old = { inception: now - 20 * DAY, expiration: now - DAY };
  const zones = ORGS.map((org) => ({
    name: `${org}.`,
    lines: [keyLine(org)],
    ...(org === "expired.example" && { signing: old }),
  }));
  const sent =
    "From - Sat Nov 21 10:00:00 2026\nFrom: robin@home.example\nTo: Ann <ann@written.example>\nSubject: Hi\nDate: Sat, 21 Nov 2026 10:00:00 +0000\nMessage-ID: <hi@home.example>\n\nHi\n\n";
  here = await startLookupWorld(world, ORGS, zones, {
    hosts: ["known.example"],
    localFolders: { Sent: Buffer.from(sent) },
  });
  await show(here.client, 0);
  assert.equal(await choose(here, "all"), "stored");
});

/** What was found out about an organisation's key. */
const finding = (org: string) =>
  until(`a finding about ${org}`, async () => {
    const all = await stored(here.client.marionette, "findings");
    return all.find(({ key }) => key === `gmp-key 2026a ${org}`);
  });

const remembered = async (org: string) =>
  ((await finding(org)) as { remembered: { state: string; rolledBack?: boolean } }).remembered;

/** Waits until the wish for an organisation's key is in the queue, or was served already. */
const wished = (org: string) =>
  until(`the wish for a key of ${org}`, async () => {
    const { marionette } = here.client;
    const all = [...(await stored(marionette, "lookupJobs")), ...(await stored(marionette, "findings"))];
    return all.some(({ key }) => key === `gmp-key 2026a ${org}`);
  });

/** Shows an organisation's message for the first time and has its key looked up. */
async function popupOf(org: string): Promise<Popup> {
  await show(here.client, here.at(org));
  await wished(org);
  assert.equal(await lookUpNow(here), "done");
  await finding(org);
  await settled(here.client, `From ${org}`);
  return await openPopup(here.client.marionette);
}

for (const [org, what, lie, state] of LIES)
  test(`${what}: nothing positive, and no alarm`, async () => {
    here.front.lie = lie;
    const popup = await popupOf(org);
    assert.deepEqual([popup.badge, popup.gmp, popup.reasons], ["NONE", "UNTRUSTED", ["UNKNOWN_ORG"]]);
    here.front.lie = undefined;
    assert.equal((await remembered(org)).state, state);
  });

test("DNS-15: after the login page is gone, the same message is proven", async () => {
  await show(here.client, here.at("portal.example"));
  assert.equal(await again(here, "portal.example"), "done");
  await settled(here.client, "From portal.example", { badge: "INTACT" });
});

test("DNS-08: a key whose signature has expired proves nothing", async () => {
  const popup = await popupOf("expired.example");
  assert.deepEqual([popup.badge, popup.reasons], ["NONE", ["UNKNOWN_ORG"]]);
});

test("DNS-09: a key that was withdrawn does not come back with an old answer, and somebody is told", async () => {
  const org = "rolled.example";
  await show(here.client, here.at(org));
  await settled(here.client, `From ${org}`, { badge: "INTACT" });
  const question: Question = { name: `2026a._gmp.${org}.`, type: 16 };
  const yesterday = await here.front.record([question]);
  const now = Math.floor(Date.now() / 1000);
  await here.tree.publish(`${org}.`, [keyLine(org, "")], { inception: now - 60, expiration: now + 7 * DAY });
  await again(here, org);
  await until("the withdrawal", async () => !POSITIVE.includes((await settled(here.client, `From ${org}`)).icon));
  here.front.lie = replayed(yesterday);
  // An honest cache may hold the old answer for its time to live: this one is long gone.
  await again(here, org, 2 * DAY);
  here.front.lie = undefined;
  const button = await settled(here.client, `From ${org}`);
  assert.ok(!POSITIVE.includes(button.icon), button.icon);
  assert.equal((await remembered(org)).rolledBack, true);
  const popup = await openPopup(here.client.marionette);
  assert.ok(["CAUTION", "ALERT"].includes(popup.badge) && popup.reasons.includes("DNS_ROLLBACK"), popup.reasons.join());
});

test("NET-11: offline nobody is asked, and online again the look-up is made", async () => {
  const offline = (on: boolean) =>
    here.client.marionette.run((on: boolean) => {
      Services.io.offline = on;
    }, on);
  await show(here.client, 0);
  here.front.lie = serverError;
  await show(here.client, here.at("offline.example"));
  await wished("offline.example");
  await offline(true);
  // What was on its way has ended with this.
  assert.equal(await lookUpNow(here), "offline");
  const before = here.https.asked.length;
  here.front.lie = undefined;
  await show(here.client, here.at("offline.example"));
  assert.equal(await lookUpNow(here), "offline");
  assert.equal(here.https.asked.length, before);
  await offline(false);
  assert.equal(await again(here, "offline.example"), "done");
  await settled(here.client, "From offline.example", { badge: "INTACT" });
});

test("NET-09: in mode known a stranger is never asked about, and a listed organisation not when its mail is opened", async () => {
  assert.equal(await choose(here, "known"), "stored");
  await put(here.client.marionette, { org_id: "known.example", name: "Known", domains: ["known.example"] });
  const before = here.https.asked.length;
  for (const org of ["stranger.example", "known.example"]) await show(here.client, here.at(org));
  await wished("known.example");
  const waiting = await stored(here.client.marionette, "lookupJobs");
  assert.ok(!waiting.some(({ key }) => String(key).includes("stranger.example")), JSON.stringify(waiting));
  // Nothing has a time of its own: it waits for the next round.
  const soon = waiting.filter(({ due }) => due !== undefined);
  assert.deepEqual(soon, []);
  assert.equal(here.https.asked.length, before);
  assert.equal(await again(here, "known.example"), "done");
  await settled(here.client, "From known.example", { badge: "VERIFIED" });
  assert.ok(!here.front.questions.some(({ name }) => name.includes("stranger")));
});

test("in mode known somebody the user wrote to is looked up: Thunderbird's index of sent mail says so", async () => {
  // As every mail client that was used to write: the folder has an index.
  await openFolder(here.client.marionette, { account: "local", name: "Sent" });
  await openFolder(here.client.marionette, INBOX, ORGS.length);
  await show(here.client, here.at("written.example"));
  await until("the job", async () =>
    (await stored(here.client.marionette, "lookupJobs")).some(({ key }) => key === "gmp-key 2026a written.example"),
  );
  assert.equal(await again(here, "written.example"), "done");
  await settled(here.client, "From written.example", { badge: "INTACT" });
});

test("ST-01: a status list is fetched once its host was allowed by a click, and tells what was withdrawn", async () => {
  const { marionette, display } = here.client;
  const url = "https://known.example/gmp-status";
  await put(marionette, {
    org_id: "known.example",
    name: "Known",
    domains: ["known.example"],
    statusList: { url, maxAge: 7 * DAY },
  });
  const now = Math.floor(Date.now() / 1000);
  const times = { issued: now - 60, expires: now + DAY };
  const rids = ["letter-known-example".padEnd(26, "0")];
  const list = await makeStatusList(
    { orgId: "known.example", serial: 1, ...times, kids: [], rids },
    stampKey("known.example"),
  );
  assert.ok(typeof list === "string");
  here.https.serve("known.example", (_, response) => void response.end(list));
  await show(here.client, here.at("known.example"));
  await again(here, "known.example");
  assert.ok(!here.https.asked.some(({ host }) => host === "known.example"), "not before the click");
  await openFreshOptions(marionette);
  const page = { view: "tab", page: "ui/options.html" } as const;
  await clickIn(marionette, display, page, '[data-action="allow-host"]');
  await until("the list", async () => {
    await answerDoorhanger(marionette, "allow");
    return here.https.asked.some(({ host, path }) => host === "known.example" && path === "/gmp-status");
  });
  const button = await show(here.client, here.at("known.example"), "ALERT");
  assert.equal(button.icon, "alert.svg");
});

test("look-ups stop as soon as the permission is withdrawn", async () => {
  await here.client.marionette.run(async (id: string) => {
    const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
    const { extension } = WebExtensionPolicy.getByID(id);
    const origins = { origins: ["https://dns.quad9.net/*"], permissions: [], data_collection: [] };
    await ExtensionPermissions.remove(id, origins, extension);
  }, ID);
  const before = here.https.asked.length;
  assert.equal(await again(here, "known.example"), "not-allowed");
  assert.equal(here.https.asked.length, before);
});
