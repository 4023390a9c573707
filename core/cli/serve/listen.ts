import { createServer as createPlain, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecure } from "node:https";
import type { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { answer } from "./answer.ts";
import type { App } from "./app.ts";
import { type Answer, type Asked, bodyText } from "./exchange.ts";
import { POLICY } from "./page.ts";
import { clientKey, plainAddress } from "./rate.ts";

/** How the server is reached. */
export interface Listening {
  readonly address: string;
  readonly port: number;
  /** PEM; without it the server speaks HTTP, to a proxy in front of it. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Addresses of proxies, as `plainAddress` spells them, whose `X-Forwarded-For` is believed; its last entry is the client. */
  readonly proxies: readonly string[];
}

/** Bounds against slow and greedy clients, in milliseconds and octets. */
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8 * 1024,
};
/** All connections together, and those of one client: nobody alone can take them all. */
const MAX_CONNECTIONS = 2000;
const MAX_OF_ONE = 250;
/** Longest silence of a connection, in milliseconds; an answer may take as long as the database. */
const SILENCE = 30_000;
const MAX_URL = 2048;

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** A server that listens. */
export interface Listener {
  readonly port: number;
  /** Takes no more, answers what was begun, and resolves. */
  readonly close: () => Promise<void>;
}

/** Starts to listen; rejects when the address or the port cannot be had. */
export async function listen(app: App, { address, port, tls, proxies }: Listening): Promise<Listener> {
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    void respond(request, response, app, proxies);
  };
  const server: Server =
    tls === undefined
      ? createPlain(LIMITS, handle)
      : createSecure({ ...LIMITS, ...tls, handshakeTimeout: LIMITS.requestTimeout }, handle);
  server.maxConnections = MAX_CONNECTIONS;
  // The other limits end with the last octet of a request: this one is for who does not read the answer.
  server.timeout = SILENCE;
  boundConnections(server, proxies);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), LIMITS.requestTimeout).unref();
      }),
  };
}

/** Ends what one client has open beyond its part; a proxy stands for many clients. */
function boundConnections(server: Server, proxies: readonly string[]): void {
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const peer = plainAddress(socket.remoteAddress ?? "");
    if (proxies.includes(peer)) return;
    const client = clientKey(peer);
    const count = (open.get(client) ?? 0) + 1;
    open.set(client, count);
    socket.once("close", () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left > 0) open.set(client, left);
      else open.delete(client);
    });
    if (count > MAX_OF_ONE) socket.destroy();
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  app: App,
  proxies: readonly string[],
): Promise<void> {
  let answered: Answer & { readonly kind: string };
  try {
    const asked = readRequest(request, proxies);
    answered = asked === undefined ? { kind: "other", status: 400 } : await answer(asked, app);
  } catch {
    // The database is away, or a mistake of ours: the client comes again, and nothing about the request is written down.
    answered = { kind: "other", status: 503, headers: { "retry-after": "60" } };
  }
  const { kind, status, headers = {}, body = "" } = answered;
  app.counters.add(`${kind}_${status}`);
  if (response.destroyed) return;
  // A body that was not read to its end would be taken for the next request.
  const unread = request.complete ? {} : { connection: "close" };
  if (!request.complete) response.once("finish", () => request.destroy());
  if (typeof body === "string" || body instanceof Uint8Array) {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    response.writeHead(status, { ...HEADERS, ...headers, ...length, ...unread });
    response.end(request.method === "HEAD" ? undefined : body);
    return;
  }
  response.writeHead(status, { ...HEADERS, ...headers, ...unread });
  // A client that goes away, or a database that does, ends a file in the middle: it is then seen to be cut short.
  await pipeline(body, response).catch(() => response.destroy());
}

/** Only the plain form of a target (RFC 9112 s3.2.1): a path and perhaps a query, as they stand. */
function readRequest(request: IncomingMessage, proxies: readonly string[]): Asked | undefined {
  const { url = "", method = "" } = request;
  if (url.length > MAX_URL || !/^\/[!-~]*$/.test(url)) return undefined;
  const cut = url.indexOf("?");
  const fields = request.headersDistinct;
  const header = (name: string) => {
    const [value, ...more] = fields[name] ?? [];
    return more.length > 0 ? undefined : value;
  };
  const peer = request.socket.remoteAddress ?? "";
  // Some proxies add an entry, others a field of their own: the last entry of all is the one that they wrote.
  const forwarded = proxies.includes(plainAddress(peer))
    ? fields["x-forwarded-for"]?.join(",").split(",").at(-1)?.trim()
    : undefined;
  return {
    method,
    path: cut < 0 ? url : url.slice(0, cut),
    query: new URLSearchParams(cut < 0 ? "" : url.slice(cut + 1)),
    header,
    client: clientKey(forwarded ?? peer),
    text: (most) => bodyText(request, most),
  };
}
