/** One server that answers questions over HTTPS. */
export interface Resolver {
  /** As its operator calls it. */
  readonly name: string;
  readonly url: string;
}

/**
 * Public resolvers that pass signatures on, in the order in which they are offered. Neither is believed: they carry octets
 * and learn which names are asked for.
 */
export const RESOLVERS: readonly Resolver[] = [
  { name: "Quad9", url: "https://dns.quad9.net/dns-query" },
  { name: "Cloudflare", url: "https://cloudflare-dns.com/dns-query" },
];
