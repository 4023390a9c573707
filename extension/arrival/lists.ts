import { browser } from "../browser.ts";
import { listed } from "../thunderbird/check.ts";
import type { Header } from "../thunderbird/place.ts";

/** Pages of a folder's messages; a folder that is gone has none. */
export async function* pagesIn(folderId: string): AsyncGenerator<readonly Header[]> {
  yield* pagesOf(await browser.messages.list(folderId).catch(() => undefined));
}

/** Pages of a list of messages, one after the other: however long the list is, one page of it is here. */
export async function* pagesOf(first: unknown): AsyncGenerator<readonly Header[]> {
  let page = first;
  while (page !== null && page !== undefined) {
    yield listed(page);
    const id = nextOf(page);
    if (id === undefined) return;
    page = await browser.messages.continueList(id);
  }
}

/** Thunderbird names the list as long as there is more of it. */
function nextOf(page: unknown): string | undefined {
  const id = typeof page === "object" && page !== null && "id" in page ? page.id : undefined;
  return typeof id === "string" ? id : undefined;
}
