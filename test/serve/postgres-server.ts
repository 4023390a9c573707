import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { freePort } from "../world/ports.ts";
import { until } from "../world/until.ts";

const VERSIONS = "/usr/lib/postgresql";

/** Folder of the programs of Debian's newest PostgreSQL. */
function programs(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  const newest = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(VERSIONS, newest, "bin");
}

/** Whether it is installed; in CI it must be. */
export function postgresInstalled(): { readonly skip?: string } {
  if (programs() !== undefined) return {};
  if (process.env.CI === "true") throw new Error("postgresql is not installed");
  return { skip: "needs Debian's package postgresql" };
}

/** Starts a PostgreSQL of the test's own on loopback; resolves with its URL. */
export async function startPostgres(t: Pick<TestContext, "after">): Promise<string> {
  const bin = programs() ?? "";
  const folder = mkdtempSync(join(tmpdir(), "countersign-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data);
  chmodSync(folder, 0o755);
  // It refuses to run as root.
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const user = process.getuid?.() === 0 ? { uid: id("-u"), gid: id("-g") } : undefined;
  if (user !== undefined) for (const one of [folder, data]) chownSync(one, user.uid, user.gid);
  const as = user ?? {};
  const env = { ...process.env, LC_ALL: "C" };
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"], {
    ...as,
    env,
    cwd: folder,
    stdio: "pipe",
  });
  const port = await freePort();
  const args = ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-k", folder];
  const child = spawn(join(bin, "postgres"), args, { ...as, env, cwd: folder, stdio: "ignore" });
  t.after(async () => {
    // Fast shutdown: connections of servers that were killed are no reason to wait.
    child.kill("SIGINT");
    await until("PostgreSQL to end", () => child.exitCode !== null || child.signalCode !== null);
    rmSync(folder, { recursive: true, force: true });
  });
  await until("PostgreSQL", () => {
    execFileSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "pipe" });
    return true;
  });
  return `postgres://tester@127.0.0.1:${port}/postgres`;
}
