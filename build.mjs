// node build.mjs cli | packages | policy | updates OPTIONS | sign-firefox | start [-- --no-open]
// cli: the command, one file in dist/cli. packages: also the clients' packages in dist/. policy: docs/policy/.
// updates: the directory for an organisation's own server. sign-firefox: has Mozilla sign. start: the main job.
import { fileURLToPath } from "node:url";
import { buildCommand } from "./extension/packaging/command.mjs";

const from = process.cwd();
process.chdir(fileURLToPath(new URL(".", import.meta.url)));
const [target = "packages", ...options] = process.argv.slice(2);

if (target === "cli") await buildCommand();
else if (target === "packages") {
  const { buildPackages } = await import("./extension/packaging/packages.mjs");
  for (const file of await buildPackages()) console.log(file);
} else if (target === "policy") {
  const { writePolicyArtefacts } = await import("./extension/packaging/policy.mjs");
  for (const file of await writePolicyArtefacts()) console.log(file);
} else if (target === "updates") {
  const { updates } = await import("./extension/packaging/updates.mjs");
  process.exitCode = await updates(options, from);
} else if (target === "sign-firefox") {
  const { signFirefox } = await import("./extension/packaging/sign-firefox.mjs");
  process.exitCode = await signFirefox(options);
} else if (target === "start") {
  const { start } = await import("./extension/packaging/start.mjs");
  process.exitCode = await start(options);
} else {
  console.error(`build.mjs: no target "${target}"; there are cli, packages, policy, updates, sign-firefox and start`);
  process.exitCode = 2;
}
