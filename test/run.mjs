// Runs the tests: `node test/run.mjs unit [part of a file name …]`. All test files become one esbuild bundle for
// Node's own test runner, which is many times faster than one process a file.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

/** Bundles the given entry files into `build/test/NAME.mjs` and returns its path. */
async function bundle(name, files) {
  const outfile = `build/test/${name}.mjs`;
  mkdirSync("build/test", { recursive: true });
  await build({
    stdin: {
      contents: files.map((f) => `import ${JSON.stringify(`./${f}`)};`).join("\n"),
      resolveDir: root,
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

async function unit(filters) {
  const files = readdirSync("test", { recursive: true })
    .map((f) => `test/${f}`)
    .filter((f) => f.endsWith(".test.ts") && !f.startsWith("test/e2e/"))
    .filter((f) => filters.length === 0 || filters.some((x) => f.includes(x)))
    .sort();
  if (files.length === 0) throw new Error(`no test file matches ${filters.join(" ")}`);
  const name = filters.length === 0 ? "unit" : `unit-${process.pid}`;
  const file = await bundle(name, files);
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", file], {
    stdio: "inherit",
  });
  if (filters.length > 0) rmSync(file, { force: true });
  return run.status ?? 1;
}

const [what = "all", ...rest] = process.argv.slice(2);
if (what === "unit") process.exitCode = await unit(rest);
else throw new Error(`unknown: ${what}`);
