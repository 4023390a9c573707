import { domainOf } from "../../core/index.ts";
import { listPolicies, type StoredPolicies } from "../ipp/policies.ts";
import { effectiveSettings, getSettings } from "../state/settings.ts";
import { type AskParts, type Destination, providerDestination } from "./destination.ts";
import { listReports, type StoredReport } from "./store.ts";

/** What the options page shows of reports and of the reader's own policies. */
export interface ReportsShown {
  /** For each own domain, in order: where its reports go. */
  readonly domains: readonly { readonly domain: string; readonly destination: Destination }[];
  /** The administrator's collector takes the place of every domain's own. */
  readonly byPolicy: boolean;
  readonly tellSenders: boolean;
  readonly reports: readonly StoredReport[];
  readonly policies: readonly StoredPolicies[];
}

/** @param addresses own addresses */
export async function reportsShown(addresses: readonly string[], parts: AskParts): Promise<ReportsShown> {
  const [settings, effective, reports, policies] = await Promise.all([
    getSettings(),
    effectiveSettings(),
    listReports(),
    listPolicies(),
  ]);
  const firsts = new Map(addresses.map((address) => [domainOf(address), address]));
  const domains = await Promise.all(
    [...firsts].map(async ([domain, address]) => ({ domain, destination: await providerDestination(address, parts) })),
  );
  const byPolicy = effective.reportCollector.value !== "";
  return { domains, byPolicy, tellSenders: settings.tellSenders, reports, policies };
}
