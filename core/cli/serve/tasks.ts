/** Work that is done again and again beside the requests. */
export interface Tasks {
  /** Lets what is under way end, and begins nothing more. */
  readonly stop: () => Promise<void>;
}

/** One kind of work. */
export interface Task {
  /** Returns how much was done: after something was, it is asked again at once. */
  readonly work: () => Promise<number>;
  /** Milliseconds to wait when there was nothing. */
  readonly pause: number;
}

/**
 * Runs each task in turn with itself until stopped. A task that fails, for example since the database is away, is tried
 * again after its pause: what it took comes back when its lease ends.
 * @param failed is told of each failure
 */
export function startTasks(tasks: readonly Task[], failed: () => void): Tasks {
  let stopped = false;
  const wakers = new Set<() => void>();
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      wakers.add(wake);
    });
  const loops = tasks.map(async ({ work, pause }) => {
    while (!stopped) {
      const done = await work().catch(() => {
        failed();
        return 0;
      });
      if (done === 0 && !stopped) await rest(pause);
    }
  });
  return {
    async stop() {
      stopped = true;
      for (const wake of [...wakers]) wake();
      await Promise.all(loops);
    },
  };
}
