import { chmodSync } from "node:fs";
import { build } from "esbuild";

/** Where the command lands; package.json names the same path as its bin. */
export const COMMAND = "dist/cli/countersign.mjs";

/**
 * Bundles the command line into one file that runs without node_modules: nothing has to be fetched to run an
 * installed package. Returns esbuild's list of what went into it.
 */
export async function buildCommand() {
  const { metafile } = await build({
    entryPoints: ["core/cli/main.ts"],
    outfile: COMMAND,
    bundle: true,
    absWorkingDir: process.cwd(),
    platform: "node",
    format: "esm",
    target: "node20",
    charset: "utf8",
    banner: { js: "#!/usr/bin/env node" },
    // The report receiver's database drivers are optional: who has none of them has the rest (decision 17).
    external: ["@electric-sql/pglite", "pg"],
    metafile: true,
    logLevel: "warning",
  });
  chmodSync(COMMAND, 0o755);
  return metafile;
}
