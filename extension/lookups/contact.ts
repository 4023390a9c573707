import { MAX_ANSWER_MS } from "../../core/index.ts";

/** What a server answered. */
export interface Reply {
  readonly status: number;
  /** The media type as sent, or "". */
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What may be asked of a server. */
export interface Contact {
  /** Media type that is wanted. */
  readonly accept: string;
  /** Most octets of the body, after any decompression (NET-08). */
  readonly most: number;
  /** Milliseconds for everything. */
  readonly patience?: number;
}

/**
 * Asks one server one question: the only place of the extension that contacts anybody. GET, so that the client adds no
 * Origin, which in Gecko names this very installation; no cookies, no referrer, no redirect, nothing kept by the
 * client's cache, and no language (NET-04, NET-05). The whole answer has to come in five seconds and fit (NET-08).
 * @param url has passed `readRemoteUrl`
 * @returns undefined when nobody answered, too late, or too much: nothing can be said then
 */
export async function contact(
  url: URL,
  { accept, most, patience = MAX_ANSWER_MS }: Contact,
): Promise<Reply | undefined> {
  try {
    const response = await fetch(url, {
      ...BARE,
      mode: "cors",
      method: "GET",
      signal: AbortSignal.timeout(patience),
      headers: { ...NOBODY, accept },
    });
    const body = await readBody(response, most);
    if (body === undefined) return undefined;
    return { status: response.status, contentType: response.headers.get("content-type") ?? "", body };
  } catch {
    // Offline, a refused certificate, a redirect, a stop: the client does not say which, and it makes no difference.
    return undefined;
  }
}

/** No cookies, no referrer, no redirect, nothing kept by the client's cache (NET-04, NET-05). */
const BARE = {
  credentials: "omit",
  redirect: "error",
  referrerPolicy: "no-referrer",
  cache: "no-store",
  keepalive: false,
} as const;
/**
 * How a report is posted. In "same-origin" Gecko sends `Origin: null` (Fetch, "append a request `Origin` header": not
 * "cors", and no referrer), where "cors" would name this very installation (REP-05, decision 23); a granted host counts as
 * the same origin there. Chromium names the extension, which is equal for all its users, and knows no such grant.
 */
const postMode = () => (globalThis.location?.protocol === "moz-extension:" ? "same-origin" : "cors");
/** No language, and no name of the program. */
const NOBODY = { "accept-language": "*", "user-agent": "Mozilla/5.0" } as const;

/**
 * Posts one report (3-protocols 4.3), under the same rules. Of the answer the status counts alone: its body is thrown away
 * unread, however long it is (REP-11).
 * @param url has passed `readRemoteUrl`
 * @returns undefined when nobody answered in time
 */
export async function post(url: URL, { headers, body }: Posted): Promise<number | undefined> {
  try {
    const response = await fetch(url, {
      ...BARE,
      mode: postMode(),
      method: "POST",
      signal: AbortSignal.timeout(MAX_ANSWER_MS),
      headers: { ...NOBODY, ...headers },
      body,
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}

/** What is posted: a text, and the header fields that belong to it. */
export interface Posted {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The body, or undefined as soon as it is too long: an endless one is never read to its end. */
async function readBody({ body }: Response, most: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let octets = 0;
  const reader = body?.getReader();
  for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
    octets += next.value.length;
    if (octets > most) {
      await reader?.cancel();
      return undefined;
    }
    pieces.push(next.value);
  }
  const whole = new Uint8Array(octets);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
