import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { Socket } from "node:net";
import { spkiOf } from "./https-front.ts";
import type { LoopbackCa } from "./loopback-ca.ts";
import type { World } from "./world.ts";

/** One request as a server got it. */
export interface Asked {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly host: string;
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** Answers a request to one host. */
export type Handler = (asked: Asked, response: ServerResponse) => void | Promise<void>;

/** HTTPS servers of many host names on one loopback port. */
export interface LoopbackHttps {
  readonly port: number;
  /** Everything that was asked, in order; a host that nobody serves gets 404 and stands here, too. */
  readonly asked: readonly Asked[];
  /** Lets a host answer from now on. The certificate covers the hosts named at the start only. */
  serve(host: string, handler: Handler): void;
  /** Shows a certificate of another authority from now on, to whoever connects anew. */
  showCertificateOf(ca: LoopbackCa): void;
  /** How many connections ended before anything was asked: so does who does not believe the certificate. */
  leftUnasked(): number;
  /**
   * Preferences with which Thunderbird or Firefox reaches these hosts, and only these, here: names resolve to loopback,
   * and port 443 is this port. The program itself has no such switch (decision 24).
   */
  readonly prefs: Readonly<Record<string, string>>;
  /** Rules of Chromium's `--host-resolver-rules` that do the same. */
  readonly rules: readonly string[];
  /** Base64 SHA-256 of the public key, as Chromium wants it for a certificate that nobody it knows issued. */
  readonly spki: string;
}

/**
 * Starts one HTTPS server for several hosts with a certificate of the test's own authority.
 * @param hosts real host names, such as `dns.quad9.net`
 * @param at where to listen; a free port of loopback unless told
 */
export async function startLoopbackHttps(
  world: World,
  ca: LoopbackCa,
  hosts: readonly string[],
  at = { address: "127.0.0.1", port: 0 },
): Promise<LoopbackHttps> {
  const handlers = new Map<string, Handler>();
  const asked: Asked[] = [];
  const issued = ca.issue(hosts);
  const asking = new Set<number | undefined>();
  let left = 0;
  const server = createServer(issued, (request, response) => {
    asking.add(request.socket.remotePort);
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const [host = ""] = (request.headers.host ?? "").split(":");
      const { method = "", url = "", headers } = request;
      const one = { at: Date.now(), host, method, path: url, headers, body: new Uint8Array(Buffer.concat(pieces)) };
      asked.push(one);
      const handler = handlers.get(host);
      if (handler === undefined) response.writeHead(404).end();
      else Promise.resolve(handler(one, response)).catch(() => response.destroy());
    });
  });
  server.on("connection", (socket: Socket) => {
    const { remotePort } = socket;
    asking.delete(remotePort);
    socket.on("close", () => {
      if (!asking.has(remotePort)) left++;
    });
  });
  await new Promise<void>((resolve) => server.listen(at.port, at.address, resolve));
  world.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    asked,
    serve: (host, handler) => void handlers.set(host, handler),
    showCertificateOf: (other) => {
      server.setSecureContext(other.issue(hosts));
      server.closeAllConnections();
    },
    leftUnasked: () => left,
    prefs: { "network.dns.localDomains": hosts.join(","), "network.socket.forcePort": `443=${port}` },
    rules: hosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`),
    spki: spkiOf(issued.cert),
  };
}
