import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { IDBPDatabase } from "idb";
import { type KnownKey, MAX_LEDGER_PER_ORG, type TrustRecord } from "../../core/index.ts";
import { gatherKnowledge } from "../../extension/check/knowledge.ts";
import { unasked } from "../../extension/check/outcome.ts";
import { database, MIGRATIONS, migrate, type Schema } from "../../extension/database.ts";
import { resetClock } from "../../extension/state/clockwork.ts";
import { addHistory, clearHistory, HISTORY_LIMIT, listHistory } from "../../extension/state/history.ts";
import { putKey, removeKey } from "../../extension/state/known-keys.ts";
import { clearLedger, listLedger, noteStamp } from "../../extension/state/ledger.ts";
import { firstSeenOf, observe } from "../../extension/state/observe.ts";
import { DEFAULT_SETTINGS, editSettings, getSettings, setSettings } from "../../extension/state/settings.ts";
import { listStamped, removeStamped } from "../../extension/state/stamped.ts";
import { listTrust, putTrust, removeTrust, replaceTrust } from "../../extension/state/trust.ts";
import { emptyInstallation } from "./empty-installation.ts";

const KEY: KnownKey = {
  org_id: "example.org",
  kid: "2026a",
  alg: "ed25519",
  key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  proof: { how: "user", at: 1 },
};
const record = (org_id: string): TrustRecord => ({ org_id, domains: [org_id] });
const stamp = (org_id: string, rid: string, digest = "d", firstSeen = 1_000_000_000) => ({
  org_id,
  rid,
  digest,
  firstSeen,
});
const about = (now: number) =>
  ({ now, origin: "account", addresses: ["me@example.net"], accountId: "account1" }) as const;
const NOW = Math.floor(Date.now() / 1000);

test("every migration step makes the stores that the schema names, from any older version", () => {
  const stores = new Set<string>();
  const stub = {
    createObjectStore: (name: string) => {
      assert.ok(!stores.has(name), `${name} is made twice`);
      stores.add(name);
      return { createIndex: () => undefined };
    },
  } as unknown as IDBPDatabase<Schema>;
  migrate(stub, 0);
  const named: Record<keyof Omit<Schema, symbol | number>, true> = {
    trust: true,
    keys: true,
    ledger: true,
    history: true,
    seen: true,
    stamped: true,
    statusLists: true,
    facts: true,
    settings: true,
    policyMarks: true,
    lookupJobs: true,
    findings: true,
    proofs: true,
    lookupPace: true,
    seenServers: true,
    sealingKeys: true,
    reports: true,
    senderCertificates: true,
    ownPolicies: true,
    webhook: true,
    tagSecret: true,
    sweep: true,
    recipientKeys: true,
    recipientXWingKeys: true,
    auditEvents: true,
    auditDays: true,
    arrivals: true,
  };
  assert.deepEqual([...stores].sort(), Object.keys(named).sort());
  migrate(stub, MIGRATIONS.length);
});

test("ST-05: every change of trust, keys or settings raises the epoch, reading does not", async () => {
  await emptyInstallation();
  const epoch = async () => (await gatherKnowledge(about(NOW))).epoch;
  let last = await epoch();
  assert.equal(await epoch(), last);
  const changes: readonly (() => Promise<unknown>)[] = [
    () => putTrust(record("example.org")),
    () => replaceTrust([record("example.com")]),
    () => removeTrust("example.com"),
    () => putKey(KEY),
    () => removeKey("example.org", "2026a"),
    () => setSettings({ welcomed: true }),
    () => clearLedger(),
    () => resetClock(),
    () => removeStamped("example.org"),
  ];
  for (const change of changes) {
    await change();
    const now = await epoch();
    assert.ok(now > last);
    last = now;
  }
});

test("trust is stored, replaced as a whole, and removed", async () => {
  await emptyInstallation();
  await putTrust(record("example.org"));
  await putTrust({ ...record("example.org"), name: "Example" });
  assert.deepEqual(await listTrust(), [{ ...record("example.org"), name: "Example" }]);
  await replaceTrust([record("a.example"), record("b.example")]);
  assert.deepEqual(
    (await listTrust()).map(({ org_id }) => org_id),
    ["a.example", "b.example"],
  );
  await removeTrust("a.example");
  assert.deepEqual(
    (await listTrust()).map(({ org_id }) => org_id),
    ["b.example"],
  );
});

