// Everything that the bundles contain is declared: only packages that package.json lists as shipped, and each of them
// named with its licence in the notices. esbuild writes the origin of each piece as a comment.
import { readFileSync } from "node:fs";
import { CLIENTS } from "../../extension/packaging/manifests.mjs";
import { packageFiles } from "./package-files.mjs";

const ORIGIN = /^\s*\/\/ (?:\.\.\/)*((?:\S*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//gm;

/** @param {Map<string, string>} scripts */
export function bundledProblems(scripts, notices, lock) {
  const found = new Set();
  for (const [path, source] of scripts)
    for (const [, folder] of source.matchAll(ORIGIN)) {
      const name = folder.replace(/^.*node_modules\//, "");
      const entry = lock.packages[folder];
      if (entry === undefined || entry.dev) found.add(`${path} contains ${name}, which is no runtime dependency`);
      else if (!notices.includes(`## ${name} ${entry.version}\n`))
        found.add(`THIRD-PARTY-NOTICES.md does not name ${name} ${entry.version}`);
    }
  return [...found];
}

export function problems() {
  const scripts = new Map([["dist/cli/countersign.mjs", readFileSync("dist/cli/countersign.mjs", "utf8")]]);
  for (const client of Object.keys(CLIENTS))
    for (const [path, octets] of packageFiles(client))
      if (path.endsWith(".js")) scripts.set(`${client}/${path}`, octets.toString("utf8"));
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  return bundledProblems(scripts, readFileSync("THIRD-PARTY-NOTICES.md", "utf8"), lock);
}
