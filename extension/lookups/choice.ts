import { RESOLVERS, type RemoteFault, readRemoteUrl } from "../../core/index.ts";

/**
 * What may be looked up (3-protocols section 10): nothing; what concerns domains that are listed, pinned or written to;
 * or everything that could change a verdict. Only the user or an administrator turns it on.
 */
export type LookupMode = "off" | "known" | "all";

/** The modes in the order in which they are offered. */
export const MODES: readonly LookupMode[] = ["off", "known", "all"];

/** What the user chose about look-ups. */
export interface LookupChoice {
  readonly mode: LookupMode;
  /** `https` URL of the resolver that is asked (RFC 8484). */
  readonly resolver: string;
  /** The resolver that the user knows of: the popup says once that another is asked, whoever changed it (NET-10). */
  readonly announced?: string;
}

/** Nothing is looked up until somebody wants it. */
export const NO_LOOKUPS: LookupChoice = { mode: "off", resolver: RESOLVERS[0]?.url ?? "" };

/**
 * Reads the address of a resolver that somebody typed: https, a public name, the default port, and a fixed path without
 * a query, so that nothing but the question can be put into it (NET-02, NET-10).
 */
export function readResolver(text: string): { readonly url: URL } | { readonly fault: RemoteFault | "query" } {
  const read = readRemoteUrl(text.trim());
  return "url" in read && (read.url.search !== "" || text.includes("?")) ? { fault: "query" } : read;
}

/** The name under which a resolver is offered, else its host. */
export function resolverName(resolver: string): string {
  const offered = RESOLVERS.find(({ url }) => url === resolver);
  if (offered !== undefined) return offered.name;
  const read = readResolver(resolver);
  return "url" in read ? read.url.hostname : resolver;
}
