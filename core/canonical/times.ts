/**
 * Parses the `ts` of a receipt and the times of trust records: `2026-11-21T20:01:43Z` and no other spelling (G57).
 * @returns epoch seconds; undefined for another form, a date that does not exist, or one before 2000
 */
export function parseTime(text: string): number | undefined {
  const match = /^([2-9]\d{3})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC carries 31 April over into May.
  return new Date(time).toISOString().startsWith(text.slice(0, 19)) ? time / 1000 : undefined;
}
