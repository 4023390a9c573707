import type { IncomingMessage } from "node:http";

/** One request, as far as it was read. */
export interface Asked {
  readonly method: string;
  /** Path as it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** A header field that came at most once; undefined otherwise. */
  readonly header: (name: string) => string | undefined;
  /** What counts as one client for the limits. */
  readonly client: string;
  /**
   * The body as UTF-8.
   * @returns undefined for more than `most` octets, for a compressed or broken-off one, and for what is no UTF-8
   */
  readonly text: (most: number) => Promise<string | undefined>;
}

/** What is answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pieces are sent one after another, as they are made. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** An answer of a few words. */
export const plainAnswer = (status: number, text: string, headers: Answer["headers"] = {}): Answer => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body: `${text}\n`,
});

/** The answer to whoever has no token, or the wrong one. */
export const unauthorised = plainAnswer(401, "a bearer token is needed", { "www-authenticate": "Bearer" });

/** Reads a body up to a size; the rest of a longer one is never read. */
export async function bodyText(request: IncomingMessage, most: number): Promise<string | undefined> {
  if (request.headers["content-encoding"] !== undefined) return undefined;
  if (Number(request.headers["content-length"] ?? 0) > most) return undefined;
  const pieces: Buffer[] = [];
  let octets = 0;
  try {
    for await (const piece of request) {
      if (!Buffer.isBuffer(piece)) return undefined;
      octets += piece.length;
      if (octets > most) return undefined;
      pieces.push(piece);
    }
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(pieces));
  } catch {
    return undefined;
  }
}
