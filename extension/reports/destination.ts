import { findAnchor, readRemoteUrl } from "../../core/index.ts";
import { knownAnchors } from "../ipp/anchors.ts";
import { effectiveSettings, getSettings } from "../state/settings.ts";
import { isOpen } from "./ways.ts";

/** Where reports of one own address go, or what is still needed. */
export type Destination =
  | { readonly state: "ready"; readonly base: string; readonly host: string; readonly by: "policy" | "domain" }
  /** The user has not allowed contact with this host. */
  | { readonly state: "not-allowed"; readonly base: string; readonly host: string; readonly by: "policy" | "domain" }
  /** The domain's own record is not used yet: nothing was decided, or it has not been looked up. */
  | { readonly state: "not-chosen" | "not-looked-up" }
  /** The domain publishes no place for reports. */
  | { readonly state: "none" }
  /** The administrator leaves no way of reporting open. */
  | { readonly state: "closed" };

/** What finding out needs of the world. */
export interface AskParts {
  /** Epoch seconds. */
  readonly now: number;
  /** Whether the user allowed contact with this very host. */
  readonly allowed: (url: URL) => Promise<boolean>;
}

const domainOf = (address: string) => address.slice(address.lastIndexOf("@") + 1);

/**
 * Where reports of an own address go: to the collector that the administrator named, else to the place that the address's
 * own domain publishes, once the user chose that. Nothing of a message takes part in this (REP-04).
 */
export async function providerDestination(address: string, parts: AskParts): Promise<Destination> {
  const effective = await effectiveSettings();
  if (!isOpen(effective, "provider")) return { state: "closed" };
  const collector = effective.reportCollector.value;
  if (collector !== "") return place(collector, "policy", parts);
  const domain = domainOf(address);
  const { ippDomains } = await getSettings();
  if (!ippDomains.includes(domain)) return { state: "not-chosen" };
  const anchor = findAnchor(domain, await knownAnchors(parts.now));
  if (anchor.kind === "unknown") return { state: "not-looked-up" };
  return anchor.kind === "none" ? { state: "none" } : place(anchor.url, "domain", parts);
}

/**
 * The declaring domain's own place, for the sender route: where one is proven (REP-04), the administrator left that way
 * open, and the user agreed to it in general (decision 23).
 */
export async function senderBase(domain: string, now: number): Promise<string | undefined> {
  const [{ tellSenders }, effective] = await Promise.all([getSettings(), effectiveSettings()]);
  if (!tellSenders || !isOpen(effective, "sender")) return undefined;
  const anchor = findAnchor(domain, await knownAnchors(now));
  return anchor.kind === "found" && anchor.state === "secure" ? anchor.url : undefined;
}

async function place(base: string, by: "policy" | "domain", { allowed }: AskParts): Promise<Destination> {
  const read = readRemoteUrl(base);
  // A port of its own, or a host inside of some network, is not asked (NET-02).
  if (!("url" in read)) return { state: "none" };
  const state = (await allowed(read.url)) ? "ready" : "not-allowed";
  return { state, base, host: read.url.hostname, by };
}
