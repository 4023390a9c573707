import type { Asked, Handler, LoopbackHttps } from "./loopback-https.ts";

/** How a host of IPP services misbehaves about one report. */
export type Mischief =
  /** Leads somewhere else. */
  | { readonly kind: "redirect"; readonly to: string }
  /** Counts, and answers with a body that never ends. */
  | { readonly kind: "endless" }
  /** Answers with a status of its own, whatever was asked. */
  | { readonly kind: "status"; readonly status: number }
  /** Counts, and never answers. */
  | { readonly kind: "silent" };

/** One host with files and a place for reports, which writes down what it gets. */
export interface IppHost {
  /** Reports in the order in which they came: token, reason, and what the request held. */
  readonly reports: readonly (Asked & { readonly token: string; readonly code: string; readonly key: string })[];
  /** Keys that were counted: each once. */
  readonly counted: ReadonlySet<string>;
  /** Misbehaves until told otherwise; undefined ends it. */
  mischief: Mischief | undefined;
}

const REPORT = /^\/([^/]+)\.report\/([A-Za-z0-9_-]{22,64})\/([a-z-]+)$/;

/** Lets a host serve files by path, and take reports: 200 when counted, 409 when the key was counted before. */
export function serveIpp(https: LoopbackHttps, host: string, files: ReadonlyMap<string, string>): IppHost {
  const reports: IppHost["reports"][number][] = [];
  const counted = new Set<string>();
  const handler: Handler = (asked, response) => {
    const file = files.get(asked.path);
    const [, , token, code] = REPORT.exec(asked.path) ?? [];
    if (file !== undefined && asked.method === "GET") return void response.writeHead(200).end(file);
    if (token === undefined || code === undefined || asked.method !== "POST") return void response.writeHead(404).end();
    const key = String(asked.headers["idempotency-key"] ?? "");
    reports.push({ ...asked, token, code, key });
    const { mischief } = hostHere;
    if (mischief?.kind === "redirect") return void response.writeHead(302, { location: mischief.to }).end();
    if (mischief?.kind === "status") return void response.writeHead(mischief.status).end();
    const again = counted.has(key);
    counted.add(key);
    if (mischief?.kind === "silent") return undefined;
    response.writeHead(again ? 409 : 200, { "set-cookie": "reader=1" });
    if (mischief?.kind !== "endless") return void response.end("report again!");
    const more = setInterval(() => response.write(Buffer.alloc(65_536)), 5);
    response.on("close", () => clearInterval(more));
    return undefined;
  };
  const hostHere: IppHost = { reports, counted, mischief: undefined };
  https.serve(host, handler);
  return hostHere;
}
