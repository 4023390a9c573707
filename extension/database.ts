import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { KnownKey, LedgerEntry, SenderCertificates, StatusListCopy, TrustRecord } from "../core/index.ts";
import type { StoredSweep, TagSecret, Waiting } from "./arrival/stored.ts";
import type { AuditDay, AuditEvent, WebhookState } from "./audit/stored.ts";
import type { StoredPolicies } from "./ipp/policies.ts";
import type { Finding, LookupJob, Pace, StoredProof } from "./lookups/finding.ts";
import type { PolicyMarks } from "./policy/marks.ts";
import type { StoredReport } from "./reports/store.ts";
import type { RecipientKey } from "./sealed/recipient-store.ts";
import type { StoredSealingKey } from "./sealed/stored-keys.ts";
import type { HistoryEntry } from "./state/history.ts";
import type { SeenServer } from "./state/seen-servers.ts";
import type { StoredSettings } from "./state/settings.ts";

/** Facts about the state itself, in one record so that one read tells whether anything changed. */
export interface Clockwork {
  /** Rises with every change of trust that can change a verdict: part of every cache key (ST-05). */
  readonly epoch: number;
  /** Random, made at first start; tells a restored profile from a grown one (ST-07). */
  readonly installId: string;
  /** Epoch seconds, when the ledger was begun or emptied: of older messages nobody can say whether they repeat (ST-07). */
  readonly ledgerSince: number;
  /** Highest time seen, epoch seconds (ST-04). */
  readonly latestSeen: number;
}

/** A later version adds a step to {@link migrate}; steps are never edited. */
export interface Schema extends DBSchema {
  trust: { key: string; value: TrustRecord };
  keys: { key: [string, string]; value: KnownKey };
  ledger: { key: [string, string]; value: LedgerEntry; indexes: { org: string; time: number } };
  history: { key: number; value: HistoryEntry; indexes: { time: number } };
  seen: { key: string; value: { digest: string; at: number }; indexes: { time: number } };
  stamped: { key: string; value: { domain: string; at: number } };
  statusLists: { key: string; value: StatusListCopy & { serial: number } };
  facts: { key: "clockwork"; value: Clockwork };
  settings: { key: "settings"; value: StoredSettings };
  seenServers: { key: string; value: SeenServer; indexes: { account: string } };
  lookupJobs: { key: string; value: LookupJob };
  findings: { key: string; value: Finding; indexes: { domain: string } };
  proofs: { key: string; value: StoredProof };
  lookupPace: { key: "pace"; value: Pace };
  policyMarks: { key: "marks"; value: PolicyMarks };
  sealingKeys: { key: string; value: StoredSealingKey; indexes: { address: string } };
  recipientKeys: { key: string; value: RecipientKey };
  recipientXWingKeys: { key: string; value: RecipientKey };
  reports: { key: string; value: StoredReport; indexes: { time: number } };
  senderCertificates: { key: string; value: SenderCertificates };
  ownPolicies: { key: string; value: StoredPolicies };
  arrivals: { key: string; value: Waiting };
  sweep: { key: "sweep"; value: StoredSweep };
  tagSecret: { key: "secret"; value: TagSecret };
  auditDays: { key: string; value: AuditDay };
  auditEvents: { key: number; value: AuditEvent; indexes: { time: number } };
  webhook: { key: "state"; value: WebhookState };
}

/** One step per schema version: step n leads from version n to version n + 1. */
export const MIGRATIONS: readonly ((db: IDBPDatabase<Schema>) => void)[] = [
  (db) => {
    db.createObjectStore("trust", { keyPath: "org_id" });
    db.createObjectStore("keys", { keyPath: ["org_id", "kid"] });
    const ledger = db.createObjectStore("ledger", { keyPath: ["org_id", "rid"] });
    ledger.createIndex("org", "org_id");
    ledger.createIndex("time", "firstSeen");
    db.createObjectStore("history", { keyPath: "id", autoIncrement: true }).createIndex("time", "at");
    db.createObjectStore("seen", { keyPath: "digest" }).createIndex("time", "at");
    db.createObjectStore("stamped", { keyPath: "domain" });
    db.createObjectStore("statusLists", { keyPath: "org_id" });
    db.createObjectStore("facts");
    db.createObjectStore("settings");
  },
  (db) => {
    db.createObjectStore("lookupJobs", { keyPath: "key" });
    db.createObjectStore("findings", { keyPath: "key" }).createIndex("domain", "domain");
    db.createObjectStore("proofs", { keyPath: "key" });
    db.createObjectStore("lookupPace");
  },
  (db) => {
    db.createObjectStore("seenServers", { keyPath: "key" }).createIndex("account", "accountId");
  },
  (db) => {
    db.createObjectStore("policyMarks");
  },
  (db) => {
    db.createObjectStore("sealingKeys", { keyPath: "kid" }).createIndex("address", "address");
  },
  (db) => {
    db.createObjectStore("reports", { keyPath: "id" }).createIndex("time", "askedAt");
    db.createObjectStore("senderCertificates", { keyPath: "address" });
    db.createObjectStore("ownPolicies", { keyPath: "address" });
  },
  (db) => {
    db.createObjectStore("recipientKeys", { keyPath: "address" });
  },
  (db) => {
    db.createObjectStore("arrivals", { keyPath: "key" });
    db.createObjectStore("sweep");
    db.createObjectStore("tagSecret");
    db.createObjectStore("auditDays", { keyPath: "day" });
    db.createObjectStore("auditEvents", { keyPath: "id", autoIncrement: true }).createIndex("time", "at");
    db.createObjectStore("webhook");
  },
  (db) => {
    db.createObjectStore("recipientXWingKeys", { keyPath: "address" });
  },
];

/** Runs the steps that lead from `from` to the newest version. */
export function migrate(db: IDBPDatabase<Schema>, from: number): void {
  for (const step of MIGRATIONS.slice(from)) step(db);
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

/**
 * The database, opened once per page. It belongs to the extension's origin, so no content script and no web page
 * reaches it (EXT-06).
 */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("countersign", MIGRATIONS.length, {
    upgrade: (db, from) => migrate(db, from),
    // Another page wants a newer version, or the browser closed it: open again on the next use.
    blocking: (_from, _to, event) => {
      opened = undefined;
      if (event.target instanceof IDBDatabase) event.target.close();
    },
    terminated: () => {
      opened = undefined;
    },
  }).catch((error: unknown) => {
    // The next question tries again.
    opened = undefined;
    throw error;
  });
  return opened;
}
