import { toALabel } from "../message/domain.ts";

/**
 * Which hosts a click may contact (NET-02). Pure rules, used before every request, whoever makes it: names are judged
 * after the WHATWG URL parser, which turns `0x7f.1`, `2130706433` and full-width digits into plain addresses.
 */

/** Why a URL is not asked. */
export type RemoteFault =
  | "not-a-url"
  | "not-https"
  | "user-info"
  | "port"
  | "fragment"
  | "spelling"
  | "address-literal"
  | "local-name"
  | "not-a-host-name";

/** Names that are answered inside a network or by nobody (RFC 6761, RFC 6762, RFC 8375, RFC 9476, ICANN's `internal`). */
const LOCAL_SUFFIXES = [
  "local",
  "localhost",
  "localdomain",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "arpa",
  "onion",
  "alt",
  "invalid",
];

/**
 * Checks a URL that names a host somebody else chose. Allowed: `https`, the default port, no user name, no fragment, a
 * public-looking DNS name of at least two labels, and no second spelling: the text is what the parser makes of it
 * (G.3). Address literals are refused altogether: no organisation can own one as its domain.
 */
export function readRemoteUrl(text: string): { readonly url: URL } | { readonly fault: RemoteFault } {
  const url = parseUrl(text);
  if (url === undefined) return { fault: "not-a-url" };
  if (url.protocol !== "https:") return { fault: "not-https" };
  if (url.username !== "" || url.password !== "") return { fault: "user-info" };
  if (url.port !== "") return { fault: "port" };
  if (url.hash !== "" || text.includes("#")) return { fault: "fragment" };
  const fault = hostFault(url.hostname) ?? (url.href === text ? undefined : "spelling");
  return fault === undefined ? { url } : { fault };
}

/** Longer than any address that is published; see `toALabel` for what longer ones cost (DOS-04). */
const MAX_URL = 4096;

function parseUrl(text: string): URL | undefined {
  if (text.length > MAX_URL) return undefined;
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Why a host name, as the URL parser gives it, is not one to contact. */
export function hostFault(host: string): RemoteFault | undefined {
  if (host.startsWith("[") || /^[0-9.]+$/.test(host)) return "address-literal";
  const labels = host.split(".");
  // A trailing dot would make `bank.example.` differ from `bank.example` in every comparison that follows.
  if (toALabel(host) !== host || host.endsWith(".")) return "not-a-host-name";
  const last = labels.at(-1) ?? "";
  if (labels.length < 2 || LOCAL_SUFFIXES.includes(last)) return "local-name";
  return /^[0-9]+$/.test(last) ? "not-a-host-name" : undefined;
}

/** IPv4 ranges that lead into a network instead of to the public (RFC 6890 and its registry), as first and last octets. */
const PRIVATE_IPV4: readonly (readonly [number, number])[] = (
  [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 3],
  ] as const
).map(([base, bits]) => {
  const first = ipv4Number(base) ?? 0;
  return [first, first + 2 ** (32 - bits) - 1];
});

/**
 * Whether an address that a name resolved to may be contacted (NET-03): false for loopback, private, link-local,
 * shared, benchmark, multicast and reserved addresses, IPv4 inside IPv6 included. The documentation prefixes count as
 * public: nothing answers there.
 * @param address - Text form as resolvers give it: dotted IPv4 or RFC 5952 IPv6, a zone id makes it local.
 */
export function isPublicAddress(address: string): boolean {
  const v4 = ipv4Number(address);
  if (v4 !== undefined) return !PRIVATE_IPV4.some(([first, last]) => v4 >= first && v4 <= last);
  const groups = ipv6Groups(address);
  if (groups === undefined) return false;
  const [a = 0, b = 0] = groups;
  // Only 2000::/3 is given out for global use; 6to4 and Teredo carry an IPv4 address that could be any.
  return (a & 0xe000) === 0x2000 && a !== 0x2002 && !(a === 0x2001 && b === 0);
}

function ipv4Number(text: string): number | undefined {
  if (!/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) return undefined;
  const octets = text.split(".").map(Number);
  return octets.every((octet) => octet <= 255) ? octets.reduce((sum, octet) => sum * 256 + octet, 0) : undefined;
}

/** Eight 16-bit groups; undefined for anything that is no plain IPv6 address. */
function ipv6Groups(text: string): readonly number[] | undefined {
  const url = /^[0-9a-f:.]+$/i.test(text) ? parseUrl(`https://[${text}]/`) : undefined;
  if (url === undefined) return undefined;
  const [head = "", tail] = url.hostname.slice(1, -1).split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const before = groups(head);
  const after = groups(tail ?? "");
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after];
}
