// Two builds give equal octets: here, and in a copy of the sources in another folder, with another time zone, language
// and file mask. The first build is the one that the later gates examine.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mustSucceed } from "./program.mjs";
import { ownFiles } from "./tracked.mjs";

/** Map from path below `dir/dist` to SHA-256. */
function digests(dir) {
  const found = new Map();
  for (const path of readdirSync(join(dir, "dist"), { recursive: true, encoding: "utf8" })) {
    const file = join(dir, "dist", path);
    if (statSync(file).isFile()) found.set(path, createHash("sha256").update(readFileSync(file)).digest("hex"));
  }
  return found;
}

/** Copies the sources and the packages that a build needs: those that are shipped, and esbuild. */
function copyTo(dir) {
  for (const path of ownFiles()) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    cpSync(path, join(dir, path));
  }
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  for (const [path, { dev, optional }] of Object.entries(packages)) {
    const needed = path !== "" && (!dev || /node_modules\/@?esbuild(?:\/|$)/.test(path));
    if (needed && (!optional || statSync(path, { throwIfNoEntry: false })))
      cpSync(path, join(dir, path), { recursive: true });
  }
}

export function problems() {
  rmSync("dist", { recursive: true, force: true });
  const first = mustSucceed(process.execPath, ["build.mjs", "packages"]);
  if (first.length > 0) return first;
  const dir = mkdtempSync(join(tmpdir(), "countersign-second-build-"));
  try {
    copyTo(dir);
    const env = { ...process.env, TZ: "Pacific/Auckland", LC_ALL: "C" };
    const run = spawnSync("sh", ["-c", 'umask 077 && exec "$0" build.mjs packages', process.execPath], {
      cwd: dir,
      env,
      encoding: "utf8",
    });
    if (run.status !== 0) return [`the second build failed:\n${run.stdout}${run.stderr}`];
    const [here, there] = [digests("."), digests(dir)];
    const paths = [...new Set([...here.keys(), ...there.keys()])].sort();
    console.log(
      `  ${paths.length} files; ${paths
        .filter((path) => path.endsWith(".xpi"))
        .map((path) => `${path} SHA-256 ${here.get(path)}`)
        .join(", ")}`,
    );
    return paths
      .filter((path) => here.get(path) !== there.get(path))
      .map((path) => `dist/${path} differs between two builds`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
