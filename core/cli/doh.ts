import { request } from "node:https";
import type { LookupFunction } from "node:net";
import type { Question } from "../dns/message.ts";
import { type AnswerFault, answerOctets, buildQuery, DNS_MESSAGE, type HttpAnswer } from "../dns/query.ts";
import { MAX_ANSWER_MS, MAX_ANSWER_OCTETS } from "../trust/remote-answer.ts";
import { publicLookup } from "./fetch-answer.ts";

/** How a host is reached; tests lead a name to a server of their own. */
export interface Connection {
  readonly lookup: LookupFunction;
  /** PEM of a certificate authority to believe instead of the usual ones. */
  readonly ca?: string;
}

/** Names resolve as everywhere, and local addresses are refused (NET-03). */
const PUBLIC: Connection = { lookup: publicLookup };

/**
 * Exchanges one question over DNS over HTTPS (RFC 8484): POST, no redirect, no cookies, nothing that names this program,
 * at most 5 s and 64 kB (NET-04, NET-05, NET-08). Never throws.
 */
export async function exchange(
  resolver: URL,
  question: Question,
  connection: Connection = PUBLIC,
): Promise<Uint8Array | AnswerFault> {
  const query = buildQuery(question);
  try {
    return answerOctets(question, await post(resolver, query, connection));
  } catch {
    return "NO_CONNECTION";
  }
}

function post(url: URL, query: Uint8Array, connection: Connection): Promise<HttpAnswer> {
  return new Promise<HttpAnswer>((resolve, reject) => {
    const options = {
      ...connection,
      method: "POST",
      signal: AbortSignal.timeout(MAX_ANSWER_MS),
      agent: false,
      headers: {
        accept: DNS_MESSAGE,
        "content-type": DNS_MESSAGE,
        "content-length": query.length,
        "accept-encoding": "identity",
      },
    };
    const asking = request(url, options, (response) => {
      const pieces: Buffer[] = [];
      let octets = 0;
      response.on("data", (piece: Buffer) => {
        octets += piece.length;
        pieces.push(piece);
        if (octets > MAX_ANSWER_OCTETS) response.destroy(new Error("too long"));
      });
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode = 0, headers } = response;
        const contentType = headers["content-encoding"] === undefined ? (headers["content-type"] ?? "") : "";
        resolve({ status: statusCode, contentType, body: Buffer.concat(pieces) });
      });
    });
    asking.on("error", reject);
    asking.end(query);
  });
}
