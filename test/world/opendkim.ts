import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** A real signer: Debian's OpenDKIM as a filter of Postfix. */
export interface OpenDkim {
  /** Value for `smtpd_milters` of Postfix. */
  readonly milter: string;
  readonly selector: string;
  /** The line of the zone file that `opendkim-genkey` made, its owner relative to the zone. */
  readonly zoneLine: string;
}

/**
 * Makes a key of 2048 bits and starts the signer for one domain, configured as Debian's package is.
 * @param more further lines of its configuration
 */
export async function startOpenDkim(
  world: World,
  domain: string,
  selector: string,
  more: readonly (readonly [string, string])[] = [],
): Promise<OpenDkim> {
  const dir = join(world.dir, `opendkim-${selector}`);
  mkdirSync(dir);
  execFileSync("opendkim-genkey", ["-b", "2048", "-h", "sha256", "-d", domain, "-s", selector, "-D", dir]);
  const port = await freePort();
  const settings = [
    ["Syslog", "no"],
    ["Mode", "s"],
    ["Canonicalization", "relaxed/simple"],
    ["OversignHeaders", "From"],
    ["Domain", domain],
    ["Selector", selector],
    ["KeyFile", join(dir, `${selector}.private`)],
    ["RequireSafeKeys", "no"],
    ["InternalHosts", "127.0.0.1"],
    ["Socket", `inet:${port}@127.0.0.1`],
    ...more,
  ];
  const config = join(dir, "opendkim.conf");
  writeFileSync(config, settings.map((words) => `${words.join(" ")}\n`).join(""));
  const running = start(world, "/usr/sbin/opendkim", ["-f", "-x", config], {
    log: join(world.dir, `opendkim-${selector}.log`),
  });
  await until("OpenDKIM", () => {
    if (running.ended() !== undefined) throw new Error(`OpenDKIM ended: ${running.ended()}`);
    return listens(port);
  });
  return {
    milter: `inet:127.0.0.1:${port}`,
    selector,
    zoneLine: oneLine(readFileSync(join(dir, `${selector}.txt`), "utf8")),
  };
}

/** Its record stands in brackets over several lines, with a comment behind. */
const oneLine = (text: string) =>
  text
    .replace(/\)\s*;.*$/m, ")")
    .replace(/[\n\t]+/g, " ")
    .trim();

/** Whether somebody takes connections at a port of this machine. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
