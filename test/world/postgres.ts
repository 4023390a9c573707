import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** A running PostgreSQL with a cluster of its own, which believes everybody on loopback. */
export interface Postgres {
  readonly port: number;
  /** Runs statements as the superuser `postgres`. */
  run(statements: string, database?: string): void;
}

/** Starts Debian's PostgreSQL; needs root, as it refuses to run as root and changes its user. */
export async function startPostgres(world: World): Promise<Postgres> {
  const [dir, data, log] = [join(world.dir, "postgres"), join(world.dir, "postgres/data"), join(world.dir, "pg.log")];
  mkdirSync(data, { recursive: true });
  chmodSync(world.dir, 0o755);
  execFileSync("chown", ["-R", "postgres:postgres", dir]);
  const versions = "/usr/lib/postgresql";
  const bin = join(versions, readdirSync(versions).sort().at(-1) ?? "", "bin");
  const user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"];
  const made = ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync("setpriv", [...user, join(bin, "initdb"), ...made], { stdio: "pipe", cwd: dir });
  const port = await freePort();
  const settings = ["fsync=off", "listen_addresses=127.0.0.1", `unix_socket_directories=${dir}`];
  start(
    world,
    "setpriv",
    [...user, join(bin, "postgres"), "-D", data, "-p", String(port), ...settings.flatMap((one) => ["-c", one])],
    { log },
  );
  const run = (statements: string, database = "postgres") =>
    void execFileSync(
      join(bin, "psql"),
      [
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        "127.0.0.1",
        "-p",
        String(port),
        "-U",
        "postgres",
        "-c",
        statements,
        database,
      ],
      { stdio: "pipe" },
    );
  await until("PostgreSQL", () => {
    run("select 1");
    return true;
  });
  return { port, run };
}
