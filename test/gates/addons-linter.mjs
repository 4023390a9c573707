// Mozilla's linter over the built packages: no error, and exactly the warnings and notices that were reviewed.
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

/** The linter knows Thunderbird's packages and Firefox's; what was reviewed stands apart for each. */
export const problems = () => [
  ...lint("thunderbird", "test/gates/reviewed-warnings.json"),
  ...lint("firefox", "test/gates/reviewed-warnings-firefox.json"),
];

function lint(client, reviewed) {
  const args = ["--output", "json", "--boring", "--self-hosted=false", packageFile(client)];
  const run = spawnSync("node_modules/.bin/addons-linter", args, { encoding: "utf8", maxBuffer: 1 << 26 });
  try {
    return linterProblems(JSON.parse(run.stdout), JSON.parse(readFileSync(reviewed, "utf8")));
  } catch {
    return [`addons-linter gave no report about ${client}:\n${run.stdout}${run.stderr}`];
  }
}
