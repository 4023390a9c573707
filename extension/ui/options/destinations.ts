import type { OptionsData } from "./model.ts";

/** One kind of place that this program may contact over the network. */
export interface Destination {
  /** Names the sentences: `destination_<name>_purpose`, `_when`, `_learns`. */
  readonly name: "resolver" | "list" | "bootstrap" | "certificate" | "own" | "report" | "audit";
  /** Hosts that are asked as things stand. */
  readonly hosts: (shown: Pick<OptionsData, "lookups" | "reports" | "policy" | "audit">) => readonly string[];
}

/** Every remote destination there is; docs/privacy.md has the same rows, and a test compares the two. */
export const DESTINATIONS: readonly Destination[] = [
  { name: "resolver", hosts: ({ lookups: { choice } }) => (choice.mode === "off" ? [] : [hostOf(choice.resolver)]) },
  { name: "list", hosts: ({ lookups }) => lookups.documents.list.map(hostOf) },
  { name: "bootstrap", hosts: ({ lookups }) => lookups.documents.bootstrap.map(hostOf) },
  { name: "certificate", hosts: ({ lookups }) => lookups.documents.certificate.map(hostOf) },
  { name: "own", hosts: ({ lookups }) => lookups.documents.own.map(hostOf) },
  {
    name: "report",
    hosts: ({ reports }) =>
      reports.domains.flatMap(({ destination }) => (destination.state === "ready" ? [destination.host] : [])),
  },
  {
    name: "audit",
    hosts: ({ policy: { effective }, audit }) => (audit.allowed ? [hostOf(effective.auditWebhook.value)] : []),
  },
];

function hostOf(address: string): string {
  return new URL(address).hostname;
}
