import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listens } from "./opendkim.ts";
import { freePort } from "./ports.ts";
import { start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

// A real mailing list: Debian's Mailman 3 with its defaults, which put a prefix into Subject and a footer below the text.

/** Only what passes mail on is started; each runner is a Python of its own. */
const RUNNERS = ["archive", "bounces", "command", "digest", "nntp", "rest", "retry", "shunt", "task", "virgin"];

/** Where it takes mail from and hands it to. */
export interface MailmanPorts {
  readonly lmtpPort: number;
  readonly smtpPort: number;
}

/**
 * Starts Mailman with one list.
 * @param members may write to the list and get its mail
 */
export async function startMailman(
  world: World,
  address: string,
  members: readonly string[],
  { lmtpPort, smtpPort }: MailmanPorts,
): Promise<void> {
  const dir = join(world.dir, "mailman");
  mkdirSync(dir);
  const restPort = await freePort();
  const config = join(dir, "mailman.cfg");
  writeFileSync(config, settings(dir, { smtpPort, lmtpPort, restPort }));
  const mailman = (input: string, ...words: string[]) =>
    execFileSync("mailman", ["--run-as-root", "-C", config, ...words], { input, encoding: "utf8" });
  mailman("", "create", address);
  mailman(members.map((member) => `${member}\n`).join(""), "addmembers", "-w", "-", address);
  const master = "/usr/lib/mailman3/bin/master";
  const running = start(world, master, ["-C", config, "--force"], { log: join(world.dir, "mailman.log") });
  await until(
    "Mailman",
    () => {
      if (running.ended() !== undefined) throw new Error(`Mailman ended: ${running.ended()}`);
      return listens(lmtpPort);
    },
    { timeout: 60_000 },
  );
}

const settings = (dir: string, ports: { smtpPort: number; lmtpPort: number; restPort: number }) => `[mailman]
site_owner: owner@lists.example
layout: tests
[paths.tests]
var_dir: ${dir}/var
queue_dir: $var_dir/queue
bin_dir: /usr/lib/mailman3/bin
list_data_dir: $var_dir/lists
log_dir: $var_dir/logs
lock_dir: $var_dir/locks
data_dir: $var_dir/data
cache_dir: $var_dir/cache
etc_dir: $var_dir/etc
messages_dir: $var_dir/messages
archive_dir: $var_dir/archives
template_dir: $var_dir/templates
pid_file: ${dir}/master.pid
lock_file: ${dir}/master.lck
[database]
class: mailman.database.sqlite.SQLiteDatabase
url: sqlite:///${dir}/mailman.db
[mta]
incoming: mailman.mta.null.NullMTA
outgoing: mailman.mta.deliver.deliver
lmtp_host: 127.0.0.1
lmtp_port: ${ports.lmtpPort}
smtp_host: 127.0.0.1
smtp_port: ${ports.smtpPort}
[webservice]
hostname: 127.0.0.1
port: ${ports.restPort}
${RUNNERS.map((name) => `[runner.${name}]\nstart: no\n`).join("")}`;
