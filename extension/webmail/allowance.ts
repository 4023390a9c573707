/** Requests that one site may be asked for at once, and how many more each second: 120 in any minute. */
const AT_ONCE = 60;
const A_SECOND = 1;

/** What each site may still be asked for. In memory only: a background that was stopped begins anew. */
export interface Allowance {
  /** Whether one more request may go to this origin; counts it. */
  take(origin: string): boolean;
}

/**
 * Bounds what a page can make us ask its own server, whatever it shows: each message costs one request, or two where the
 * page has to fetch it. A site that floods us uses up its own allowance, not another's, and has some again a moment later.
 * @param now - The clock, milliseconds.
 */
export function createAllowance(now: () => number = Date.now): Allowance {
  const sites = new Map<string, { left: number; at: number }>();
  return {
    take(origin) {
      const at = now();
      const before = sites.get(origin) ?? { left: AT_ONCE, at };
      // A clock that was set back gives nothing.
      const left = Math.min(AT_ONCE, before.left + (Math.max(0, at - before.at) / 1000) * A_SECOND);
      const may = left >= 1;
      sites.set(origin, { left: may ? left - 1 : left, at });
      return may;
    },
  };
}
