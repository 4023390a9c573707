/** Days of the months of a common year. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Parses the `ts` of a receipt and the times of trust records: `2026-11-21T20:01:43Z` and no other spelling (G57).
 * @returns epoch seconds; undefined for another form, a date that does not exist, or one before 2000
 */
export function parseTime(text: string): number | undefined {
  const match = /^([2-9]\d{3})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
  if (day < 1 || day > days) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
