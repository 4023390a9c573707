import { connect } from "node:net";
import { join } from "node:path";
import { startInside } from "./namespace.ts";
import { freePort } from "./ports.ts";
import { start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/**
 * Serves a folder of PHP programs on loopback by PHP's own server, one request at a time; returns the port.
 * @param mounts - pairs of a folder and the place where the programs find it; with some, needs root
 */
export async function servePhp(
  world: World,
  folder: string,
  env: NodeJS.ProcessEnv,
  mounts: readonly (readonly [string, string])[] = [],
): Promise<number> {
  const port = await freePort();
  const log = join(world.dir, "php.log");
  const settings = ["opcache.enable_cli=1", "session.gc_probability=0", "memory_limit=512M"].flatMap((one) => [
    "-d",
    one,
  ]);
  const program = ["php", ...settings, "-S", `127.0.0.1:${port}`, "-t", folder];
  const options = { log, env: { ...process.env, ...env } };
  const [first = "", ...rest] = program;
  const server =
    mounts.length === 0 ? start(world, first, rest, options) : startInside(world, mounts, program, options);
  await until("PHP's port", () => {
    const reason = server.ended();
    if (reason !== undefined) throw new Error(`php ended: ${reason}, see ${log}`);
    return new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined));
      socket.once("error", () => resolve(false));
    });
  });
  return port;
}
