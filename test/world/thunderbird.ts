import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { connectMarionette, type Marionette } from "./marionette.ts";
import { type Running, start } from "./processes.ts";
import { sleep } from "./until.ts";
import type { World } from "./world.ts";

/** A running Thunderbird under remote control. */
export interface Thunderbird {
  readonly marionette: Marionette;
  readonly process: Running;
  /** Milliseconds from the start of the process until it was ready. */
  readonly startedIn: number;
  /** Ends it and waits until its profile is free. */
  quit(): Promise<void>;
}

/** How to start it. */
export interface StartOptions {
  /** The program, see `privateInstall`. */
  readonly program: string;
  readonly profile: string;
  readonly marionettePort: number;
  /** X display; without one it runs headless. */
  readonly display?: string;
  readonly args?: readonly string[];
}

/** Starts Thunderbird on a profile and waits until its first window is there. */
export async function startThunderbird(world: World, options: StartOptions): Promise<Thunderbird> {
  const began = Date.now();
  const home = join(dirname(options.profile), "home");
  mkdirSync(home, { recursive: true });
  const args = ["--no-remote", "--profile", options.profile, "--marionette", "--remote-allow-system-access"];
  const child = start(
    world,
    options.program,
    [...args, ...(options.display === undefined ? ["--headless"] : []), ...(options.args ?? [])],
    {
      log: join(world.dir, "thunderbird.log"),
      env: {
        PATH: process.env.PATH,
        LANG: "C.UTF-8",
        HOME: home,
        DISPLAY: options.display,
        MOZ_CRASHREPORTER_DISABLE: "1",
        MOZ_DBUS_REMOTE: "0",
        DBUS_SESSION_BUS_ADDRESS: "disabled:",
        NO_AT_BRIDGE: "1",
      },
    },
  );
  const marionette = await connectMarionette(options.marionettePort, child.ended);
  return {
    marionette,
    process: child,
    startedIn: Date.now() - began,
    quit: async () => {
      // A question that Thunderbird asks before it quits would never be answered.
      const asked = marionette.command("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
      await Promise.race([asked, sleep(10_000)]);
      marionette.close();
      for (const end = Date.now() + 15_000; child.ended() === undefined && Date.now() < end; ) await sleep(50);
      await child.stop();
    },
  };
}
