import type { LookupsShown } from "../../lookups/shown.ts";

/** One kind of place that this program may contact over the network. */
export interface Destination {
  /** Names the sentences: `destination_<name>_purpose`, `_when`, `_learns`. */
  readonly name: "resolver" | "list" | "bootstrap";
  /** Hosts that are asked as things stand. */
  readonly hosts: (lookups: LookupsShown) => readonly string[];
}

/** Every remote destination there is; docs/privacy.md has the same rows, and a test compares the two. */
export const DESTINATIONS: readonly Destination[] = [
  { name: "resolver", hosts: ({ choice }) => (choice.mode === "off" ? [] : [hostOf(choice.resolver)]) },
  { name: "list", hosts: ({ documents }) => documents.list.map(hostOf) },
  { name: "bootstrap", hosts: ({ documents }) => documents.bootstrap.map(hostOf) },
];

function hostOf(address: string): string {
  return new URL(address).hostname;
}
