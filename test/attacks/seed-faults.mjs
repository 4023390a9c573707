// Applies each seeded fault in memory, runs the tests that carry its row ids, and reports every fault they miss.
// `node test/attacks/seed-faults.mjs [row id …]`
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { mistake } from "./mistake.mjs";
import { testsByRow } from "./tests-by-row.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
process.chdir(root);
mkdirSync("build/faults", { recursive: true });

const options = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "error",
};

async function loadFaults() {
  const outfile = "build/faults/list.mjs";
  await build({ ...options, entryPoints: ["test/attacks/faults.ts"], outfile });
  return (await import(resolve(outfile))).FAULTS;
}

/** Tests that start a browser: one that is starting while its test is ended would be left over. */
const WITH_BROWSER = /^test\/(ui|display|webmail)\//;

/**
 * Runs the tests of a row.
 * @param {{brief: boolean}} options `brief`: until one has failed, which is all there is to know
 */
function run(file, pattern, fault, { brief }) {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["--test-reporter=tap", `--test-name-pattern=${pattern}`, file], {
      stdio: ["ignore", "pipe", "ignore"],
      // For tests that read sources as text, see test/project-file.ts.
      env: { ...process.env, SEEDED_FAULT: JSON.stringify(fault) },
    });
    // A browser that the test started ends on SIGTERM only.
    let last;
    const stop = () => {
      child.kill("SIGTERM");
      last ??= setTimeout(() => child.kill("SIGKILL"), 10_000);
    };
    const timer = setTimeout(stop, 120_000);
    const answer = { ran: 0, noticed: false };
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [result] = /^\s*(not )?ok \d+ - (?!.*# SKIP)/.exec(line) ?? [];
      if (result === undefined) return;
      answer.ran += 1;
      if (answer.noticed || result.trimStart().startsWith("ok")) return;
      answer.noticed = true;
      if (brief) stop();
    });
    child.on("close", (status) => {
      clearTimeout(timer);
      clearTimeout(last);
      done({ ...answer, noticed: answer.noticed || status !== 0 });
    });
  });
}

const byRow = testsByRow();

async function tryFault(fault, index) {
  const misses = [];
  for (const id of fault.rows) {
    const files = [...(byRow.get(id) ?? [])].filter((f) => f.endsWith(".test.ts"));
    if (files.length === 0) {
      misses.push(`${id}: no test carries this id`);
      continue;
    }
    const outfile = join("build", "faults", `fault-${index}-${id}.mjs`);
    try {
      await build({
        ...options,
        stdin: { contents: files.map((f) => `import "./${f}";`).join(""), resolveDir: root, loader: "ts" },
        outfile,
        plugins: [mistake(fault)],
      });
      const { ran, noticed } = await run(outfile, `\\b${id}\\b`, fault, {
        brief: !files.some((one) => WITH_BROWSER.test(one)),
      });
      if (ran === 0) misses.push(`${id}: no test ran (${fault.file})`);
      else if (!noticed) misses.push(`${id}: the tests still pass with the fault in ${fault.file}: ${fault.find}`);
    } catch (error) {
      misses.push(`${id}: ${error.message}`);
    } finally {
      rmSync(outfile, { force: true });
    }
  }
  return misses;
}

const wanted = process.argv.slice(2);
const faults = (await loadFaults()).filter((f) => wanted.length === 0 || f.rows.some((r) => wanted.includes(r)));
const queue = [...faults.entries()];
const missed = [];
// Twice as many as there are cores: half of a run is waiting.
await Promise.all(
  Array.from({ length: 2 * availableParallelism() }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) missed.push(...(await tryFault(next[1], next[0])));
  }),
);
for (const m of missed) console.error(m);
console.log(`seeded faults: ${faults.length}, noticed: ${faults.length - missed.length}, missed: ${missed.length}`);
process.exitCode = missed.length === 0 ? 0 : 1;
