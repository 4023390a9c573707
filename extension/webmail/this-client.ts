import { browser } from "../browser.ts";
import type { Client } from "../client.ts";
import { savedInstead } from "./adapters/without-source.ts";
import { accountOf } from "./desk.ts";
import type { Wish } from "./hears.ts";
import { enabledSites, forgetSite, isDecided, mayName, originOf, patternOf, siteOf } from "./sites.ts";
import { readShown, type ToContent } from "./wire.ts";

/** Asks the content script of a tab on an enabled site what it knows the page as. */
async function unreadIn(tabId: number): Promise<"unknown" | "stale" | undefined> {
  const which: ToContent = { countersign: "which" };
  const said = readShown(await browser.tabs.sendMessage(tabId, which, { frameId: 0 }).catch(() => undefined));
  if (said === undefined) return "stale";
  return said.adapter === "" ? "unknown" : undefined;
}

const wish = (message: Wish): Promise<unknown> => browser.runtime.sendMessage(message);

/** A browser that shows a webmail, as the pages see it. Messages stay in the background: the pages get copies. */
export const client: Client = {
  // The background is our own code, and answers with what `Desk` says.
  checkDisplayed: async (tabId) =>
    (await wish({ countersign: "check", tabId })) as Awaited<ReturnType<Client["checkDisplayed"]>>,
  checkAgain: async (messageId) =>
    (await wish({ countersign: "again", messageId })) as Awaited<ReturnType<Client["checkAgain"]>>,
  async accounts() {
    const sites = await enabledSites();
    return sites.map(({ origin, addresses }) => ({ id: accountOf(origin), name: new URL(origin).host, addresses }));
  },
  async announceChange() {
    await wish({ countersign: "changed" });
  },
  sealed: {
    async read(messageId) {
      const { bytes, knowledge, skipped } = await client.checkAgain(messageId);
      return bytes.length === 0 ? undefined : { bytes, knowledge, sent: skipped === "own" };
    },
  },
  sites: {
    async of({ id, url }) {
      const origin = originOf(url);
      if (url === undefined || origin === undefined) return undefined;
      const [site, decided, open] = await Promise.all([siteOf(origin), isDecided(origin), mayName()]);
      const saved = savedInstead(new URL(url));
      const shown = { origin, enabled: site !== undefined, decided, locked: !open && !decided };
      if (saved !== undefined) return { ...shown, sourceless: saved };
      const unread = site === undefined || id === undefined ? undefined : await unreadIn(id);
      return unread === undefined ? shown : { ...shown, unread };
    },
    async enable(origin) {
      // The browser asks its own question, and only right after a click: nothing may be awaited before. The popup may
      // be gone when the answer comes, so the background names the site now, and it counts once it is granted.
      const named = wish({ countersign: "name", origin });
      const granted = await browser.permissions.request({ origins: [patternOf(origin)] });
      await named;
      if (granted) await wish({ countersign: "changed" });
      else await forgetSite(origin);
      return granted;
    },
    enabled: async () => (await enabledSites()).map(({ origin }) => origin),
    async disable(origin) {
      // The popup may be gone at any moment: the background does it whole.
      await wish({ countersign: "forget", origin });
    },
  },
};
