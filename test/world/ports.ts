import { createServer } from "node:net";

/**
 * Below the ports that a system takes for connections it opens (32768 and up, Linux's default): one of those could take
 * a free port before the program that is told of it.
 */
const [LOWEST, HIGHEST] = [11_000, 32_000];

/** Processes that run at the same time begin at different places. */
let last = LOWEST + ((process.pid * 131) % (HIGHEST - LOWEST));

/** A TCP port on 127.0.0.1 that is free, and that this process names only once. */
export async function freePort(): Promise<number> {
  for (let tries = LOWEST; tries < HIGHEST; tries++) {
    // Its own number: others ask while this one waits.
    const port = last + 1 < HIGHEST ? last + 1 : LOWEST;
    last = port;
    if (await isFree(port)) return port;
  }
  throw new Error("no free port");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