test("two pages that change one list at once lose nothing", async () => {
  await emptyInstallation();
  const add = (domain: string) => editSettings(({ ippDomains }) => ({ ippDomains: [...ippDomains, domain] }));
  await Promise.all(["a.example", "b.example", "c.example"].map(add));
  assert.deepEqual((await getSettings()).ippDomains.toSorted(), ["a.example", "b.example", "c.example"]);
});

test("settings keep what was not changed, and older ones are completed", async () => {
  await emptyInstallation();
  assert.deepEqual(await getSettings(), DEFAULT_SETTINGS);
  await setSettings({ welcomed: true });
  await setSettings({ keepHistory: false });
  assert.deepEqual(await getSettings(), { ...DEFAULT_SETTINGS, welcomed: true, keepHistory: false });
});

test("G38: the first digest of a rid stays, and a repetition is told", async () => {
  await emptyInstallation();
  assert.deepEqual(await noteStamp(stamp("example.org", "r1", "one")), []);
  assert.deepEqual(await noteStamp(stamp("example.org", "r1", "two", 1_000_000_001)), [
    stamp("example.org", "r1", "one"),
  ]);
  assert.deepEqual(await listLedger(), [stamp("example.org", "r1", "one")]);
  // The same rid of another organisation is another rid.
  assert.deepEqual(await noteStamp(stamp("example.com", "r1", "two")), []);
});

test("G38: two pages that check at once cannot both be first", async () => {
  await emptyInstallation();
  const answers = await Promise.all([
    noteStamp(stamp("example.org", "r1", "one")),
    noteStamp(stamp("example.org", "r1", "two")),
  ]);
  assert.deepEqual(answers.map((entries) => entries.length).sort(), [0, 1]);
});

test("DOS-06: one organisation's flood neither evicts nor blocks another's, and a full share is told", async () => {
  await emptyInstallation();
  const db = await database();
  const tx = db.transaction("ledger", "readwrite");
  for (let i = 0; i < MAX_LEDGER_PER_ORG; i++) void tx.store.put(stamp("flood.example", `r${i}`));
  void tx.store.put(stamp("example.org", "mine", "before"));
  await tx.done;
  assert.equal((await noteStamp(stamp("flood.example", "more"))).length, MAX_LEDGER_PER_ORG);
  assert.deepEqual(await noteStamp(stamp("example.org", "mine", "after")), [stamp("example.org", "mine", "before")]);
  assert.deepEqual(await noteStamp(stamp("example.org", "another")), []);
  // 400 days later the flood is gone.
  assert.deepEqual(await noteStamp(stamp("flood.example", "later", "d", 1_000_000_000 + 401 * 86_400)), []);
});

test("ST-06: which domains stamp is learned once, and never unlearned", async () => {
  await emptyInstallation();
  const valid = { ...unasked(""), observations: { stampedDomain: "example.org" } };
  const before = await gatherKnowledge(about(NOW));
  await observe(valid, "00", undefined, NOW);
  const after = await gatherKnowledge(about(NOW));
  assert.ok(after.epoch > before.epoch, "verdicts about unstamped mail from before do not stand any more (ST-05)");
  await observe(valid, "01", undefined, NOW);
  assert.equal((await gatherKnowledge(about(NOW))).epoch, after.epoch);
  for (let i = 0; i < 50; i++) await observe(unasked(""), `f${i}`, undefined, NOW);
  const { knowledge } = await gatherKnowledge(about(NOW));
  assert.deepEqual(knowledge.stampedBefore, ["example.org"]);
});

const RECEIPT = {
  tags: {},
  computed: { hdr_hash: "", body_hash: "", att_hash: "" },
  signature: "not-tried",
  changed: { units: [], headers: [] },
} as const;

