import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { type IDBPDatabase, openDB } from "idb";
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

/** One store: its key, whether the database counts it, and its indexes. */
interface Store {
  readonly key?: string | readonly string[];
  readonly counted?: true;
  readonly indexes?: Readonly<Record<string, string>>;
}

/** What each version of the schema added, written down as it was then: this never follows the code either. */
const ADDED: readonly Readonly<Record<string, Store>>[] = [
  {
    trust: { key: "org_id" },
    keys: { key: ["org_id", "kid"] },
    ledger: { key: ["org_id", "rid"], indexes: { org: "org_id", time: "firstSeen" } },
    history: { key: "id", counted: true, indexes: { time: "at" } },
    seen: { key: "digest", indexes: { time: "at" } },
    stamped: { key: "domain" },
    statusLists: { key: "org_id" },
    facts: {},
    settings: {},
  },
  {
    lookupJobs: { key: "key" },
    findings: { key: "key", indexes: { domain: "domain" } },
    proofs: { key: "key" },
    lookupPace: {},
  },
  { seenServers: { key: "key", indexes: { account: "accountId" } } },
  { policyMarks: {} },
  { sealingKeys: { key: "kid", indexes: { address: "address" } } },
  {
    reports: { key: "id", indexes: { time: "askedAt" } },
    senderCertificates: { key: "address" },
    ownPolicies: { key: "address" },
  },
  { recipientKeys: { key: "address" } },
  {
    arrivals: { key: "key" },
    sweep: {},
    tagSecret: {},
    auditDays: { key: "day" },
    auditEvents: { key: "id", counted: true, indexes: { time: "at" } },
    webhook: {},
  },
  { recipientXWingKeys: { key: "address" } },
];

const storesOf = (version: number): readonly (readonly [string, Store])[] =>
  ADDED.slice(0, version).flatMap((added) => Object.entries(added));

/** The database as the package of a version left it, without anything in it. */
const left = (name: string, version: number): Promise<IDBPDatabase> =>
  openDB(name, version, {
    upgrade(fresh) {
      for (const [store, { key, counted, indexes = {} }] of storesOf(version)) {
        const keyPath = typeof key === "object" ? [...key] : key;
        const made = fresh.createObjectStore(store, {
          ...(keyPath !== undefined && { keyPath }),
          ...(counted && { autoIncrement: true }),
        });
        for (const [index, path] of Object.entries(indexes)) made.createIndex(index, path);
      }
    },
  });

const upgraded = (name: string) =>
  openDB<Schema>(name, MIGRATIONS.length, { upgrade: (opened, from) => migrate(opened, from) });

async function leaveFirstPackage(): Promise<void> {
  const db = await left(NAME, 1);
  for (const [store, values] of Object.entries(FIRST)) for (const value of values) await db.put(store, value);
  await db.put("facts", CLOCKWORK, "clockwork");
  await db.put("settings", SETTINGS, "settings");
  db.close();
}

test("from every version on, an upgrade keeps what is in each store, and ends with the stores of today", async () => {
  assert.equal(ADDED.length, MIGRATIONS.length, "a new version is written down here, too");
  for (let version = 1; version <= ADDED.length; version++) {
    const name = `${NAME}-${version}`;
    const before = await left(name, version);
    const put = new Map<string, unknown>();
    for (const [store, { key, counted, indexes = {} }] of storesOf(version)) {
      const members = [...(counted ? [] : [key ?? []].flat()), ...Object.values(indexes)];
      const value = Object.fromEntries(members.map((member, place) => [member, place]));
      const kept = { ...value, note: `${store} of ${version}` };
      await (key === undefined ? before.put(store, kept, "one") : before.put(store, kept));
      put.set(store, { ...kept, ...(counted && { id: 1 }) });
    }
    before.close();
    const db = await upgraded(name);
    for (const [store, value] of put) assert.deepEqual(await (db as IDBPDatabase).getAll(store), [value], store);
    const names = storesOf(ADDED.length).map(([store]) => store);
    assert.deepEqual([...db.objectStoreNames], [...names].sort());
    for (const [store, { key, counted = false, indexes = {} }] of storesOf(ADDED.length)) {
      const now = (db as IDBPDatabase).transaction(store).store;
      assert.deepEqual([now.keyPath, now.autoIncrement], [key ?? null, counted], store);
      const paths = [...now.indexNames].map((index) => [index, now.index(index).keyPath]);
      assert.deepEqual(Object.fromEntries(paths), indexes, store);
    }
    db.close();
  }
});

test("an upgrade from the first package keeps everything it left behind, and makes what came later", async () => {
  await leaveFirstPackage();
  const db = await upgraded(NAME);
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
