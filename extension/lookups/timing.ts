/** When look-ups happen. All times in seconds; `random` gives numbers from 0 to just below 1. */

const MINUTE = 60;
const HOUR = 3600;

/** In mode `all`, until a want of the message shown is looked up (decision 1). */
export const soon = (random: () => number): number => 2 + 4 * random();

/** From one scheduled round to the next; it goes on whether or not mail is read, so it tells nothing of that (NET-09). */
export const round = (random: () => number): number => (10 + 20 * random()) * MINUTE;

/**
 * Until a want is asked about again: what its answer wishes, with jitter. What is proven is not asked for more than once
 * an hour, whatever the zone says.
 * @param wished before jitter
 */
export const again = (wished: number, failed: boolean, random: () => number): number =>
  Math.max(wished, failed ? 5 * MINUTE : HOUR) * (1 + 0.25 * random());