test("the first sight of a stamped message is kept, only earlier ones replace it, others leave no trace", async () => {
  await emptyInstallation();
  const stamped = { ...unasked(""), receipt: RECEIPT };
  await observe(unasked(""), "aa", NOW - 100, NOW);
  assert.equal(await firstSeenOf("aa"), undefined);
  await observe(stamped, "aa", undefined, NOW);
  assert.equal(await firstSeenOf("aa"), undefined);
  await observe(stamped, "aa", NOW - 100, NOW);
  await observe(stamped, "aa", NOW - 50, NOW);
  assert.equal(await firstSeenOf("aa"), NOW - 100);
  // A server's clock that is ahead does not make a message come from the future.
  await observe(stamped, "bb", NOW + 500, NOW);
  assert.equal(await firstSeenOf("bb"), NOW);
});

test("ST-04: the highest time seen is kept when the clock is set back", async () => {
  await emptyInstallation();
  const later = NOW + 10 * 86_400;
  await gatherKnowledge(about(NOW));
  await gatherKnowledge(about(later));
  const { knowledge } = await gatherKnowledge(about(NOW));
  assert.equal(knowledge.now, NOW);
  assert.equal(knowledge.latestSeen, later);
});

test("ST-04: only the user takes back a time that a wrong clock showed", async () => {
  await emptyInstallation();
  const ahead = NOW + 400 * 86_400;
  await gatherKnowledge(about(ahead));
  assert.equal((await gatherKnowledge(about(NOW))).knowledge.latestSeen, ahead);
  await resetClock();
  const { latestSeen = 0 } = (await gatherKnowledge(about(NOW))).knowledge;
  assert.ok(latestSeen >= NOW && latestSeen < NOW + 3600, String(latestSeen));
  await gatherKnowledge(about(NOW + 86_400));
  assert.equal((await gatherKnowledge(about(NOW))).knowledge.latestSeen, NOW + 86_400);
});

test("ST-06: the user can forget that one domain stamps, and no other", async () => {
  await emptyInstallation();
  for (const stampedDomain of ["example.org", "example.com"])
    await observe({ ...unasked(""), observations: { stampedDomain } }, "00", undefined, NOW);
  await removeStamped("example.org");
  assert.deepEqual(await listStamped(), [{ domain: "example.com", at: NOW }]);
  assert.deepEqual((await gatherKnowledge(about(NOW))).knowledge.stampedBefore, ["example.com"]);
});

test("ST-07: an emptied ledger says since when it can know of repetitions", async () => {
  await emptyInstallation();
  const db = await database();
  await gatherKnowledge(about(NOW));
  const facts = await db.get("facts", "clockwork");
  assert.ok(facts);
  await db.put("facts", { ...facts, ledgerSince: 5 }, "clockwork");
  assert.equal((await gatherKnowledge(about(NOW))).knowledge.ledgerSince, 5);
  await clearLedger();
  assert.ok(((await gatherKnowledge(about(NOW))).knowledge.ledgerSince ?? 0) >= NOW);
});

test("T30: servers are believed for their own account's mail only", async () => {
  await emptyInstallation();
  const server = { authservId: "mx.example.net", borderHosts: ["mx.example.net"], placement: "above" } as const;
  await setSettings({ authserv: { account1: [server] } });
  const authserv = async (more: object) =>
    (await gatherKnowledge({ ...about(NOW), ...more })).knowledge.account?.authserv;
  assert.deepEqual(await authserv({}), [server]);
  assert.deepEqual(await authserv({ accountId: "account2" }), []);
  assert.deepEqual(await authserv({ accountId: "__proto__" }), []);
  for (const origin of ["file", "local", "attached"]) assert.deepEqual(await authserv({ origin }), []);
});

test("the history is newest first, limited in number and age, and can be emptied", async () => {
  await emptyInstallation();
  const entry = (at: number) => ({ digest: String(at), badge: "INTACT", at, fromDomain: "example.org" }) as const;
  await addHistory(entry(NOW - 91 * 86_400));
  for (let i = 0; i < 3; i++) await addHistory(entry(NOW + i));
  assert.deepEqual(
    (await listHistory()).map(({ at }) => at),
    [NOW + 2, NOW + 1, NOW],
  );
  for (let i = 0; i < HISTORY_LIMIT; i++) await addHistory(entry(NOW + 10 + i));
  const kept = await listHistory();
  assert.equal(kept.length, HISTORY_LIMIT);
  assert.equal(kept[0]?.at, NOW + 9 + HISTORY_LIMIT);
  await clearHistory();
  assert.deepEqual(await listHistory(), []);
});
