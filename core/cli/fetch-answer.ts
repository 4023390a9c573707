import { lookup } from "node:dns";
import { get } from "node:https";
import type { LookupFunction } from "node:net";
import { MAX_ANSWER_MS, MAX_ANSWER_OCTETS } from "../trust/remote-answer.ts";
import { isPublicAddress } from "../trust/remote-host.ts";
import type { Connection } from "./doh.ts";
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

/** An answer of a host; the body of one with another status than 200 is not read. */
export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** What is asked for: its media type, and the octets that are read at most. */
export interface Form {
  readonly accept: string;
  readonly most: number;
}

/**
 * Asks a URL that has passed `readRemoteUrl`: no redirect, no cookies, no referrer, nothing that names this program,
 * at most 5 s for everything and as many octets as the form has (NET-04, NET-05, NET-08).
 * @throws Failure `ASK_FAILED`
 */
export async function fetchDocument(
  url: URL,
  { accept, most }: Form,
  connection: Connection = { lookup: publicLookup },
): Promise<Answer> {
  const failed = (what: string, cause?: unknown) =>
    new Failure("ASK_FAILED", `${url.hostname}: ${what}`, undefined, cause);
  const signal = AbortSignal.timeout(MAX_ANSWER_MS);
  const headers = { accept, "accept-encoding": "identity" };
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const request = get(url, { ...connection, signal, agent: false, headers }, (response) => {
        const pieces: Buffer[] = [];
        let octets = 0;
        const refuse = (what: string) => {
          response.destroy();
          reject(failed(what));
        };
        const { statusCode: status = 0 } = response;
        if (status !== 200) {
          response.destroy();
          return resolve({ status, body: new Uint8Array(0) });
        }
        if (response.headers["content-encoding"] !== undefined) return refuse("sent a compressed answer");
        response.on("data", (piece: Buffer) => {
          octets += piece.length;
          if (octets > most) refuse(`sent more than ${most} octets`);
          else pieces.push(piece);
        });
        response.on("error", reject);
        response.on("end", () => resolve({ status, body: Buffer.concat(pieces) }));
      });
      request.on("error", reject);
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw failed(signal.aborted ? `no answer within ${MAX_ANSWER_MS / 1000} s` : systemReason(error), error);
  }
}

/**
 * Asks for a small JSON text, see {@link fetchDocument}.
 * @throws Failure `ASK_FAILED`
 */
export async function fetchAnswer(url: URL): Promise<string> {
  const { status, body } = await fetchDocument(url, { accept: "application/json", most: MAX_ANSWER_OCTETS });
  if (status !== 200) throw new Failure("ASK_FAILED", `${url.hostname}: answered with status ${status}`);
  return Buffer.from(body).toString("utf8");
}
