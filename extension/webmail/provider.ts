import { type ErrorCode, MAX_MESSAGE_OCTETS } from "../../core/index.ts";
import type { Ref, SourceHalf } from "./adapter.ts";
import { readFetched } from "./wire.ts";

/** The octets of a message, or why there are none. */
export type Raw =
  /** `byPage`: the page handed them over, not its provider (decision 8). */
  { readonly octets: Uint8Array; readonly byPage?: true } | { readonly missing: ErrorCode };

/** A webmail that answers this late, in milliseconds, counts as one that does not. */
const PATIENCE = 30_000;

/**
 * Asks the webmail for a message's raw source, under the grant and with the session of its own site. Nothing is asked
 * of another origin, and no redirect is followed. Never fails: what cannot be had is a {@link Raw} too.
 * @param page - Address of the page that shows the message; its origin is an enabled site.
 */
export async function askProvider(source: SourceHalf, page: URL, id: string, token: string): Promise<Raw> {
  const request = source.request(page, id, token);
  if (request === undefined || request.url.origin !== page.origin) return { missing: "E_SOURCE_MISSING" };
  const { url, method = "GET", headers = {}, body } = request;
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      credentials: "include",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status !== 200 || !source.accepts(response.headers)) return { missing: "E_SOURCE_MISSING" };
    const octets = await readUpTo(response, MAX_MESSAGE_OCTETS);
    if (octets === undefined) return { missing: "E_TOO_LARGE" };
    const message = source.unpack === undefined ? octets : await source.unpack(octets);
    return message.length === 0 ? { missing: "E_SOURCE_MISSING" } : { octets: message };
  } catch (error) {
    console.info("the webmail did not hand out a message", error);
    const late = error instanceof DOMException && error.name === "TimeoutError";
    return { missing: late ? "E_TIMEOUT" : "E_SOURCE_MISSING" };
  }
}

/**
 * The fallback: the page's own content script fetches the address that is made here.
 * @param fetchThere - Asks the content script of the tab.
 */
export async function askPage(
  source: SourceHalf,
  page: URL,
  { id, token }: Pick<Ref, "id" | "token">,
  fetchThere: (address: string) => Promise<unknown>,
): Promise<Raw> {
  const request = source.request(page, id, token);
  if (request === undefined || request.url.origin !== page.origin || request.method === "POST")
    return { missing: "E_SOURCE_MISSING" };
  const fetched = readFetched(await fetchThere(request.url.href).catch(() => undefined));
  if (fetched === undefined || fetched.status !== 200) return { missing: "E_SOURCE_MISSING" };
  const { type, disposition, octets } = fetched;
  const headers = new Headers({ "content-type": type, "content-disposition": disposition });
  if (octets.length > MAX_MESSAGE_OCTETS) return { missing: "E_TOO_LARGE" };
  if (!source.accepts(headers) || octets.length === 0) return { missing: "E_SOURCE_MISSING" };
  return { octets: source.unpack === undefined ? octets : await source.unpack(octets), byPage: true };
}

/** The body of an answer; undefined as soon as it is longer than allowed. */
async function readUpTo(response: Response, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    length += value.length;
    if (length > most) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  const octets = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    octets.set(chunk, at);
    at += chunk.length;
  }
  return octets;
}
