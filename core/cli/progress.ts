import type { Inputs } from "./inputs.ts";

const WIDTH = 24;
const EVERY_MS = 200;

/** Shows how far a long run has come, on a terminal only, on standard error. */
export interface Progress {
  tick(messages: number): void;
  /** Removes the bar. */
  clear(): void;
}

/** A bar over the octets of `inputs`; nothing at all where standard error is no terminal. */
export function progressBar(inputs: Pick<Inputs, "octetsRead" | "octetsTotal">): Progress {
  if (!process.stderr.isTTY) return { tick() {}, clear() {} };
  let last = Date.now();
  let drawn = false;
  const clear = () => {
    if (drawn) process.stderr.write("\r\u001b[K");
    drawn = false;
  };
  return {
    clear,
    tick(messages) {
      const now = Date.now();
      if (now - last < EVERY_MS) return;
      last = now;
      drawn = true;
      process.stderr.write(`\r\u001b[K${bar(inputs.octetsRead(), inputs.octetsTotal())} ${messages} messages`);
    },
  };
}

/** `[#####     ]  21 %`, or the octets read so far where the total is unknown. */
export function bar(read: number, total: number): string {
  if (total <= 0) return `${(read / 1e6).toFixed(1)} MB`;
  const share = Math.min(1, read / total);
  const filled = Math.round(share * WIDTH);
  return `[${"#".repeat(filled)}${" ".repeat(WIDTH - filled)}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}
