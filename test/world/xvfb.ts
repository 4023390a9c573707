import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** Starts a screen of its own; returns its name (":91"). */
export async function startXvfb(world: World, size = "1280x900"): Promise<string> {
  // Display numbers are shared by the machine: take one whose lock is free, and the next when another test was quicker.
  for (let number = 90 + (process.pid % 400); number < 600; number++) {
    if (existsSync(`/tmp/.X${number}-lock`)) continue;
    const log = join(world.dir, `xvfb-${number}.log`);
    const xvfb = start(world, "Xvfb", [`:${number}`, "-screen", "0", `${size}x24`, "-nolisten", "tcp"], { log });
    const ready = await until("Xvfb", () => xvfb.ended() ?? (existsSync(`/tmp/.X11-unix/X${number}`) && "ready"));
    if (ready === "ready") return `:${number}`;
    if (!/already active/.test(readFileSync(log, "latin1"))) throw new Error(`Xvfb: ${readFileSync(log, "latin1")}`);
  }
  throw new Error("no free display number");
}
