import { lookup } from "node:dns";
import { get } from "node:https";
import type { LookupFunction } from "node:net";
import { MAX_ANSWER_MS, MAX_ANSWER_OCTETS } from "../trust/remote-answer.ts";
import { isPublicAddress } from "../trust/remote-host.ts";
import { Failure, systemReason } from "./failure.ts";

/** Resolves a name and refuses it if any of its addresses leads into a network (NET-03). */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const local = addresses?.find(({ address }) => !isPublicAddress(address));
    if (error === null && local !== undefined) {
      callback(new Error(`${hostname} has the local address ${local.address}`), []);
    } else callback(error, addresses ?? []);
  });
};

/**
 * Asks a URL that has passed `readRemoteUrl`: no redirect, no cookies, no referrer, nothing that names this program,
 * at most 5 s for everything and 64 kB of answer (NET-04, NET-05, NET-08).
 * @throws Failure `ASK_FAILED`
 */
export async function fetchAnswer(url: URL): Promise<string> {
  const failed = (what: string, cause?: unknown) =>
    new Failure("ASK_FAILED", `${url.hostname}: ${what}`, undefined, cause);
  const signal = AbortSignal.timeout(MAX_ANSWER_MS);
  try {
    return await new Promise<string>((resolve, reject) => {
      const request = get(
        url,
        {
          signal,
          agent: false,
          lookup: publicLookup,
          headers: { accept: "application/json", "accept-encoding": "identity" },
        },
        (response) => {
          const pieces: Buffer[] = [];
          let octets = 0;
          const refuse = (what: string) => {
            response.destroy();
            reject(failed(what));
          };
          if (response.statusCode !== 200) return refuse(`answered with status ${response.statusCode}`);
          if (response.headers["content-encoding"] !== undefined) return refuse("sent a compressed answer");
          response.on("data", (piece: Buffer) => {
            octets += piece.length;
            if (octets > MAX_ANSWER_OCTETS) refuse(`sent more than ${MAX_ANSWER_OCTETS} octets`);
            else pieces.push(piece);
          });
          response.on("error", reject);
          response.on("end", () => resolve(Buffer.concat(pieces).toString("utf8")));
        },
      );
      request.on("error", reject);
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw failed(signal.aborted ? `no answer within ${MAX_ANSWER_MS / 1000} s` : systemReason(error), error);
  }
}
