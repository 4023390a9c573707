import type { FetchedByPage, PageRequest } from "./wire.ts";

/**
 * The fallback where the background has another session than the page, as in private windows and containers: the content
 * script makes the very request that the background composed, on the page's own origin only. Its octets count as given by
 * the page (decision 8).
 */
export async function fetchInPage({ url, ...request }: PageRequest): Promise<FetchedByPage | undefined> {
  if (!URL.canParse(url) || new URL(url).origin !== location.origin) return undefined;
  const response = await fetch(url, { ...request, credentials: "same-origin", cache: "no-store", redirect: "error" });
  const given = new Uint8Array(await response.arrayBuffer());
  // Firefox's content scripts may not pass on what belongs to the page: a copy is their own.
  const octets = new Uint8Array(given.length);
  octets.set(given);
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "",
    disposition: response.headers.get("content-disposition") ?? "",
    octets,
  };
}
