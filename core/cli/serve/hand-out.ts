import { spawn } from "node:child_process";
import { request } from "node:https";
import { arfOf, type Filer, xarfOf } from "./forms.ts";
import type { Destination } from "./push.ts";
import type { StoredReport } from "./store.ts";

/** Longest time for one report, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Hands reports out: mail through the sendmail program of this machine, whose queue then has it, everything else by POST.
 * @param sendmail path of the program
 */
export function handOut(filer: Filer, sendmail: string): (report: StoredReport, to: Destination) => Promise<void> {
  return async (report, to) => {
    if (to.kind === "mail") await mail(sendmail, filer.contact, to.to, arfOf(report, "sender", filer, to.to));
    else await post(to.url, report.uid, JSON.stringify(xarfOf(report, "sender", filer)));
  };
}

function mail(program: string, from: string, to: string, message: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    // Local programs want the line ends of this system; a line of one dot must not end the message (-i).
    const text = Buffer.from(message).toString("latin1").replaceAll("\r\n", "\n");
    const args = ["-i", "-f", from, "--", to];
    const child = spawn(program, args, { stdio: ["pipe", "ignore", "ignore"], timeout: PATIENCE });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))));
    // A program that ends early is told of by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(text, "latin1");
  });
}

/** No redirect is followed, and the answer's body is not read. */
function post(url: URL, key: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "idempotency-key": key,
    };
    const options = { method: "POST", headers, agent: false, signal: AbortSignal.timeout(PATIENCE) };
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
