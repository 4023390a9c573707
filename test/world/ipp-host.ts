import type { LoopbackHttps } from "./loopback-https.ts";

/** Lets a host serve files by path, as a static web server does for what addresses publish. */
export function serveIpp(https: LoopbackHttps, host: string, files: ReadonlyMap<string, string>): void {
  https.serve(host, ({ method, path }, response) => {
    const file = method === "GET" ? files.get(path) : undefined;
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
}
