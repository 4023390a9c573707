import { readFileSync } from "node:fs";
import { type Running, start } from "./processes.ts";
import type { World } from "./world.ts";

/**
 * Starts a program that sees other folders at the usual places, by a mount namespace of its own: the system's own stay as
 * they are. In a process namespace of its own all of it ends with the first process, which is told itself, as
 * `--kill-child` is forgotten when that one changes its user.
 * @param mounts - pairs of a folder and the place where the program finds it
 */
export function startInside(
  world: World,
  mounts: readonly (readonly [string, string])[],
  command: readonly string[],
  options: { readonly log: string; readonly env?: NodeJS.ProcessEnv },
): Running {
  const inside = `${mounts.map(([from, to]) => `mount --bind ${from} ${to}`).join(" && ")} && exec "$@"`;
  const namespaces = ["-m", "--pid", "--fork", "--mount-proc"];
  const running = start(world, "unshare", [...namespaces, "sh", "-c", inside, "sh", ...command], options);
  world.defer(() => {
    const children = readFileSync(`/proc/${running.pid}/task/${running.pid}/children`, "utf8");
    for (const child of children.trim().split(" ").filter(Boolean)) process.kill(Number(child), "SIGKILL");
  });
  return running;
}
