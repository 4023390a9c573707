import type { AuthservTrust, KnownKey, LedgerEntry, TrustRecord } from "../../../core/index.ts";
import type { SeenServer } from "../../background/seen-servers.ts";
import type { HistoryEntry, Settings, StampedDomain } from "../../background/state.ts";
import type { AccountShown } from "../../client.ts";
import type { LookupsShown } from "../../lookups/shown.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import type { LookupActions } from "../lookup-actions.ts";
import type { SealingActions, SealingShown } from "../sealing-actions.ts";

/** Everything the options page shows. */
export interface OptionsData {
  readonly trust: readonly TrustRecord[];
  readonly keys: readonly KnownKey[];
  readonly ledger: readonly LedgerEntry[];
  readonly stamped: readonly StampedDomain[];
  readonly history: readonly HistoryEntry[];
  /** Highest time seen, and the time now; epoch seconds. */
  readonly clock: { readonly latestSeen: number; readonly now: number };
  readonly accounts: readonly AccountShown[];
  /** Servers whose reports were seen at the border of these accounts. */
  readonly seenServers: readonly SeenServer[];
  readonly settings: Settings;
  /** What the administrator decided, and what holds in the end. */
  readonly policy: PolicyStatus;
  /** Origins of the webmails that are read; absent in a mail client. */
  readonly webmails?: readonly string[];
  readonly lookups: LookupsShown;
  /** Keys for sealed mail; absent in a browser. */
  readonly sealing?: SealingShown;
  readonly version: string;
}

/** What the options page can do; each resolves when it is stored and the page's data are fresh. */
export interface OptionsActions {
  putTrust(records: readonly TrustRecord[]): Promise<void>;
  removeTrust(orgId: string): Promise<void>;
  removeKey(orgId: string, kid: string): Promise<void>;
  clearLedger(): Promise<void>;
  removeStamped(domain: string): Promise<void>;
  clearHistory(): Promise<void>;
  resetClock(): Promise<void>;
  keepHistory(keep: boolean): Promise<void>;
  setServers(accountId: string, servers: readonly AuthservTrust[]): Promise<void>;
  disableSite(origin: string): Promise<void>;
  setMark(mark: string): Promise<void>;
  readonly lookups: LookupActions;
  readonly sealing: SealingActions;
  /** Shows what is stored now. */
  refresh(): Promise<void>;
  /** Reads a policy that somebody wants to try out; nothing changes. */
  tryPolicy(json: unknown): Promise<PolicyStatus>;
  copy(text: string): Promise<void>;
  openFirstRun(): Promise<void>;
  /** A text file of this package. */
  readText(path: string): Promise<string>;
}

/** Props of every section. */
export interface Section {
  readonly data: OptionsData;
  readonly actions: OptionsActions;
}
