// What the project takes from others: exact versions, integrity for each, no install scripts but reviewed ones, licences
// that allow redistribution, and every direct dependency with the reason why it is there.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const json = (path) => JSON.parse(readFileSync(path, "utf8"));

/** A single licence identifier, or one choice of an SPDX "OR", must be in here. */
const ALLOWED = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MPL-2.0"];

const allowed = (licence) =>
  licence
    .replace(/[()]/g, "")
    .split(/ OR /)
    .some((choice) => choice.split(" AND ").every((one) => ALLOWED.includes(one.trim())));

/**
 * @param {any} manifest package.json
 * @param {any} lock package-lock.json
 * @param {any} reviewed test/gates/reviewed-dependencies.json
 */
export function dependencyProblems(manifest, lock, reviewed) {
  const found = [];
  const direct = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies };
  for (const [name, version] of Object.entries(direct)) {
    if (!/^\d+\.\d+\.\d+$/.test(version)) found.push(`package.json: ${name} is not pinned: ${version}`);
    if (!reviewed.reasons[name]) found.push(`reviewed-dependencies.json gives no reason for ${name}`);
  }
  for (const name of Object.keys(reviewed.reasons))
    if (!direct[name]) found.push(`reviewed-dependencies.json speaks of ${name}, which package.json does not have`);
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "") continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    if (entry.resolved !== undefined) found.push(`package-lock.json: ${name} names the host it came from`);
    const foreign =
      entry.dev && entry.optional && Object.keys(reviewed.withoutIntegrity).some((one) => name.startsWith(one));
    if (!/^sha512-/.test(entry.integrity ?? "") && !entry.inBundle && !foreign)
      found.push(`package-lock.json: ${name} has no SHA-512 integrity`);
    if (entry.hasInstallScript && !reviewed.installScripts[name])
      found.push(`${name} runs an install script that nobody reviewed`);
    if (entry.dev || entry.devOptional) continue;
    const licence = reviewed.licences[name] ?? entry.license ?? "none stated";
    if (!allowed(licence)) found.push(`licence of ${name}: ${licence}`);
  }
  return found;
}

/** Known vulnerabilities in what is shipped, where the registry answers that question. */
function advisories() {
  const run = spawnSync("npm", ["audit", "--omit=dev", "--json"], { encoding: "utf8", timeout: 60_000 });
  let answer;
  try {
    answer = JSON.parse(run.stdout);
  } catch {
    answer = {};
  }
  if (answer.vulnerabilities === undefined) {
    console.log("  note: the registry answered no question about advisories; only the checks above were made");
    return [];
  }
  return Object.entries(answer.vulnerabilities).map(
    ([name, { severity }]) => `${name} has a known vulnerability (${severity})`,
  );
}

export const problems = () => [
  ...dependencyProblems(json("package.json"), json("package-lock.json"), json("test/gates/reviewed-dependencies.json")),
  ...advisories(),
];
