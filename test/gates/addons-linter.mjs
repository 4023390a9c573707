// Mozilla's linter over the built package: no error, and exactly the warnings and notices that were reviewed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { packageFile } from "./package-files.mjs";

/** @param {{errors: any[], warnings: any[], notices: any[]}} report */
export function linterProblems(report, reviewed) {
  const found = report.errors.map(({ code, message, file }) => `error ${code} in ${file}: ${message}`);
  const seen = new Set();
  for (const { code, file, message } of [...report.warnings, ...report.notices]) {
    const known = reviewed.find((one) => one.code === code && new RegExp(one.file).test(file ?? ""));
    if (known) seen.add(known);
    else found.push(`${code} in ${file} is not among the reviewed warnings: ${message}`);
  }
  for (const one of reviewed)
    if (!seen.has(one)) found.push(`the reviewed warning ${one.code} in ${one.file} no longer occurs: take it out`);
  return found;
}

export function problems() {
  const args = ["--output", "json", "--boring", "--self-hosted=false", packageFile()];
  const run = spawnSync("node_modules/.bin/addons-linter", args, { encoding: "utf8", maxBuffer: 1 << 26 });
  try {
    return linterProblems(
      JSON.parse(run.stdout),
      JSON.parse(readFileSync("test/gates/reviewed-warnings.json", "utf8")),
    );
  } catch {
    return [`addons-linter gave no report:\n${run.stdout}${run.stderr}`];
  }
}
