import type {
  AuthservTrust,
  KnownKey,
  LedgerEntry,
  Level,
  RecipientPolicy,
  SavedSettings,
  TrustRecord,
} from "../../../core/index.ts";
import type { ArrivalMode } from "../../arrival/stored.ts";
import type { AccountShown } from "../../client.ts";
import type { ShownCertificate } from "../../ipp/certificates.ts";
import type { LookupsShown } from "../../lookups/shown.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import type { ReportsShown } from "../../reports/shown.ts";
import type { StoredReport } from "../../reports/store.ts";
import type { HistoryEntry } from "../../state/history.ts";
import type { SeenServer } from "../../state/seen-servers.ts";
import type { Settings } from "../../state/settings.ts";
import type { StampedDomain } from "../../state/stamped.ts";
import type { AuditActions, AuditShown } from "../actions/audit.ts";
import type { LookupActions } from "../actions/lookups.ts";
import type { ExportForm } from "../actions/report.ts";
import type { SealingActions, SealingShown } from "../actions/sealing-keys.ts";

/** Everything the options page shows. */
export interface OptionsData {
  readonly trust: readonly TrustRecord[];
  readonly keys: readonly KnownKey[];
  /** Certificates of senders, as they were first met. */
  readonly certificates: readonly ShownCertificate[];
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
  readonly sealing: SealingShown;
  readonly reports: ReportsShown;
  readonly audit: AuditShown;
  /** Whether messages may be tagged; absent where there are no tags. */
  readonly mayTag?: boolean;
  readonly version: string;
}

/** What the options page can do about reports, and about the reader's own rules. */
export interface ReportsActions {
  /** Uses, or does not use any more, what an own domain publishes about reports. */
  useDomain(domain: string, use: boolean): Promise<void>;
  tellSenders(tell: boolean): Promise<void>;
  takeBack(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  save(report: StoredReport, form: ExportForm): Promise<void>;
  setPolicy(address: string, policy: RecipientPolicy): Promise<void>;
  usePublished(address: string, use: boolean): Promise<void>;
}

/** What the options page can do; each resolves when it is stored and the page's data are fresh. */
export interface OptionsActions {
  putTrust(records: readonly TrustRecord[]): Promise<void>;
  removeTrust(orgId: string): Promise<void>;
  removeKey(orgId: string, kid: string): Promise<void>;
  forgetCertificates(address: string): Promise<void>;
  clearLedger(): Promise<void>;
  removeStamped(domain: string): Promise<void>;
  clearHistory(): Promise<void>;
  resetClock(): Promise<void>;
  keepHistory(keep: boolean): Promise<void>;
  setMinimumLevel(level: Level): Promise<void>;
  setServers(accountId: string, servers: readonly AuthservTrust[]): Promise<void>;
  /** Base64 DER of each. */
  setMt2Authorities(authorities: readonly string[]): Promise<void>;
  disableSite(origin: string): Promise<void>;
  setMark(mark: string): Promise<void>;
  readonly lookups: LookupActions;
  readonly sealing: SealingActions;
  readonly reports: ReportsActions;
  /** Resolves to false when the user did not allow tags. Called right in the handler of a click. */
  chooseArrival(mode: ArrivalMode): Promise<boolean>;
  openSweep(): Promise<void>;
  readonly audit: AuditActions;
  saveSettings(): Promise<void>;
  /** Takes over what a file said, once it was shown. */
  takeSettings(saved: SavedSettings): Promise<void>;
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
