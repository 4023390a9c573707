import type { ServerResponse } from "node:http";
import { parseMessage, type Question, type ResourceRecord } from "../../core/dns/message.ts";
import { buildQuery, DNS_MESSAGE } from "../../core/dns/query.ts";
import { questionKey } from "../../core/dns/session.ts";
import { TYPE } from "../../core/dns/types.ts";
import { compose } from "../dns/compose.ts";
import type { Asked, Handler } from "./loopback-https.ts";
import type { SignedTree } from "./signed-tree.ts";

/** How a resolver lies about one question. */
export type Lie =
  /** Other octets in the place of the honest answer; undefined for the honest one. */
  | { readonly kind: "octets"; readonly change: (question: Question, honest: Uint8Array) => Uint8Array | undefined }
  /** Some other HTTP answer, such as the login page of a hotel or a server error. */
  | { readonly kind: "http"; readonly status: number; readonly type: string; readonly body: string }
  /** No answer for so many milliseconds. */
  | { readonly kind: "slow"; readonly ms: number }
  /** An answer that never ends. */
  | { readonly kind: "endless" }
  /** The connection is cut. */
  | { readonly kind: "reset" };

/** A DNS-over-HTTPS server (RFC 8484, GET and POST) in front of a tree, that can be told to lie. */
export interface DohFront {
  readonly handler: Handler;
  /** Questions in the order in which they came. */
  readonly questions: readonly Question[];
  /** Lies until told otherwise; undefined ends it. */
  lie: Lie | undefined;
  /** Octets of the answers of a moment, by question; see {@link replayed}. */
  record(questions: readonly Question[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Makes the front; hand its `handler` to `LoopbackHttps.serve` under the name of a resolver. */
export function dohFront(tree: Pick<SignedTree, "exchange">, path = "/dns-query"): DohFront {
  const questions: Question[] = [];
  const front: DohFront = {
    questions,
    lie: undefined,
    handler: async (asked, response) => {
      const query = queryOf(asked, path);
      const message = query === undefined ? undefined : parseMessage(query);
      if (query === undefined || message === undefined) return void response.writeHead(400).end();
      questions.push(message.question);
      const honest = () => tree.exchange(query);
      await (front.lie === undefined
        ? answer(response, await honest())
        : tell(front.lie, message.question, response, honest));
    },
    record: async (wanted) => {
      const pairs = wanted.map(async (one) => [questionKey(one), await tree.exchange(buildQuery(one))] as const);
      return new Map(await Promise.all(pairs));
    },
  };
  return front;
}

/** Sets AD and takes all signatures and proofs away: "trust me" (DNS-01, DNS-02). */
export const trustMe: Lie = { kind: "octets", change: (question, honest) => stripped(question, honest, 0x20) };

/** Takes the answers of one question away as if there were nothing, without proof (DNS-02). */
export const nothingAt = (name: string): Lie => ({
  kind: "octets",
  change: (question) => (question.name === name ? compose(question, { rcode: 3 }) : undefined),
});

/** Serves what was recorded earlier, the rest honestly (DNS-09). */
export const replayed = (old: ReadonlyMap<string, Uint8Array>): Lie => ({
  kind: "octets",
  change: (question) => old.get(questionKey(question)),
});

/** Turns one octet of a text in the answers, signatures left as they are. */
export const forged = (from: string, to: string): Lie => ({
  kind: "octets",
  change: (_, honest) => {
    if (from.length !== to.length) throw new Error("the lengths inside a message stay");
    return new Uint8Array(Buffer.from(Buffer.from(honest).toString("latin1").replaceAll(from, to), "latin1"));
  },
});

/** The login page of a network (DNS-15). */
export const captivePortal: Lie = {
  kind: "http",
  status: 200,
  type: "text/html",
  body: "<!doctype html><title>Welcome</title><form>Room number</form>",
};

/** An error of the resolver. */
export const serverError: Lie = { kind: "http", status: 503, type: "text/plain", body: "" };

const PROOFS: ReadonlySet<number> = new Set([TYPE.RRSIG, TYPE.NSEC, TYPE.NSEC3]);

function stripped(question: Question, honest: Uint8Array, flags: number): Uint8Array {
  const message = parseMessage(honest);
  const plain = (section: readonly ResourceRecord[] = []) => section.filter(({ type }) => !PROOFS.has(type));
  const { rcode = 2 } = message ?? {};
  return compose(question, { answer: plain(message?.answer), authority: plain(message?.authority), rcode, flags });
}

function queryOf({ method, path, body, headers }: Asked, expected: string): Uint8Array | undefined {
  const url = new URL(path, "https://resolver.invalid");
  if (url.pathname !== expected) return undefined;
  if (method === "POST") return headers["content-type"] === DNS_MESSAGE ? body : undefined;
  const dns = url.searchParams.get("dns");
  return method === "GET" && dns !== null ? new Uint8Array(Buffer.from(dns, "base64url")) : undefined;
}

function answer(response: ServerResponse, octets: Uint8Array): void {
  response.writeHead(200, { "content-type": DNS_MESSAGE, "content-length": octets.length }).end(octets);
}

async function tell(
  lie: Lie,
  question: Question,
  response: ServerResponse,
  honest: () => Promise<Uint8Array>,
): Promise<void> {
  switch (lie.kind) {
    case "octets": {
      const octets = await honest();
      return answer(response, lie.change(question, octets) ?? octets);
    }
    case "http":
      return void response.writeHead(lie.status, { "content-type": lie.type }).end(lie.body);
    case "slow":
      await new Promise((done) => setTimeout(done, lie.ms));
      return answer(response, await honest());
    case "endless": {
      response.writeHead(200, { "content-type": DNS_MESSAGE });
      const more = setInterval(() => response.write(Buffer.alloc(16_384)), 5);
      response.on("close", () => clearInterval(more));
      return;
    }
    case "reset":
      response.destroy();
  }
}
