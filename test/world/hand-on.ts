import { request } from "node:http";
import type { Handler } from "./loopback-https.ts";

/** Hands every request on to a server that speaks plain HTTP on loopback, as a proxy in front of it does. */
export const handOnTo =
  (origin: string): Handler =>
  ({ method, path, headers, body }, response) =>
    new Promise((done, failed) => {
      const passed = request(`${origin}${path}`, { method, headers }, (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response).on("finish", done);
      });
      passed.on("error", failed);
      passed.end(body);
    });
