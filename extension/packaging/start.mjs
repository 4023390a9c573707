import { spawnSync } from "node:child_process";
import { bundle, run } from "../../test/gates/node-test.mjs";
import { COMMAND } from "./command.mjs";
import { buildPackages } from "./packages.mjs";

const SAMPLES = "test/samples/mailbox";

/**
 * The main job on a bare machine: builds, judges the sample mailbox, and shows it in Thunderbird, or else Chromium, where one is.
 * Returns the exit code.
 */
export async function start(options) {
  const unknown = options.filter((option) => option !== "--no-open");
  if (unknown.length > 0) {
    console.error(`start: unknown option ${unknown.join(" ")}; there is --no-open`);
    return 2;
  }
  const made = await buildPackages();
  console.log(`The sample mailbox (${SAMPLES}), checked on this machine:\n`);
  const verify = ["verify", "--table", "--knowledge", `${SAMPLES}/knowledge.json`, SAMPLES];
  const { status } = spawnSync(process.execPath, [COMMAND, ...verify], { stdio: "inherit" });
  // 1 tells that something in the mailbox is negative, which is what samples are for.
  if (status !== 0 && status !== 1) return status ?? 1;
  console.log(`\nBuilt: ${[COMMAND, ...made].join(", ")}`);
  if (options.includes("--no-open")) return 0;
  const program = await bundle("show-samples", ["extension/packaging/show/show-samples.ts"]);
  return run(process.execPath, ["--enable-source-maps", program]);
}
