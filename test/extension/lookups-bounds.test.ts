import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { parseMessage } from "../../core/dns/message.ts";
import { gatherKnowledge } from "../../extension/check/knowledge.ts";
import { NO_LOOKUPS } from "../../extension/lookups/choice.ts";
import type { Finding, ServedWant } from "../../extension/lookups/finding.ts";
import { MOST_NEW, MOST_NEW_KEYS, withoutMadeUp } from "../../extension/lookups/new-names.ts";
import { offer } from "../../extension/lookups/queue.ts";
import { run } from "../../extension/lookups/run.ts";
import { keepFinding, listFindings, listJobs } from "../../extension/lookups/store.ts";
import { wantKey } from "../../extension/lookups/wants.ts";
import { clockwork } from "../../extension/state/clockwork.ts";
import { setSettings } from "../../extension/state/settings.ts";
import { emptyInstallation } from "./empty-installation.ts";

// What mail can make this machine ask about: bounded for each organisation, and switched off for a type of its own.

const NOW = 1_795_000_000;
const DAY = 86_400;
const selector = (selector: string, domain = "shop.example"): ServedWant => ({ kind: "dkim-key", domain, selector });
const parts = (now = NOW) => ({
  now: () => now,
  random: () => 0.5,
  corresponded: async () => false,
  online: () => true,
  allowed: async () => true,
});

/** An empty installation in mode `all`, and the types of the questions that are asked. */
async function fresh(t: TestContext): Promise<readonly number[]> {
  await emptyInstallation();
  await clockwork();
  await setSettings({ lookups: { ...NO_LOOKUPS, mode: "all" } });
  const types: number[] = [];
  t.mock.method(globalThis, "fetch", async (url: URL) => {
    const query = Buffer.from(url.searchParams.get("dns") ?? "", "base64url");
    types.push(parseMessage(query)?.question.type ?? 0);
    return new Response("", { status: 503 });
  });
  return types;
}

const opened = (wants: readonly ServedWant[], now = NOW) => offer({ wants }, parts(now));

test("NET-09: who makes up a key's name for each reader is asked a few times a day, whatever the subdomain", async (t) => {
  await fresh(t);
  for (let n = 0; n < 12; n++) await opened([selector(`reader-${n}`, `n${n}.shop.example`)]);
  assert.equal((await listJobs()).length, MOST_NEW_KEYS);
  await opened([selector("other", "other.example")]);
  assert.equal((await listJobs()).length, MOST_NEW_KEYS + 1);
  await run("soon", parts(NOW + 10));
  assert.equal((await listJobs()).length, 0);
  // Asked, they still count; and what was asked about before may be asked about again.
  await opened([selector("reader-99"), selector("reader-0", "n0.shop.example")], NOW + 7200);
  assert.deepEqual(
    (await listJobs()).map(({ key }) => key),
    [wantKey(selector("reader-0", "n0.shop.example"))],
  );
  await opened([selector("reader-99")], NOW + DAY + 60);
  assert.equal((await listJobs()).length, 2);
});

test("NET-09: new questions of every kind are bounded for one registrable domain, and several in one message count", () => {
  const wants = Array.from(
    { length: 60 },
    (_, n): ServedWant => ({ kind: "gmp-policy", domain: `n${n}.shop.example` }),
  );
  assert.deepEqual(withoutMadeUp(wants, [], [], NOW), wants.slice(0, MOST_NEW));
  const old: Finding[] = wants.map((want) => {
    return { key: wantKey(want), want, domain: "shop.example", next: 0, usedAt: NOW, since: NOW - DAY };
  });
  assert.deepEqual(withoutMadeUp([selector("new"), ...wants], old, [], NOW), [selector("new"), ...wants]);
});

const CLIENT_MX: ServedWant = { kind: "client-mx", domain: "bank.example" };

/** As a look-up under a number found that the domain opted in. */
async function found(type: number): Promise<void> {
  const value = { domain: "bank.example", state: "secure", present: true } as const;
  const step = {
    question: { name: "bank.example.", type },
    state: "secure",
    code: "PROVEN",
    at: "",
    chain: [],
    aliases: [],
  } as const;
  const times = { provenAt: NOW, until: NOW + DAY, ttl: 3600, askedAt: NOW, askAgain: NOW + DAY, failures: 0 };
  const said = {
    state: "secure",
    code: "PROVEN",
    at: "",
    facts: [{ member: "clientMx", value }],
    steps: [step],
  } as const;
  const remembered = { want: { kind: "client-mx", domain: "bank.example" }, ...said, ...times } as const;
  const finding = { key: wantKey(CLIENT_MX), want: CLIENT_MX, domain: "bank.example", next: NOW + DAY, usedAt: NOW };
  await keepFinding({ ...finding, remembered });
}

const known = async () =>
  (await gatherKnowledge({ now: NOW, origin: "file", addresses: [] })).knowledge.clientMx?.map(({ domain }) => domain);

test("DNS-16: the number of the Client MX type can be changed, and what was found under another one is forgotten", async (t) => {
  const types = await fresh(t);
  await found(265);
  assert.deepEqual(await known(), ["bank.example"]);
  await opened([CLIENT_MX]);
  assert.deepEqual(await listJobs(), []);
  await setSettings({ clientMxType: 4711 });
  assert.equal(await known(), undefined);
  await opened([CLIENT_MX]);
  await run("soon", parts(NOW + 10));
  assert.deepEqual(
    types.filter((type) => type === 265 || type === 4711),
    [4711],
  );
  assert.equal((await listFindings())[0]?.remembered?.state, "indeterminate");
});

test("DNS-16: with the number 0 nobody is asked about Client MX, now or in any round", async (t) => {
  const types = await fresh(t);
  await found(265);
  await opened([CLIENT_MX], NOW + 2 * DAY);
  assert.equal((await listJobs()).length, 1);
  await setSettings({ clientMxType: 0 });
  assert.equal(await known(), undefined);
  await opened([CLIENT_MX], NOW + 2 * DAY);
  for (const cause of ["soon", "round", "click"] as const) await run(cause, parts(NOW + 3 * DAY));
  assert.deepEqual(types, []);
});
