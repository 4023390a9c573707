import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { World } from "./world.ts";

/** An https server with a certificate of its own in front of a plain one on loopback. */
export interface Front {
  readonly port: number;
  /** Base64 SHA-256 of the public key, as browsers want it for a certificate that nobody issued. */
  readonly spki: string;
  /** Paths with query that were asked for, in order. */
  readonly asked: string[];
  /** What is sent in place of what the server behind has: a page, or octets of a type; undefined lets the request through. */
  replace: (path: string) => string | { readonly type: string; readonly body: Uint8Array } | undefined;
  /** Whether a request is answered as if its session were another one: with an error page. */
  strange: (path: string, headers: IncomingHttpHeaders) => boolean;
  /** When each path was asked for last, and answered, in milliseconds since the epoch. */
  readonly times: ReadonlyMap<string, { readonly asked: number; readonly answered: number }>;
  /** Milliseconds that an answer waits. */
  delay: (path: string) => number;
  /** Changes pages on their way to the browser, as a webmail that lies or was broken into does. */
  rewrite: (path: string, body: Buffer) => Buffer;
}

/** Base64 SHA-256 of a certificate's public key. */
export function spkiOf(certificate: string | Buffer): string {
  const spki = new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(spki).digest("base64");
}

/** Starts it for one or more host names. */
export async function startFront(world: World, names: readonly string[], behind: number | undefined): Promise<Front> {
  const [key, cert] = [join(world.dir, "front.key"), join(world.dir, "front.crt")];
  const subject = [
    "-subj",
    `/CN=${names[0]}`,
    "-addext",
    `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`,
  ];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", ...kind, ...subject, "-keyout", key, "-out", cert], { stdio: "pipe" });
  const certificate = readFileSync(cert);
  const times = new Map<string, { asked: number; answered: number }>();
  const front: Omit<Front, "port"> = {
    times,
    spki: spkiOf(certificate),
    asked: [],
    replace: () => undefined,
    strange: () => false,
    delay: () => 0,
    rewrite: (_, body) => body,
  };
  const server = createServer({ key: readFileSync(key), cert: certificate }, (incoming, answer) => {
    const path = incoming.url ?? "/";
    front.asked.push(path);
    times.set(path, { asked: Date.now(), answered: Number.NaN });
    answer.on("finish", () => times.set(path, { asked: Number.NaN, ...times.get(path), answered: Date.now() }));
    const strange = front.strange(path, incoming.headers);
    const page = strange ? "<!doctype html><title>Log in</title>" : front.replace(path);
    if (page !== undefined) {
      const { type, body } = typeof page === "string" ? { type: "text/html; charset=utf-8", body: page } : page;
      setTimeout(() => answer.writeHead(200, { "content-type": type }).end(body), front.delay(path));
      return;
    }
    if (behind === undefined) {
      answer.writeHead(404).end();
      return;
    }
    const headers = { ...incoming.headers, "accept-encoding": "identity", connection: "close" };
    const passed = request({ port: behind, host: "127.0.0.1", path, method: incoming.method, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("end", () => {
        const body = front.rewrite(path, Buffer.concat(chunks));
        const { "transfer-encoding": _chunked, connection: _hop, ...kept } = reply.headers;
        const send = () =>
          answer.writeHead(reply.statusCode ?? 502, { ...kept, "content-length": body.length }).end(body);
        setTimeout(send, front.delay(path));
      });
    });
    passed.on("error", () => answer.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  world.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(front, { port: (server.address() as AddressInfo).port });
}
