import { asciiLower } from "./fields.ts";
import { skipCfws } from "./parameters.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DATE_TIME =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun) ?, ?)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (?:([+-])(\d\d)([0-5]\d)|gmt|ut)$/;

/**
 * Reads an RFC 5322 `date-time`: comments and folding allowed, zones in digits, GMT and UT, the day of the week not
 * compared (H09).
 *
 * @param text an unfolded field value
 * @returns epoch seconds, or undefined when the text is no such date
 */
export function parseDate(text: string): number | undefined {
  const match = DATE_TIME.exec(withoutComments(text) ?? "");
  if (match === null) return undefined;
  const [
    ,
    day = "",
    monthName = "",
    year = "",
    hour = "",
    minute = "",
    second = "0",
    sign = "+",
    zoneHour = "0",
    zoneMinute = "0",
  ] = match;
  const month = MONTHS.indexOf(monthName);
  const midnight = Date.UTC(Number(year), month, Number(day));
  // The calendar says whether the day exists: a day that does not lands in another month.
  if (month < 0 || Number(year) < 1900 || new Date(midnight).getUTCMonth() !== month || Number(day) === 0)
    return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const zone = (sign === "-" ? -60 : 60) * (Number(zoneHour) * 60 + Number(zoneMinute));
  return midnight / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - zone;
}

/** ASCII lower case with each CFWS as one blank; undefined when a comment is left open. */
function withoutComments(text: string): string | undefined {
  const words: string[] = [];
  for (let at = 0; at < text.length; ) {
    const blank = skipCfws(text, at);
    if (blank.open) return undefined;
    const start = blank.end;
    at = start;
    while (at < text.length && !" \t(".includes(text.charAt(at))) at++;
    if (at > start) words.push(text.slice(start, at));
  }
  return asciiLower(words.join(" "));
}
