/** Longest silence of a running check, in milliseconds (DOS-07). */
const SILENCE = 3000;
/** Silence is counted in steps: a machine too busy to run anything at all delays them, and that is no silence. */
const STEPS = 6;

/**
 * Waits for work that shows signs of life; resolves to `undefined` when it has been silent for too long. Large mail may
 * take its time as long as it goes on.
 * @param work - Gets a function to call at every step.
 */
export function watched<T>(work: (alive: () => void) => Promise<T>, silence = SILENCE): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    let silent = 0;
    const listen = (): ReturnType<typeof setTimeout> => setTimeout(count, silence / STEPS);
    const count = () => {
      if (++silent >= STEPS) resolve(undefined);
      else timer = listen();
    };
    let timer = listen();
    work(() => {
      silent = 0;
    })
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
