import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDB } from "idb";
import { NO_POLICY } from "../../core/index.ts";
import { MIGRATIONS, migrate, type Schema } from "../../extension/database.ts";
import { applied, inEffect } from "../../extension/policy/effective.ts";
import { DEFAULT_SETTINGS } from "../../extension/state/settings.ts";

/** A database of its own: the other tests share one. */
const NAME = "countersign-upgrade";
const NOTHING_DECIDED = { state: "none", policy: NO_POLICY, faults: [], revoked: [], readAt: 0 } as const;

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
  const db = await openDB(NAME, 1, {
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

test("an upgrade from the first package keeps everything it left behind, and makes what came later", async () => {
  await leaveFirstPackage();
  const db = await openDB<Schema>(NAME, MIGRATIONS.length, { upgrade: (opened, from) => migrate(opened, from) });
  for (const [store, values] of Object.entries(FIRST)) {
    const kept = await db.getAll(store as keyof typeof FIRST);
    const plain = kept.map((value) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== "id")));
    assert.deepEqual(plain, values, store);
  }
  assert.deepEqual(await db.get("facts", "clockwork"), CLOCKWORK);
  assert.deepEqual(await db.get("settings", "settings"), SETTINGS);
  assert.deepEqual(applied(inEffect(NOTHING_DECIDED, SETTINGS), SETTINGS, DEFAULT_SETTINGS), {
    ...DEFAULT_SETTINGS,
    ...SETTINGS,
  });
  assert.deepEqual(await db.getAll("arrivals"), []);
  assert.deepEqual(await db.getAll("auditDays"), []);
  db.close();
});
