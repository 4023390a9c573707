import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import type { LoopbackCa } from "./loopback-ca.ts";
import type { LoopbackHttps } from "./loopback-https.ts";
import type { World } from "./world.ts";

/** Takes an address that is nobody's (RFC 5737), in the network namespace of these tests only. */
export function takeAddress(address: string): void {
  const addresses = execFileSync("ip", ["-o", "addr"], { encoding: "utf8" }).trim().split("\n");
  const foreign = addresses.filter((line) => !/^\d+: (?:lo|end\d)\s/.test(line));
  assert.deepEqual(foreign, [], "these tests change the addresses of a network that leads nowhere");
  execFileSync("ip", ["addr", "add", `${address}/32`, "dev", "lo"]);
}

/** A program that sees the hosts of a test as everybody sees hosts: at public addresses, and port 443. */
export interface PublicSide {
  /** The words before its command, which give it a host table of its own. */
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Shows the servers at a public address: our command line refuses addresses of loopback, and has no switch for that
 * (NET-03, decision 24).
 */
export async function publicSide(
  world: World,
  address: string,
  { https, ca, hosts }: { readonly https: LoopbackHttps; readonly ca: LoopbackCa; readonly hosts: readonly string[] },
): Promise<PublicSide> {
  takeAddress(address);
  const open = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(https.port, "127.0.0.1");
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => open.delete(socket));
    }
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve) => server.listen(443, address, resolve));
  world.defer(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const table = join(world.dir, "hosts");
  writeFileSync(table, `127.0.0.1 localhost\n${address} ${hosts.join(" ")}\n`);
  return {
    prefix: ["unshare", "-m", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', table],
    env: { NODE_EXTRA_CA_CERTS: ca.file },
  };
}
