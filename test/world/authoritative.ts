import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./ports.ts";
import { start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** A running authoritative name server (Knot DNS) on loopback. */
export interface Authoritative {
  /** TCP and UDP port on 127.0.0.1. */
  readonly port: number;
  /** Reads the file of a zone again. */
  reload(zone: string): Promise<void>;
  /** Exchanges one DNS message over TCP. */
  exchange(query: Uint8Array): Promise<Uint8Array>;
}

/** Starts it with zone files, by zone name with the final dot. */
export async function startAuthoritative(world: World, zones: ReadonlyMap<string, string>): Promise<Authoritative> {
  const dir = join(world.dir, "knot");
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const zone = ([name, file]: readonly [string, string]) => `  - domain: "${name}"\n    file: "${file}"`;
  const lines = [
    `server:\n  rundir: "${dir}"\n  listen: 127.0.0.1@${port}\n  udp-workers: 1\n  tcp-workers: 1`,
    `log:\n  - target: "${dir}/knotd.log"\n    any: info`,
    `database:\n  storage: "${dir}/db"`,
    "template:\n  - id: default\n    zonefile-sync: -1\n    zonefile-load: whole\n    journal-content: none",
    `zone:\n${[...zones].map(zone).join("\n")}`,
  ];
  writeFileSync(join(dir, "knot.conf"), `${lines.join("\n")}\n`);
  const running = start(world, "/usr/sbin/knotd", ["-c", join(dir, "knot.conf")], { log: join(dir, "knotd.out") });
  const control = (...args: string[]) =>
    promisify(execFile)("/usr/sbin/knotc", ["-s", join(dir, "knot.sock"), "-b", ...args]);
  await until("the name server", async () => {
    if (running.ended() !== undefined) throw new Error(`knotd: ${running.ended()}`);
    const { stdout } = await control("zone-status");
    return [...zones.keys()].every((name) =>
      new RegExp(`\\[${name.replaceAll(".", "\\.")}\\].*serial: \\d`).test(stdout),
    );
  });
  return {
    port,
    reload: async (name) => void (await control("zone-reload", name)),
    exchange: (query) => overTcp(port, query),
  };
}

/** RFC 1035 s4.2.2: two octets of length before each message. */
function overTcp(port: number, query: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let got = Buffer.alloc(0);
    socket.on("error", reject);
    socket.on("data", (piece) => {
      got = Buffer.concat([got, piece]);
      if (got.length < 2 || got.length < 2 + got.readUInt16BE(0)) return;
      socket.destroy();
      resolve(new Uint8Array(got.subarray(2, 2 + got.readUInt16BE(0))));
    });
    socket.on("close", () => reject(new Error("closed without an answer")));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
  });
}
