import { spawn } from "node:child_process";
import { request } from "node:https";
import { arfOf, type Filer, xarfOf } from "./forms.ts";
import type { Destination } from "./push.ts";
import type { StoredReport } from "./store.ts";

/** How reports leave this machine. */
export interface WaysOut {
  /** Path of the sendmail program. */
  readonly sendmail: string;
  /** PEM of a certificate authority to believe instead of the usual ones. */
  readonly ca?: string;
  /** Longest time for one report, in milliseconds. */
  readonly patience?: number;
}

/** Hands reports out: mail through the sendmail program of this machine, whose queue then has it, everything else by POST. */
export function handOut(filer: Filer, ways: WaysOut): (report: StoredReport, to: Destination) => Promise<void> {
  return async (report, to) => {
    if (to.kind === "mail") await mail(ways, filer.contact, to.to, arfOf(report, "sender", filer, to.to));
    else await post(ways, to.url, report.uid, JSON.stringify(xarfOf(report, "sender", filer)));
  };
}

const PATIENCE = 20_000;

function mail({ sendmail, patience = PATIENCE }: WaysOut, from: string, to: string, message: Uint8Array) {
  return new Promise<void>((resolve, reject) => {
    // Local programs want the line ends of this system; a line of one dot must not end the message (-i).
    const text = Buffer.from(message).toString("latin1").replaceAll("\r\n", "\n");
    const args = ["-i", "-f", from, "--", to];
    const child = spawn(sendmail, args, { stdio: ["pipe", "ignore", "ignore"], timeout: patience });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))));
    // A program that ends early is told of by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(text, "latin1");
  });
}

/** No redirect is followed, and the answer's body is not read. */
function post({ ca, patience = PATIENCE }: WaysOut, url: URL, key: string, body: string) {
  return new Promise<void>((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "idempotency-key": key,
    };
    const options = {
      method: "POST",
      headers,
      agent: false,
      signal: AbortSignal.timeout(patience),
      ...(ca !== undefined && { ca }),
    };
    const asking = request(url, options, (response) => {
      const { statusCode = 0 } = response;
      response.destroy();
      // Known before is taken.
      if ((statusCode >= 200 && statusCode < 300) || statusCode === 409) resolve();
      else reject(new Error(`status ${statusCode}`));
    });
    asking.once("error", reject);
    asking.end(body);
  });
}
