import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** A running IMAP server; every user's password is `secret`. */
export interface Dovecot {
  readonly imapPort: number;
  readonly pop3Port: number;
  readonly lmtpPort: number;
  /** Puts messages into a folder of the first user as if they had been there always: byte for byte, in the given order. */
  fill(messages: readonly Uint8Array[], folder?: string): void;
}

type Ports = Pick<Dovecot, "imapPort" | "pop3Port" | "lmtpPort">;

function configuration(dir: string, { imapPort, pop3Port, lmtpPort }: Ports): string {
  return `base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/dovecot.log
protocols = imap pop3 lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${dir}/mail/%n
mail_fsync = never
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%n ${dir}/users
}
userdb {
  driver = passwd-file
  args = username_format=%n ${dir}/users
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    address = 127.0.0.1
    port = ${pop3Port}
  }
  inet_listener pop3s {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
protocol lmtp {
  auth_username_format = %n
}
`;
}

const idOf = (option: "-u" | "-g") => Number(execFileSync("id", [option, "nobody"], { encoding: "utf8" }));

/** Starts Dovecot on free ports; needs root, as its login processes change their user. */
export async function startDovecot(world: World, user: string, others: readonly string[] = []): Promise<Dovecot> {
  const dir = join(world.dir, "dovecot");
  const homeOf = (name: string) => join(dir, "mail", name);
  const home = homeOf(user);
  const users = [user, ...others];
  for (const name of users)
    for (const sub of ["cur", "new", "tmp"]) mkdirSync(join(homeOf(name), sub), { recursive: true });
  mkdirSync(join(dir, "run"));
  const ports = { imapPort: await freePort(), pop3Port: await freePort(), lmtpPort: await freePort() };
  // Mail must belong to somebody unprivileged: Dovecot refuses root.
  const [uid, gid] = [idOf("-u"), idOf("-g")];
  const lines = users.map((name) => `${name}:{PLAIN}secret:${uid}:${gid}::${homeOf(name)}::\n`);
  writeFileSync(join(dir, "users"), lines.join(""));
  writeFileSync(join(dir, "dovecot.conf"), configuration(dir, ports));
  execFileSync("chmod", ["a+rx", world.dir, dir, join(dir, "mail")]);
  execFileSync("chown", ["-R", `${uid}:${gid}`, join(dir, "mail")]);
  const log = join(dir, "stdio.log");
  const server = start(world, "dovecot", ["-F", "-c", join(dir, "dovecot.conf")], { log });
  await until("Dovecot's IMAP port", () => {
    const reason = server.ended();
    if (reason !== undefined) throw new Error(`dovecot ended: ${reason}, see ${log}`);
    return new Promise<boolean>((resolve) => {
      const socket = connect(ports.imapPort, "127.0.0.1", () => resolve(socket.destroy() !== undefined));
      socket.once("error", () => resolve(false));
    });
  });
  return {
    ...ports,
    fill: (messages, folder) => {
      const box = folder === undefined ? home : join(home, `.${folder}`);
      const own = (path: string) => chownSync(path, uid, gid);
      for (const sub of ["", "cur", "new", "tmp"]) {
        mkdirSync(join(box, sub), { recursive: true });
        own(join(box, sub));
      }
      const before = readdirSync(join(box, "cur")).length;
      for (const [i, bytes] of messages.entries()) {
        const name = join(box, "cur", `${1_700_000_000 + before + i}.M${before + i}P1.test:2,`);
        writeFileSync(name, bytes);
        own(name);
      }
    },
  };
}
