// Runs the tests. `node test/run.mjs WHAT [part of a file name …]`, WHAT being
//   unit   unit, property and corpus tests        e2e    the built package in a real Thunderbird
//   gates  the gates (or those named)             all    everything, as `npm test` and CI do
//   bench  measurements                           fuzz   fuzzing without an end (FUZZ_SECONDS sets one)
// TEST_NAME=… runs only the tests whose name matches.
import { fileURLToPath } from "node:url";
import { runAll, runGates } from "./gates/all.mjs";
import { runEndToEnd } from "./gates/e2e.mjs";
import { bundle, run, runUnitTests, testFiles } from "./gates/node-test.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

async function unit(filters) {
  const files = testFiles(".test.ts", filters);
  if (files.length === 0) throw new Error(`no test file matches ${filters.join(" ")}`);
  return (await runUnitTests(files)).code;
}

const buildPackages = () => run(process.execPath, ["build.mjs", "packages"]);

const endToEnd = async (filters) => (await buildPackages()) || (await runEndToEnd(filters)).code;

/** Programs with an ending of their own: each is bundled and run, one after the other. */
async function programs(ending, filters) {
  const files = testFiles(ending, filters);
  if (files.length === 0) throw new Error(`nothing ends in ${ending}`);
  let worst = 0;
  for (const file of files) {
    console.log(`\n== ${file}`);
    const out = await bundle(file.replace(/\W+/g, "-"), [file]);
    worst = Math.max(worst, await run(process.execPath, ["--enable-source-maps", "--expose-gc", out]));
  }
  return worst;
}

const commands = new Map([
  ["unit", unit],
  ["e2e", endToEnd],
  ["gates", runGates],
  ["all", runAll],
  ["bench", async (filters) => (await buildPackages()) || programs(".bench.ts", filters)],
  ["fuzz", (filters) => programs(".fuzz.ts", filters)],
]);

const [what = "all", ...rest] = process.argv.slice(2);
const command = commands.get(what);
if (command === undefined) {
  console.error(`unknown: ${what}; one of ${[...commands.keys()].join(", ")}`);
  process.exitCode = 2;
} else process.exitCode = await command(rest);
