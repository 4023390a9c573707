import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { folderFor } from "./command.ts";

const run = promisify(execFile);

/** A package of the checkout, and those that lie inside it because it needs another version of them. */
type Override = Record<string, string>;

/** Every package that the lock file installs for users, as it lies in this checkout: the test asks no registry. */
function installedHere(): Record<string, Override> {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const entries: [string, { dev?: boolean }][] = Object.entries(lock.packages);
  const overrides: Record<string, Override> = {};
  for (const [path, { dev }] of entries) {
    const [, name, inside = "."] = path.split(/(?:^|\/)node_modules\//);
    if (name === undefined || dev === true) continue;
    overrides[name] = { ...overrides[name], [inside]: `file:${join(process.cwd(), path)}` };
  }
  return overrides;
}

test("the packed tarball installs into an empty folder and its command runs", async (t) => {
  const folder = folderFor(t);
  const app = join(folder, "app");
  mkdirSync(app);
  const packed = await run("npm", ["pack", "--json", "--pack-destination", folder]);
  const [{ filename, files }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf("[")));
  const paths = files.map(({ path }: { path: string }) => path).sort();
  assert.ok(paths.includes("dist/cli/countersign.mjs"));
  for (const path of paths)
    assert.match(path, /^(dist\/cli\/|LICENSE$|README\.md$|THIRD-PARTY-NOTICES\.md$|package\.json$)/);

  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true, overrides: installedHere() }));
  await run("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", join(folder, filename)], {
    cwd: app,
  });
  const command = join(app, "node_modules", ".bin", "countersign");
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  assert.equal((await run(command, ["--version"], { cwd: app })).stdout, `countersign ${version}\n`);
  const mailbox = join(process.cwd(), "test/samples/mailbox");
  const words = ["verify", "--table", "--knowledge", join(mailbox, "knowledge.json"), join(mailbox, "verified-ja.eml")];
  assert.match(
    (await run(command, words, { cwd: app, env: { PATH: process.env.PATH, LANG: "C" } })).stdout,
    /^✔ Stamped/,
  );
});
