import { type IncomingMessage, request } from "node:http";
import type { Asked, Handler } from "./loopback-https.ts";

/** Asks a server that speaks plain HTTP on loopback what somebody else asked; resolves with its answer. */
export const passOn = (origin: string, { method, path, headers, body }: Asked): Promise<IncomingMessage> =>
  new Promise((answered, failed) => {
    request(`${origin}${path}`, { method, headers }, answered).on("error", failed).end(body);
  });

/** Hands every request on to such a server, as a proxy in front of it does. */
export const handOnTo =
  (origin: string): Handler =>
  async (asked, response) => {
    const reply = await passOn(origin, asked);
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    await new Promise((done) => reply.pipe(response).on("finish", done));
  };
