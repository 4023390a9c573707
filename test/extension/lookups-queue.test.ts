import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { TrustRecord, Want } from "../../core/index.ts";
import { type LookupMode, NO_LOOKUPS, readResolver } from "../../extension/lookups/choice.ts";
import type { ServedWant } from "../../extension/lookups/finding.ts";
import { offer } from "../../extension/lookups/queue.ts";
import { MOST_PER_HOUR, type RunParts, run } from "../../extension/lookups/run.ts";
import { addJobs, keepPace, listFindings, listJobs, MAX_JOBS, paceAt } from "../../extension/lookups/store.ts";
import { again, round, soon } from "../../extension/lookups/timing.ts";
import { wantKey } from "../../extension/lookups/wants.ts";
import { clockwork } from "../../extension/state/clockwork.ts";
import { setSettings } from "../../extension/state/settings.ts";
import { putTrust } from "../../extension/state/trust.ts";
import { emptyInstallation } from "./empty-installation.ts";

const NOW = 1_795_000_000;
const key = (org_id: string): ServedWant => ({ kind: "gmp-key", org_id, kid: "2026a" });
const from = (domain: string) => ({ from: { displayName: "", addrSpec: `ann@${domain}` } });
const nobody = { now: () => NOW, random: () => 0.5, corresponded: async () => false };
const record = (org_id: string): TrustRecord => ({ org_id, domains: [org_id] });

/** An empty installation, in the network of a hotel that answers everything with its own page. */
async function fresh(t: TestContext): Promise<{ readonly asked: readonly string[] }> {
  await emptyInstallation();
  await clockwork();
  const asked: string[] = [];
  t.mock.method(globalThis, "fetch", async (url: URL) => {
    asked.push(url.hostname);
    return new Response("<form>Room number</form>", { headers: { "content-type": "text/html" } });
  });
  return { asked };
}

const mode = (chosen: LookupMode) => setSettings({ lookups: { ...NO_LOOKUPS, mode: chosen } });
const keys = async () => (await listJobs()).map((job) => job.key);
const parts = (more: Partial<RunParts> = {}): RunParts => ({
  now: () => NOW,
  random: () => 0.5,
  online: () => true,
  allowed: async () => true,
  ...more,
});

test("NET-01: with look-ups off nothing is queued, and nobody is asked whatever waits", async (t) => {
  const { asked } = await fresh(t);
  await putTrust(record("a.example"));
  assert.equal(await offer({ wants: [key("a.example")], ...from("a.example") }, nobody), undefined);
  assert.deepEqual(await listJobs(), []);
  await addJobs([{ key: "x", want: key("a.example"), due: NOW - 1 }]);
  for (const cause of ["soon", "round", "click"] as const) assert.equal((await run(cause, parts())).end, "off");
  assert.deepEqual(asked, []);
});

test("NET-01: to offer wants asks nobody in any mode; they wait, and in mode known without a time of their own", async (t) => {
  const { asked } = await fresh(t);
  await putTrust(record("listed.example"));
  await mode("known");
  const policy: Want = { kind: "gmp-policy", domain: "sub.listed.example" };
  const wants = [key("listed.example"), key("stranger.example"), policy];
  assert.equal(await offer({ wants, ...from("stranger.example") }, nobody), undefined);
  assert.deepEqual(await keys(), [wantKey(key("listed.example"))]);
  assert.ok((await listJobs()).every(({ due }) => due === undefined));
  await mode("all");
  const due = await offer({ wants, ...from("stranger.example") }, nobody);
  assert.ok(due !== undefined && due > NOW && due < NOW + 10);
  assert.equal((await listJobs()).length, 3);
  assert.deepEqual(asked, []);
});

test("in mode known, somebody the user wrote to counts for the own domain and for no other", async (t) => {
  await fresh(t);
  await mode("known");
  const written = { ...nobody, corresponded: async (address: string) => address === "ann@friend.example" };
  const wants = [key("friend.example"), key("other.example")];
  await offer({ wants, ...from("friend.example") }, written);
  assert.deepEqual(await keys(), [wantKey(key("friend.example"))]);
  await offer({ wants: [key("stranger.example")], ...from("stranger.example") }, written);
  assert.equal((await listJobs()).length, 1);
});

test("DNS-05: the queue holds each want once, and no more than its limit", async (t) => {
  await fresh(t);
  await mode("all");
  for (let n = 0; n < 3; n++) await offer({ wants: [key("a.example")], ...from("a.example") }, nobody);
  assert.equal((await listJobs()).length, 1);
  const flood = Array.from({ length: MAX_JOBS + 50 }, (_, n) => key(`d${n}.example`));
  await offer({ wants: flood, ...from("a.example") }, nobody);
  assert.equal((await listJobs()).length, MAX_JOBS);
});

