import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startInside } from "./namespace.ts";
import { freePort } from "./ports.ts";
import type { Running } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** A running Postfix that relays everything to one port. */
export interface Postfix {
  /** Where mail is submitted. */
  readonly port: number;
  readonly log: string;
  /** A program that submits mail as Debian's sendmail does. */
  readonly sendmail: string;
  /** Ids of the messages that wait in the queue. */
  queued(): readonly string[];
  /** Tries everything in the queue again at once. */
  flush(): void;
}

/** What is added to a minimal configuration. */
export interface PostfixSettings {
  readonly mainCf: string;
  /** Its smtpd service listens on the port that replaces `submission`. */
  readonly masterCf: string;
  readonly relayPort: number;
  /** How it hands on; LMTP for a mail store. */
  readonly relay?: "smtp" | "lmtp";
  readonly hostname?: string;
}

const MASTER = `pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
tlsmgr unix - - n 1000? 1 tlsmgr
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

const main = ({
  relayPort,
  relay = "smtp",
  hostname = "mail.example.org",
}: PostfixSettings) => `compatibility_level = 3.6
queue_directory = /var/spool/postfix
data_directory = /var/lib/postfix
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = ${hostname}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = ${relay}:[127.0.0.1]:${relayPort}
smtp_dns_support_level = disabled
smtp_tls_security_level = none
maillog_file = /dev/stdout
minimal_backoff_time = 3600s
maximal_backoff_time = 3600s
`;

/** Whether a private Postfix can run here: Debian's package, root, and a mount namespace. */
export function needsPostfix(): { skip: string | false } {
  const possible = spawnSync("unshare", ["-m", "test", "-x", "/usr/sbin/postfix"]).status === 0;
  if (possible || process.env.CI === "true") return { skip: false };
  return { skip: "needs root, unshare (util-linux) and Debian's package postfix" };
}

/**
 * Starts a Postfix whose configuration, queue and data lie in the world's directory. It sees them at the usual places,
 * by a mount namespace of its own, because its set-gid programs accept no others; the system's own stay as they are.
 */
export async function startPostfix(world: World, settings: PostfixSettings): Promise<Postfix> {
  const dir = join(world.dir, "postfix");
  const [etc, spool, lib] = ["etc", "spool", "lib"].map((name) => join(dir, name)) as [string, string, string];
  for (const path of [etc, spool, lib]) mkdirSync(path, { recursive: true });
  for (const path of [world.dir, dir]) chmodSync(path, 0o755);
  cpSync("/etc/postfix", etc, { recursive: true });
  execFileSync("chown", ["postfix", lib]);
  const port = await freePort();
  writeFileSync(join(etc, "main.cf"), main(settings) + settings.mainCf);
  writeFileSync(join(etc, "master.cf"), MASTER + settings.masterCf.replace(/^submission\b/m, `127.0.0.1:${port}`));
  const log = join(world.dir, "postfix.log");

  const mounts = [
    [etc, "/etc/postfix"],
    [spool, "/var/spool/postfix"],
    [lib, "/var/lib/postfix"],
  ] as const;
  const running = startInside(world, mounts, ["/usr/sbin/postfix", "start-fg"], { log });
  const enter = (program: string, ...args: string[]) =>
    execFileSync("nsenter", ["-m", "-t", String(running.pid), program, ...args], { encoding: "utf8" });
  const sendmail = join(dir, "sendmail");
  writeFileSync(sendmail, `#!/bin/sh\nexec nsenter -m -t ${running.pid} /usr/sbin/sendmail "$@"\n`, { mode: 0o755 });
  await until("Postfix's greeting", () => greets(port, running));
  return {
    port,
    log,
    sendmail,
    queued: () => [...enter("/usr/sbin/postqueue", "-j").matchAll(/"queue_id": "([^"]+)"/g)].map(([, id = ""]) => id),
    flush: () => void enter("/usr/sbin/postqueue", "-f"),
  };
}

function greets(port: number, running: Running): boolean {
  if (running.ended() !== undefined) throw new Error(`Postfix ended: ${running.ended()}`);
  const probe = `exec 3<>/dev/tcp/127.0.0.1/${port} && read -t 5 line <&3 && [[ $line == 220* ]] && printf 'QUIT\\r\\n' >&3`;
  return spawnSync("bash", ["-c", probe], { stdio: "ignore" }).status === 0;
}
