// The rules of Thunderbird's add-on site about the source repository.
import { readFileSync } from "node:fs";
import { ownFiles } from "./tracked.mjs";

const BUILD_TOOLS = /^(?:yarn\.lock|bun\.lockb?|deno\.lock|Makefile|Gruntfile.*|gulpfile.*|webpack\..*|.*\.gradle)$/;

/**
 * @param {readonly string[]} files tracked paths
 * @param {(path: string) => string} read
 */
export function repositoryProblems(files = ownFiles(), read = (path) => readFileSync(path, "utf8")) {
  const found = [];
  for (const path of files) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (/(?:^|\/)(?:node_modules|dist|build)\//.test(path))
      found.push(`${path}: build output or packages in the repository`);
    if (/\.(?:zip|xpi|jar|tar|tgz|gz|7z|wasm)$/i.test(name))
      found.push(`${path}: an archive or binary in the repository`);
    if (BUILD_TOOLS.test(name)) found.push(`${path}: a build tool other than npm`);
    if (/\.min\.(?:js|mjs|css)$/.test(name)) found.push(`${path}: minified`);
  }
  if (!files.includes("package-lock.json")) found.push("no package-lock.json in the repository");
  if (files.includes(".npmrc") && /^\s*(?:@[^:]+:)?registry\s*=|_authToken/m.test(read(".npmrc")))
    found.push(".npmrc overrides the registry");
  const { dependencies = {}, devDependencies = {} } = JSON.parse(read("package.json"));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    if (/[:/]/.test(version)) found.push(`package.json: ${name} comes from ${version}, not from the registry`);
  return found;
}
