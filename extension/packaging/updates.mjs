import { resolve } from "node:path";
import { build } from "esbuild";
import { buildPackages } from "./packages.mjs";

/**
 * Makes the directory that an organisation puts on its own server, or checks one.
 * @param {readonly string[]} options
 * @param {string} from folder that relative paths start from
 * @returns the exit code
 */
export async function updates(options, from) {
  const outfile = "build/updates.mjs";
  const entryPoints = ["extension/packaging/updates/main.ts"];
  const absWorkingDir = process.cwd();
  await build({ absWorkingDir, entryPoints, outfile, bundle: true, platform: "node", format: "esm", target: "node20" });
  const { updates: run } = await import(resolve(outfile));
  return run(options, { from, build: buildPackages, print: console.log, complain: console.error });
}
