/** Longest silence of a running check, in milliseconds (DOS-07). */
const SILENCE = 3000;

/**
 * Waits for work that shows signs of life; resolves to `undefined` when it has been silent for too long. Large mail may
 * take its time as long as it goes on.
 * @param work - Gets a function to call at every step.
 */
export function watched<T>(work: (alive: () => void) => Promise<T>, silence = SILENCE): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    let timer = setTimeout(resolve, silence, undefined);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(resolve, silence, undefined);
    };
    work(alive)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