test("NET-11 NET-06: offline and without permission nobody is asked, and what waits goes on waiting", async (t) => {
  const { asked } = await fresh(t);
  await mode("all");
  await addJobs([{ key: wantKey(key("a.example")), want: key("a.example"), due: NOW }]);
  assert.equal((await run("soon", parts({ online: () => false }))).end, "offline");
  assert.equal((await run("soon", parts({ allowed: async () => false }))).end, "not-allowed");
  assert.deepEqual(asked, []);
  assert.equal((await listJobs()).length, 1);
});

test("NET-06: a permission that is withdrawn in the middle of a run ends it before the next question", async (t) => {
  await fresh(t);
  await mode("all");
  const wants = ["a", "b", "c"].map((name) => key(`${name}.example`));
  await addJobs(wants.map((want) => ({ key: wantKey(want), want, due: NOW })));
  let left = 1;
  const ran = await run("soon", parts({ allowed: async () => left-- > 0 }));
  assert.equal(ran.end, "not-allowed");
  assert.equal((await listFindings()).length, 1);
  assert.equal((await listJobs()).length, 2);
});

test("DNS-15: a captive portal is no finding, no alarm and no storm of retries", async (t) => {
  const { asked } = await fresh(t);
  await mode("all");
  const want = key("a.example");
  await offer({ wants: [want], ...from("a.example") }, nobody);
  const ran = await run("soon", parts({ now: () => NOW + 10 }));
  assert.deepEqual(ran, { end: "done", changed: false });
  assert.ok(asked.length > 0 && asked.length < 10, String(asked.length));
  const [finding] = await listFindings();
  assert.equal(finding?.remembered?.state, "indeterminate");
  assert.deepEqual(finding?.remembered?.facts, []);
  assert.ok((finding?.next ?? 0) >= NOW + 10 + 300);
  assert.deepEqual(await listJobs(), []);
  const before = asked.length;
  // The same message is opened again and again.
  for (let n = 0; n < 20; n++) await offer({ wants: [want], ...from("a.example") }, { ...nobody, now: () => NOW + 20 });
  for (let n = 0; n < 20; n++) await run("soon", parts({ now: () => NOW + 60 }));
  await run("round", parts({ now: () => NOW + 60 }));
  assert.equal(asked.length, before);
});

test("DNS-15: no hour has more look-ups than its limit, over every stop of the page", async (t) => {
  const { asked } = await fresh(t);
  await mode("all");
  await keepPace({ hour: Math.floor(NOW / 3600), spent: MOST_PER_HOUR, round: 0 });
  await addJobs([{ key: "x", want: key("a.example"), due: NOW }]);
  await run("soon", parts());
  assert.deepEqual(asked, []);
  assert.equal((await listJobs()).length, 1);
  assert.equal((await paceAt(NOW + 3600)).spent, 0);
  await run("soon", parts({ now: () => NOW + 3600 }));
  assert.ok(asked.length > 0);
});

test("NET-02: names of a local network are asked of no resolver", async (t) => {
  const { asked } = await fresh(t);
  await mode("all");
  const wants = ["intranet", "mail.corp", "printer.local", "localhost", "1.168.192.in-addr.arpa"].map(key);
  await addJobs(wants.map((want) => ({ key: wantKey(want), want, due: NOW })));
  await run("soon", parts());
  assert.deepEqual(asked, []);
  assert.deepEqual(await listJobs(), []);
});

test("NET-02 NET-10: a resolver is a public https address with a fixed path", () => {
  for (const good of ["https://dns.quad9.net/dns-query", "https://dns.example/customer-12/dns-query"])
    assert.ok("url" in readResolver(good), good);
  const bad = [
    "http://dns.quad9.net/dns-query",
    "https://dns.quad9.net:8443/dns-query",
    "https://user@dns.quad9.net/dns-query",
    "https://dns.quad9.net/dns-query?log=",
    "https://dns.quad9.net/dns-query?",
    "https://dns.quad9.net/dns-query#x",
    "https://127.0.0.1/dns-query",
    "https://2130706433/dns-query",
    "https://[::1]/dns-query",
    "https://[::ffff:10.0.0.1]/dns-query",
    "https://localhost/dns-query",
    "https://router.local/dns-query",
    "https://dns.quad9.net./dns-query",
    "dns.quad9.net",
    "",
  ];
  for (const text of bad) assert.ok("fault" in readResolver(text), text);
});

test("NET-09: rounds come at intervals that nobody can tell from reading, and repeats keep their distance", () => {
  for (const edge of [0, 0.999999]) {
    const random = () => edge;
    assert.ok(soon(random) >= 2 && soon(random) <= 6);
    assert.ok(round(random) >= 600 && round(random) <= 1800);
    assert.ok(again(60, false, random) >= 3600);
    assert.ok(again(1, true, random) >= 300);
  }
  assert.notEqual(
    round(() => 0.1),
    round(() => 0.9),
  );
});
