import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Cleanup = () => Promise<void> | void;

/** Directories, processes and servers that live as long as one test file, and are taken down in reverse order. */
export interface World {
  /** Own directory, removed at the end. */
  readonly dir: string;
  /** Registers something to take down. */
  defer(cleanup: Cleanup): void;
  /** Takes everything down; may be called twice. */
  end(): Promise<void>;
}

const open = new Set<World>();

/**
 * A new world. It ends with {@link World.end}, and also when the test process is told to stop or dies of an
 * uncaught error, so that no Thunderbird or Dovecot outlives its test.
 */
export function createWorld(name: string): World {
  const dir = mkdtempSync(join(tmpdir(), `countersign-${name}-`));
  const cleanups: Cleanup[] = [() => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })];
  const world: World = {
    dir,
    defer: (cleanup) => void cleanups.push(cleanup),
    end: async () => {
      open.delete(world);
      for (let next = cleanups.pop(); next !== undefined; next = cleanups.pop()) {
        try {
          await next();
        } catch (error) {
          console.error(`taking down ${name}:`, error);
        }
      }
    },
  };
  open.add(world);
  return world;
}

// The last resort, when nobody awaited the end: children are ended by processes.ts.
process.on("exit", () => {
  for (const { dir } of open) rmSync(dir, { recursive: true, force: true });
});

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
  process.once(signal, () => {
    void Promise.all([...open].map((world) => world.end())).finally(() => process.exit(1));
  });
