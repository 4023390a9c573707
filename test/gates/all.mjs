// Every gate, in the order of cost: what fails soonest runs first, the real Thunderbird last. All of them run even when
// one has failed, so that one run tells everything.
import { runEndToEnd } from "./e2e.mjs";
import { runUnitTests, testFiles } from "./node-test.mjs";

/** Gates of their own file: each exports `problems()`, a list of sentences, empty when all is well. */
const GATES = [
  ["types", "type check"],
  ["lint", "format and lint"],
  ["sources", "house rules"],
  ["dependencies", "dependencies and licences"],
  ["dead-code", "dead code"],
  ["reproducible", "build, twice"],
  ["bundled", "what the bundles contain"],
  ["store-rules", "rules of Thunderbird's add-on site"],
  ["addons-linter", "Mozilla's add-on linter"],
  ["command", "the packed command"],
  ["attack-table", "attack table"],
  ["fuzz", "fuzzing, for a moment"],
  ["seeded-faults", "seeded faults"],
];

async function gate(name) {
  const { problems } = await import(`./${name}.mjs`);
  const found = await problems();
  for (const problem of found) console.log(`  ✖ ${problem}`);
  const ok = found.length === 0;
  return {
    passed: ok ? 1 : 0,
    failed: ok ? 0 : 1,
    skipped: 0,
    failures: found.map((problem) => `${name}: ${problem}`),
  };
}

async function section(title, work) {
  console.log(`\n━━ ${title}`);
  const began = Date.now();
  let count;
  try {
    count = await work();
  } catch (error) {
    console.error(error);
    count = { passed: 0, failed: 1, skipped: 0, failures: [`${title}: ${error}`] };
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${count.failed === 0 ? "✔" : "✖"} ${title}: ${seconds} s`);
  return { title, seconds, ...count };
}

/** Runs the gates whose name contains one of the filters. */
export async function runGates(filters = []) {
  let failed = 0;
  for (const [name, title] of GATES)
    if (filters.length === 0 || filters.some((filter) => name.includes(filter)))
      failed += (await section(title, () => gate(name))).failed;
  return failed === 0 ? 0 : 1;
}

/** What a tool printed can be long, and says most at its start and its end. */
function shortened(text) {
  const lines = text.split("\n");
  return lines.length <= 30 ? text : [...lines.slice(0, 10), "    …", ...lines.slice(-20)].join("\n");
}

/** Everything, with a summary whose last line says how many checks passed and failed. */
export async function runAll() {
  const sections = [];
  for (const [name, title] of GATES) sections.push(await section(title, () => gate(name)));
  sections.push(await section("unit, property and corpus tests", () => runUnitTests(testFiles(".test.ts"))));
  sections.push(await section("end to end in Thunderbird, Chromium and Firefox", () => runEndToEnd()));
  console.log("\n━━ summary");
  for (const { title, seconds, passed, failed, skipped } of sections)
    console.log(
      `${failed === 0 ? "✔" : "✖"} ${title.padEnd(48)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped ${seconds.padStart(8)} s`,
    );
  const failures = sections.flatMap((one) => one.failures);
  if (failures.length > 0) console.log(`\n━━ what failed\n${failures.map((one) => `✖ ${shortened(one)}`).join("\n")}`);
  const again = sections.flatMap((one) => one.again ?? []);
  if (again.length > 0)
    console.log(
      `\n━━ what passed only when it was run again, alone\n${again.map((one) => `! ${shortened(one)}`).join("\n")}`,
    );
  const sum = (key) => sections.reduce((total, one) => total + one[key], 0);
  console.log(
    `\n${sum("passed")} passed, ${sum("failed")} failed${sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : ""}`,
  );
  return sum("failed") === 0 ? 0 : 1;
}
