/** Allows each key so many events at once, and so many more as time passes. */
export interface RateLimit {
  /**
   * Takes one event.
   * @param now milliseconds
   * @returns 0 when allowed, otherwise the seconds to wait
   */
  readonly take: (key: string, now: number) => number;
}

/** Keys remembered; beyond them the one that was quiet longest is forgotten, which only ever allows more. */
const MAX_KEYS = 100_000;

/**
 * A leaky bucket for each key.
 * @param burst events at once
 * @param seconds in which as many become free again
 */
export function rateLimit(burst: number, seconds: number): RateLimit {
  const perEvent = (seconds * 1000) / burst;
  /** When the bucket of a key is empty again, in milliseconds. The order is that of use. */
  const emptyAt = new Map<string, number>();
  return {
    take(key, now) {
      const from = Math.max(now, emptyAt.get(key) ?? 0);
      const wait = from + perEvent - now - burst * perEvent;
      if (wait > 0) return Math.ceil(wait / 1000);
      emptyAt.delete(key);
      emptyAt.set(key, from + perEvent);
      const [oldest] = emptyAt.keys();
      if (emptyAt.size > MAX_KEYS && oldest !== undefined) emptyAt.delete(oldest);
      return 0;
    },
  };
}

/** One spelling for each network address, without a port; text that is no address stays as it is. */
export function plainAddress(text: string): string {
  const ipv4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/i.exec(text)?.[1];
  if (ipv4 !== undefined) return ipv4;
  const address = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? text.replace(/%.*$/, "");
  return address.includes(":") && URL.canParse(`http://[${address}]/`)
    ? new URL(`http://[${address}]/`).hostname.slice(1, -1)
    : text;
}

/**
 * What counts as one client: an IPv4 address, or the /64 that one subscriber of IPv6 has. Text that is no address is one
 * client, too.
 */
export function clientKey(text: string): string {
  const address = plainAddress(text);
  if (!address.includes(":") || !URL.canParse(`http://[${address}]/`)) return address;
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = new Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}
