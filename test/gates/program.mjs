// Runs a tool and turns a non-zero exit into a problem of the gate.
import { spawnSync } from "node:child_process";

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {string[]} empty, or one problem with everything the program printed
 */
export function mustSucceed(program, args, options = {}) {
  const run = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (run.status === 0) return [];
  const printed = `${run.stdout ?? ""}${run.stderr ?? ""}${run.error?.message ?? ""}`.trimEnd();
  return [`${program} ${args.join(" ")} failed:\n${printed}`];
}
