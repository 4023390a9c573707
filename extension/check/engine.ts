import { createWasmEngine, type Engine } from "../../core/index.ts";

let engine: Promise<Engine> | undefined;

/** The hash engine of this page, made once. */
export function sharedEngine(): Promise<Engine> {
  engine ??= createWasmEngine();
  return engine;
}

/**
 * The shared engine with a stop: once `signal` is aborted the next pause rejects, and the check that nobody waits for
 * any more ends there (DOS-05). `alive` is called at every pause and tells the watchdog that work goes on.
 */
export function stoppable(base: Engine, signal: AbortSignal, alive: () => void): Engine {
  return {
    name: base.name,
    sha3_256: () => base.sha3_256(),
    sha256: () => base.sha256(),
    blake3: () => base.blake3(),
    decodeBase64: (text, alphabet) => base.decodeBase64(text, alphabet),
    pause: async () => {
      alive();
      await base.pause();
      signal.throwIfAborted();
    },
  };
}
