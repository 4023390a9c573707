import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { type Dovecot, startDovecot } from "./dovecot.ts";
import { type Front, startFront } from "./https-front.ts";
import { startInside } from "./namespace.ts";
import { freePort } from "./ports.ts";
import { startPostgres } from "./postgres.ts";
import { start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** Debian's SOGo in front of Dovecot, reached by https under a name of its own. */
export interface Sogo {
  readonly dovecot: Dovecot;
  readonly front: Front;
  /** Address of the log-in page with its port. */
  readonly url: string;
}

/** The name under which it is reached. */
export const SOGO_HOST = "groupware.home.example";

/** The user's name; the password is that of Dovecot. */
export const SOGO_USER = "robin";

const RESOURCES = "/usr/lib/GNUstep/SOGo";

const TYPES: ReadonlyMap<string, string> = new Map([
  [".js", "text/javascript"],
  [".css", "text/css"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".woff2", "font/woff2"],
]);

const configuration = (dir: string, database: string, imapPort: number, memcached: number) => `{
  SOGoProfileURL = "${database}/sogo_user_profile";
  OCSFolderInfoURL = "${database}/sogo_folder_info";
  OCSSessionsFolderURL = "${database}/sogo_sessions_folder";
  OCSEMailAlarmsFolderURL = "${database}/sogo_alarms_folder";
  SOGoLanguage = English;
  SOGoTimeZone = UTC;
  SOGoMailDomain = "home.example";
  SOGoMemcachedHost = "127.0.0.1:${memcached}";
  SOGoIMAPServer = "imap://127.0.0.1:${imapPort}";
  SOGoMailingMechanism = smtp;
  SOGoSMTPServer = "smtp://127.0.0.1:9";
  SOGoSentFolderName = Sent;
  SOGoTrashFolderName = Trash;
  SOGoDraftsFolderName = Drafts;
  SOGoMailMessageCheck = manually;
  SOGoMailSortByThreads = YES;
  SOGoMailSpoolPath = "${dir}/spool";
  SOGoUserSources = ({
    type = sql; id = directory; viewURL = "${database}/sogo_users"; canAuthenticate = YES; isAddressBook = NO;
    userPasswordAlgorithm = plain;
  });
}
`;

/** Files on the disk, everything else to sogod with the headers it wants: what SOGo's snippet for Apache does. */
async function startGateway(world: World, sogod: number): Promise<number> {
  const server = createServer((incoming, answer) => {
    const path = incoming.url ?? "/";
    const file =
      /^\/SOGo(?:\.woa)?\/(WebServerResources\/[^?]*)/.exec(path)?.[1] ??
      path.replace(/^\/SOGo\/so\/ControlPanel\/Products\/([^/]*)\/(Resources\/[^?]*).*$/, "$1.SOGo/$2");
    if (file !== path) {
      answer.setHeader("content-type", TYPES.get(extname(file)) ?? "application/octet-stream");
      try {
        answer.end(readFileSync(join(RESOURCES, normalize(`/${decodeURIComponent(file)}`))));
      } catch {
        answer.writeHead(404).end();
      }
      return;
    }
    const host = incoming.headers.host ?? "";
    const headers = {
      ...incoming.headers,
      "x-webobjects-server-protocol": "HTTP/1.0",
      "x-webobjects-remote-host": "127.0.0.1",
      "x-webobjects-server-name": SOGO_HOST,
      "x-webobjects-server-url": `https://${host}`,
    };
    const passed = request({ host: "127.0.0.1", port: sogod, method: incoming.method, path, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  world.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const USERS = `create table sogo_users (c_uid varchar(64) primary key, c_name varchar(64), c_password varchar(255),
  c_cn varchar(128), mail varchar(128));
  insert into sogo_users values ('${SOGO_USER}', '${SOGO_USER}', 'secret', 'Robin', '${SOGO_USER}@home.example');
  grant all on sogo_users to sogo`;

/**
 * Starts it with a PostgreSQL and a memcached of its own; the messages' UIDs are 1, 2, 3 … Its list is one of threads: an
 * answer stands below what it answers. Needs root.
 */
export async function startSogo(world: World, messages: readonly Uint8Array[]): Promise<Sogo> {
  const [dovecot, postgres] = await Promise.all([startDovecot(world, SOGO_USER), startPostgres(world)]);
  dovecot.fill(messages);
  postgres.run("create role sogo login");
  postgres.run("create database sogo owner sogo");
  postgres.run(USERS, "sogo");
  const [memcached, sogod] = [await freePort(), await freePort()];
  const cache = ["-u", "nobody", "-l", "127.0.0.1", "-p", String(memcached), "-m", "16"];
  start(world, "memcached", cache, { log: join(world.dir, "memcached.log") });
  const dir = join(world.dir, "sogo");
  for (const sub of ["etc", "home", "spool"]) mkdirSync(join(dir, sub), { recursive: true });
  chmodSync(world.dir, 0o755);
  const database = `postgresql://sogo:unused@127.0.0.1:${postgres.port}/sogo`;
  writeFileSync(join(dir, "etc/sogo.conf"), configuration(dir, database, dovecot.imapPort, memcached));
  execFileSync("chown", ["-R", "sogo:sogo", dir]);
  const user = ["setpriv", "--reuid=sogo", "--regid=sogo", "--init-groups"];
  const options = ["-WOWorkersCount", "2", "-WOPort", `127.0.0.1:${sogod}`, "-WONoDetach", "YES", "-WOLogFile", "-"];
  const program = [...user, "/usr/sbin/sogod", ...options, "-WOPidFile", join(dir, "home/sogod.pid")];
  const log = join(world.dir, "sogo.log");
  const env = { ...process.env, HOME: join(dir, "home") };
  const running = startInside(world, [[join(dir, "etc"), "/etc/sogo"]], program, { log, env });
  const gateway = await startGateway(world, sogod);
  await until("SOGo", async () => {
    if (running.ended() !== undefined) throw new Error(`sogod ended: ${running.ended()}, see ${log}`);
    return (await fetch(`http://127.0.0.1:${gateway}/SOGo/`).catch(() => undefined))?.ok === true;
  });
  const front = await startFront(world, [SOGO_HOST], gateway);
  return { dovecot, front, url: `https://${SOGO_HOST}:${front.port}/SOGo/` };
}
