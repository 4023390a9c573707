/** Waits `ms` milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

type Nothing = false | null | undefined | 0 | "";

/**
 * Asks again and again until `ask` answers something true, and returns that. An exception counts as "not yet".
 * Throws after `timeout` milliseconds, naming what was waited for and the last answer: a machine can be slow, and a long
 * wait costs nothing where all is well.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  { timeout = 60_000, every = 50 }: { timeout?: number; every?: number } = {},
): Promise<Exclude<T, Nothing>> {
  // Not by the clock on the wall: it leaps where a virtual machine stood still, and nobody was waited for meanwhile.
  const end = performance.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer as Exclude<T, Nothing>;
      last = answer;
    } catch (error) {
      last = error instanceof Error ? error.message : error;
    }
    if (performance.now() > end)
      throw new Error(`waited ${timeout} ms for ${what}; last answer: ${JSON.stringify(last)}`);
    await sleep(every);
  }
}
