const DAY = 86_400;
/** Days of a page or feed that names none, and most days of one. */
const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;

/** Whole days: the first second, and the first second behind them. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads `from` and `to`, the first and the last day (UTC), as 2026-12-31; without them the last 30 days.
 * @param now epoch seconds
 * @returns undefined for what is no day, or more than a year
 */
export function readPeriod(query: URLSearchParams, now: number): Period | undefined {
  const today = now - (now % DAY);
  const last = readDay(query.get("to"), today);
  const first = last === undefined ? undefined : readDay(query.get("from"), last - (DEFAULT_DAYS - 1) * DAY);
  if (first === undefined || last === undefined || first > last || last - first >= MAX_DAYS * DAY) return undefined;
  return { from: first, to: last + DAY };
}

function readDay(text: string | null, absent: number): number | undefined {
  if (text === null || text === "") return absent;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) || dayText(at / 1000) !== text ? undefined : at / 1000;
}

/** A day as 2026-12-31. */
export const dayText = (epoch: number): string => new Date(epoch * 1000).toISOString().slice(0, 10);
