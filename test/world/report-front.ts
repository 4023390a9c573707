import { handOnTo, passOn } from "./hand-on.ts";
import type { Asked, Handler } from "./loopback-https.ts";

/** How the place for reports misbehaves about one of them. */
export type Mischief =
  /** Leads somewhere else. */
  | { readonly kind: "redirect"; readonly to: string }
  /** Answers with a status of its own, whatever was asked. */
  | { readonly kind: "status"; readonly status: number }
  /** Lets it get lost, and never answers. */
  | { readonly kind: "lost" }
  /** Hands it on, and never answers. */
  | { readonly kind: "silent" }
  /** Hands it on, and answers with a cookie and a body that never ends. */
  | { readonly kind: "endless" }
  /** Hands it on, and tells when the answer is on its way. */
  | { readonly kind: "watched"; readonly onAnswer: () => void };

/** One report as it came. */
export interface Posted extends Asked {
  readonly token: string;
  readonly code: string;
  readonly key: string;
}

/** Stands as a proxy before a server that takes reports, and writes down what comes. */
export interface ReportFront {
  readonly handler: Handler;
  /** In the order in which they came. */
  readonly reports: readonly Posted[];
  /** Misbehaves until told otherwise; undefined ends it. */
  mischief: Mischief | undefined;
}

const REPORT = /\/[^/]+\.report\/([A-Za-z0-9_-]{22,64})\/([a-z-]+)$/;

/** Stands before the server at an origin. */
export function reportFront(origin: string): ReportFront {
  const handOn = handOnTo(origin);
  const reports: Posted[] = [];
  const front: ReportFront = {
    reports,
    mischief: undefined,
    handler: async (asked, response) => {
      const [, token, code] = REPORT.exec(asked.path) ?? [];
      if (token === undefined || code === undefined) return handOn(asked, response);
      reports.push({ ...asked, token, code, key: String(asked.headers["idempotency-key"] ?? "") });
      const { mischief } = front;
      switch (mischief?.kind) {
        case undefined:
          return handOn(asked, response);
        case "redirect":
          return void response.writeHead(302, { location: mischief.to }).end();
        case "status":
          return void response.writeHead(mischief.status).end();
        case "lost":
          return undefined;
        case "silent":
          return void (await passOn(origin, asked)).resume();
        case "watched":
          response.on("finish", mischief.onAnswer);
          return handOn(asked, response);
        case "endless": {
          const { statusCode = 502 } = (await passOn(origin, asked)).resume();
          response.writeHead(statusCode, { "set-cookie": "reader=1" });
          const more = setInterval(() => response.write(Buffer.alloc(65_536)), 5);
          response.on("close", () => clearInterval(more));
        }
      }
    },
  };
  return front;
}
