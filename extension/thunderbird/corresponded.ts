import { browser } from "../browser.ts";
import { listed } from "./check.ts";

/** Addresses asked for in this page's life, and the answers. */
const asked = new Map<string, Promise<boolean>>();
const MOST = 500;

/** Whether a message to this address lies in a folder for sent mail. Looks into Thunderbird's own index, not into mail. */
export function corresponded(address: string): Promise<boolean> {
  const known = asked.get(address);
  if (known !== undefined) return known;
  if (asked.size >= MOST) asked.clear();
  const answer = wroteTo(address).catch((error: unknown) => {
    console.info("the sent mail could not be searched", error);
    return false;
  });
  asked.set(address, answer);
  return answer;
}

async function wroteTo(address: string): Promise<boolean> {
  const folders = await browser.folders.query({ specialUse: ["sent"] });
  for (const { id } of folders) {
    if (id === undefined) continue;
    let page = await browser.messages.query({ folderId: id, recipients: address, messagesPerPage: 1 });
    // A search that takes long hands out a page before it has found anything.
    while (typeof page !== "string" && page.id && listed(page).length === 0)
      page = await browser.messages.continueList(page.id);
    if (listed(page).length > 0) return true;
  }
  return false;
}
