import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { World } from "./world.ts";

/** A program that sees an /etc of its own: policies can lie where the documents say, and nothing of the system is touched. */
export interface OwnEtc {
  /** The folder below which it is `etc`. */
  readonly root: string;
  readonly program: string;
}

/** Makes it, as a copy of this machine's. Needs root. */
export function ownEtc(world: World, program: string): OwnEtc {
  const root = join(world.dir, "root");
  const etc = join(root, "etc");
  mkdirSync(etc, { recursive: true });
  execFileSync("cp", ["-a", "/etc/.", etc]);
  const starter = join(world.dir, "with-own-etc.sh");
  const inside = `mount --bind "$0" /etc && exec ${program} "$@"`;
  writeFileSync(starter, `#!/bin/sh\nexec unshare -m --propagation private sh -c '${inside}' '${etc}' "$@"\n`);
  chmodSync(starter, 0o755);
  return { root, program: starter };
}
