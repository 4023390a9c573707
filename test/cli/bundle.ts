import { build } from "esbuild";
import { seededMistake } from "../attacks/mistake.mjs";

/** Bundles the `countersign` command, with the fault that is being seeded, if one is. */
export async function bundleCommand(outfile: string): Promise<string> {
  await build({
    entryPoints: ["core/cli/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    banner: { js: "#!/usr/bin/env node" },
    external: ["@electric-sql/pglite", "pg"],
    logLevel: "warning",
    plugins: seededMistake(),
  });
  return outfile;
}
