import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { sleep } from "./until.ts";
import type { World } from "./world.ts";

/** A program started by a test. */
export interface Running {
  readonly pid: number;
  readonly child: ChildProcess;
  /** What ended it, or undefined while it runs. */
  ended(): string | undefined;
  /** SIGTERM, and SIGKILL after `grace` milliseconds; resolves when it is gone. */
  stop(grace?: number): Promise<void>;
}

// A SIGKILL of the test itself runs no handler: children that are still alive when Node leaves are ended here.
const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/** Starts a program with its output in the file `log`; it ends with the world at the latest. */
export function start(
  world: World,
  program: string,
  args: readonly string[],
  { log, env = process.env }: { log: string; env?: NodeJS.ProcessEnv },
): Running {
  const out = openSync(log, "a");
  const child = spawn(program, args, { stdio: ["ignore", out, out], env });
  let ended: string | undefined;
  alive.add(child);
  child.once("error", (error) => {
    ended = error.message;
    alive.delete(child);
  });
  child.once("exit", (code, signal) => {
    ended = `exit ${code ?? signal}`;
    alive.delete(child);
  });
  const stop = async (grace = 5000) => {
    if (ended === undefined) child.kill("SIGTERM");
    for (const end = Date.now() + grace; ended === undefined && Date.now() < end; ) await sleep(20);
    if (ended === undefined) child.kill("SIGKILL");
    for (const end = Date.now() + 5000; ended === undefined && Date.now() < end; ) await sleep(20);
  };
  world.defer(() => stop());
  return { pid: child.pid ?? -1, child, ended: () => ended, stop };
}
