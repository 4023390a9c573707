// The command works from the packed tarball in an empty folder, as an outsider would install it.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function problems() {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const dir = mkdtempSync(join(tmpdir(), "countersign-packed-"));
  try {
    const [{ filename }] = JSON.parse(
      execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", dir], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
    mkdirSync(join(dir, "package"), { recursive: true });
    execFileSync("tar", ["-xf", join(dir, filename), "-C", dir]);
    const run = spawnSync(process.execPath, [join(dir, "package/dist/cli/countersign.mjs"), "--version"], {
      encoding: "utf8",
      cwd: dir,
    });
    return run.status === 0 && run.stdout.includes(version)
      ? []
      : [`countersign --version from the tarball: ${run.stdout}${run.stderr}`];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
