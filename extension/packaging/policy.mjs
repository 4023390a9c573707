import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { build } from "esbuild";

/**
 * Writes everything that is made from the declarations of the settings: docs/policy/ and the tables in
 * docs/administration.md. Returns the paths. A test fails when one of them is out of date.
 */
export async function writePolicyArtefacts() {
  const outfile = "build/policy-artefacts.mjs";
  const entryPoints = ["extension/packaging/policy/artefacts.ts"];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm" });
  const { policyArtefacts, withKeys } = await import(resolve(outfile));
  const made = [];
  for (const [path, text] of policyArtefacts()) {
    const to = `docs/policy/${path}`;
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
    made.push(to);
  }
  const document = "docs/administration.md";
  writeFileSync(document, withKeys(readFileSync(document, "utf8")));
  return [...made, document];
}
