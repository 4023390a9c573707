import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDB } from "idb";
import { database, MIGRATIONS } from "../../extension/background/database.ts";
import { gatherKnowledge } from "../../extension/background/knowledge.ts";
import * as state from "../../extension/background/state.ts";

/** What the first package left behind, written down as it was then: this never follows the code. */
const FIRST = {
  trust: [{ org_id: "bank.example", name: "Bank", domains: ["bank.example"], requireStamp: true, source: "user" }],
  keys: [
    {
      org_id: "school.example",
      kid: "2026a",
      alg: "ed25519",
      key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      proof: { how: "user", at: 1 },
    },
  ],
  ledger: [{ org_id: "bank.example", rid: "01JD4W", digest: "0".repeat(64), firstSeen: 1_790_000_000 }],
  history: [{ digest: "0".repeat(64), badge: "VERIFIED", at: 1_790_000_000, fromDomain: "bank.example" }],
  seen: [{ digest: "1".repeat(64), at: 1_790_000_000 }],
  stamped: [{ domain: "bank.example", at: 1_790_000_000 }],
  statusLists: [{ org_id: "bank.example", serial: 4, checkedAt: 1_790_000_000, revoked: [] }],
} as const;
const CLOCKWORK = { epoch: 7, installId: "an-id", ledgerSince: 1_780_000_000, latestSeen: 1_790_000_000 };
const SETTINGS = { welcomed: true, keepHistory: false, authserv: { account1: [] } };

async function leaveFirstPackage(): Promise<void> {
  const db = await openDB("countersign", 1, {
    upgrade(fresh) {
      fresh.createObjectStore("trust", { keyPath: "org_id" });
      fresh.createObjectStore("keys", { keyPath: ["org_id", "kid"] });
      const ledger = fresh.createObjectStore("ledger", { keyPath: ["org_id", "rid"] });
      ledger.createIndex("org", "org_id");
      ledger.createIndex("time", "firstSeen");
      fresh.createObjectStore("history", { keyPath: "id", autoIncrement: true }).createIndex("time", "at");
      fresh.createObjectStore("seen", { keyPath: "digest" }).createIndex("time", "at");
      fresh.createObjectStore("stamped", { keyPath: "domain" });
      fresh.createObjectStore("statusLists", { keyPath: "org_id" });
      fresh.createObjectStore("facts");
      fresh.createObjectStore("settings");
    },
  });
  for (const [store, values] of Object.entries(FIRST)) for (const value of values) await db.put(store, value);
  await db.put("facts", CLOCKWORK, "clockwork");
  await db.put("settings", SETTINGS, "settings");
  db.close();
}

test("an upgrade from the first package keeps trust, keys, ledger, times, history and settings", async () => {
  await leaveFirstPackage();
  const db = await database();
  assert.equal(db.version, MIGRATIONS.length);
  assert.deepEqual(await state.listTrust(), FIRST.trust);
  assert.deepEqual(await state.listKeys(), FIRST.keys);
  assert.deepEqual(await state.listLedger(), FIRST.ledger);
  assert.deepEqual(
    (await state.listHistory()).map(({ id: _, ...entry }) => entry),
    FIRST.history,
  );
  assert.deepEqual(await state.listStamped(), FIRST.stamped);
  assert.equal(await state.firstSeenOf("1".repeat(64)), 1_790_000_000);
  assert.deepEqual(await state.clockwork(), CLOCKWORK);
  assert.deepEqual(await state.getSettings(), { ...state.DEFAULT_SETTINGS, ...SETTINGS });
  const about = { now: 1_790_000_100, origin: "account", addresses: [], accountId: "account1" } as const;
  const { knowledge } = await gatherKnowledge(about);
  assert.deepEqual(knowledge.statusLists, FIRST.statusLists);
  assert.equal(knowledge.ledgerSince, CLOCKWORK.ledgerSince);
});

test("after the upgrade everything can be written, and what older packages did not know has its default", async () => {
  await state.setSettings({ arrival: "negatives" });
  await state.putTrust({ org_id: "new.example", domains: ["new.example"] });
  assert.deepEqual(await state.getSettings(), { ...state.DEFAULT_SETTINGS, ...SETTINGS, arrival: "negatives" });
  assert.equal((await state.listTrust()).length, 2);
  assert.equal((await state.clockwork()).epoch, CLOCKWORK.epoch + 2);
});
