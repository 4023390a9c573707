import { createServer } from "node:http";
import type { World } from "./world.ts";

/** A web server that nobody should ever ask. */
export interface Canary {
  readonly port: number;
  readonly hits: readonly string[];
}

/** Starts a canary (NET-01): hostile messages point at it with every kind of remote reference. */
export async function startCanary(world: World): Promise<Canary> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  world.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, hits };
}
