import { type ErrorCode, MAX_MESSAGE_OCTETS } from "../../core/index.ts";
import type { Ref, SourceHalf, SourceRequest } from "./adapter.ts";
import { readUpTo } from "./read-up-to.ts";
import { type PageRequest, readFetched } from "./wire.ts";

/** The octets of a message, or why there are none. */
export type Raw =
  /** `byPage`: the page handed them over, not its provider (decision 8). */
  { readonly octets: Uint8Array; readonly byPage?: true } | { readonly missing: ErrorCode };

/** A webmail that answers this late, in milliseconds, counts as one that does not. */
const PATIENCE = 30_000;

/** What asking needs besides the network. */
export interface Asking {
  /** Whether one more request may go to this origin. */
  readonly mayAsk: (origin: string) => boolean;
  /** Asks the content script of the tab. */
  readonly fetchThere: (request: PageRequest) => Promise<unknown>;
}

/** Asks the provider, and where it does not know this session, the page: each as long as the site may still be asked. */
export async function askSite(source: SourceHalf, page: URL, ref: Ref, asking: Asking): Promise<Raw> {
  if (!asking.mayAsk(page.origin)) return { missing: "E_SOURCE_MISSING" };
  const raw = await askProvider(source, page, ref.id, ref.token);
  if ("octets" in raw || raw.missing !== "E_SOURCE_MISSING" || !asking.mayAsk(page.origin)) return raw;
  return askPage(source, page, ref, asking.fetchThere);
}

/**
 * Asks the webmail for a message's raw source, under the grant and with the session of its own site. Nothing is asked
 * of another origin, and no redirect is followed. Never fails: what cannot be had is a {@link Raw} too.
 * @param page - Address of the page that shows the message; its origin is an enabled site.
 */
export async function askProvider(source: SourceHalf, page: URL, id: string, token: string): Promise<Raw> {
  const request = source.request(page, id, token);
  if (request === undefined || request.url.origin !== page.origin) return { missing: "E_SOURCE_MISSING" };
  try {
    const response = await ask(request);
    if (response.status !== 200 || !source.accepts(response.headers)) return { missing: "E_SOURCE_MISSING" };
    return await taken(source, await readUpTo(response.body, MAX_MESSAGE_OCTETS));
  } catch (error) {
    console.info("the webmail did not hand out a message", error);
    const late = error instanceof DOMException && error.name === "TimeoutError";
    return { missing: late ? "E_TIMEOUT" : "E_SOURCE_MISSING" };
  }
}

async function ask({ url, method = "GET", headers = {}, body }: SourceRequest): Promise<Response> {
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
  return response;
}

/** Most octets of a page that is read for an address. */
const MAX_PAGE = 2 * 1024 * 1024;

/** Asks the webmail whose account it is, where its adapter knows how; "" where that does not become known. */
export async function askAccount({ account }: SourceHalf, page: URL, mayAsk: Asking["mayAsk"]): Promise<string> {
  const request = account?.request(page);
  if (account === undefined || request?.url.origin !== page.origin || !mayAsk(page.origin)) return "";
  try {
    const response = await ask(request);
    const html = response.status === 200 ? await readUpTo(response.body, MAX_PAGE) : undefined;
    return account.read(new TextDecoder().decode(html)) ?? "";
  } catch (error) {
    console.info("the webmail did not say whose account it is", error);
    return "";
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
  fetchThere: (request: PageRequest) => Promise<unknown>,
): Promise<Raw> {
  const request = source.request(page, id, token);
  if (request === undefined || request.url.origin !== page.origin) return { missing: "E_SOURCE_MISSING" };
  const fetched = readFetched(await fetchThere({ ...request, url: request.url.href }).catch(() => undefined));
  if (fetched === undefined || fetched.status !== 200) return { missing: "E_SOURCE_MISSING" };
  const { type, disposition, octets } = fetched;
  const headers = new Headers({ "content-type": type, "content-disposition": disposition });
  if (!source.accepts(headers)) return { missing: "E_SOURCE_MISSING" };
  const raw = await taken(source, octets.length > MAX_MESSAGE_OCTETS ? undefined : octets);
  return "octets" in raw ? { ...raw, byPage: true } : raw;
}

/** The message in an answer; undefined stands for more than is read. */
async function taken({ unpack }: SourceHalf, answer: Uint8Array | undefined): Promise<Raw> {
  try {
    const octets = unpack === undefined ? answer : answer && (await unpack(answer, MAX_MESSAGE_OCTETS));
    if (octets === undefined) return { missing: "E_TOO_LARGE" };
    return octets.length === 0 ? { missing: "E_SOURCE_MISSING" } : { octets };
  } catch (error) {
    console.info("what the webmail handed out is no message", error);
    return { missing: "E_SOURCE_MISSING" };
  }
}
