// Bundles test files with esbuild and gives them to Node's own test runner: many times faster than one process a file.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const OUT = "build/test";

/**
 * Test files below `test/` with this ending whose path contains one of the filters (all without filters).
 * @param {string} ending
 * @param {readonly string[]} filters
 */
export function testFiles(ending, filters = []) {
  return readdirSync("test", { recursive: true, encoding: "utf8" })
    .map((file) => `test/${file}`)
    .filter((file) => file.endsWith(ending))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
    .sort();
}

/**
 * Bundles files into one module and returns its path.
 * @param {string} name
 * @param {readonly string[]} files
 */
export async function bundle(name, files) {
  const outfile = join(OUT, `${name}.mjs`);
  mkdirSync(OUT, { recursive: true });
  await build({
    stdin: {
      contents: files.map((file) => `import ${JSON.stringify(`./${file}`)};`).join("\n"),
      resolveDir: process.cwd(),
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
  });
  return outfile;
}

/** Parts into which the unit tests are divided: two run at a time, and none is so long that the other core waits for it. */
const SHARDS = 8;

/**
 * Runs the unit tests among these files. Each part is one process, so that what one test does to its process (a clock, a
 * global, a busy loop) reaches few others.
 * @param {readonly string[]} files
 */
export async function runUnitTests(files) {
  const parts = Array.from({ length: Math.min(SHARDS, files.length) }, (_, part) =>
    files.filter((_file, index) => index % SHARDS === part),
  );
  const bundles = await Promise.all(parts.map((part, index) => bundle(`unit-${process.pid}-${index}`, part)));
  try {
    return await runTests(bundles, { concurrency: 2 });
  } finally {
    for (const file of bundles) rmSync(file, { force: true });
  }
}

/** Runs a program with its output on ours; resolves with its exit code. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    const forward = (signal) => child.kill(signal);
    process.once("SIGTERM", forward);
    process.once("SIGINT", forward);
    child.once("error", reject);
    child.once("exit", (code) => {
      process.removeListener("SIGTERM", forward);
      process.removeListener("SIGINT", forward);
      resolve(code ?? 1);
    });
  });
}

/**
 * Runs bundles under Node's test runner. Returns its exit code, the numbers of tests, the failures in words, and, if
 * each of them is a wait that ran out, the test files that `waited` (absolute).
 * @param {readonly string[]} bundles
 * @param {{concurrency?: number, prefix?: readonly string[], timeout?: number}} [options] `prefix`: a command that runs the
 * runner; `timeout`: milliseconds for one test
 */
export async function runTests(bundles, { concurrency = 1, prefix = [], timeout = 600_000 } = {}) {
  const counts = join(OUT, `tally-${process.pid}-${Math.random().toString(36).slice(2)}.json`);
  const command = [
    ...prefix,
    process.execPath,
    "--enable-source-maps",
    "--test",
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${timeout}`,
    ...(process.env.TEST_NAME ? [`--test-name-pattern=${process.env.TEST_NAME}`] : []),
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=./test/gates/tally.mjs",
    `--test-reporter-destination=${counts}`,
    ...bundles,
  ];
  const code = await run(command[0], command.slice(1));
  let count = { passed: 0, failed: 0, skipped: 0, failures: [] };
  try {
    count = JSON.parse(readFileSync(counts, "utf8"));
  } catch {
    // Counted below.
  }
  rmSync(counts, { force: true });
  const { passed, failed, skipped, failures } = count;
  if (code !== 0 && failed === 0)
    return { code, passed, failed: 1, skipped, failures: [`the test runner itself ended with ${code}`], waited: [] };
  const waited = failures.every((one) => one.waited) ? [...new Set(failures.map(({ file }) => file))] : [];
  return { code, passed, failed, skipped, failures: failures.map(({ text }) => text), waited };
}
