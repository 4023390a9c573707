import { browser } from "../browser.ts";
import type { Client } from "../client.ts";
import { savedInstead } from "./adapters/without-source.ts";
import { accountOf } from "./desk.ts";
import type { Wish } from "./hears.ts";
import { enabledSites, forgetSite, giveBack, isDecided, mayName, originOf, patternOf, siteOf } from "./sites.ts";

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
      const { bytes, knowledge } = await client.checkAgain(messageId);
      // A webmail does not say which of its folders holds sent mail.
      return bytes.length === 0 ? undefined : { bytes, knowledge, sent: false };
    },
  },
  sites: {
    async of(address) {
      const origin = originOf(address);
      if (origin === undefined) return undefined;
      const [site, decided, open] = await Promise.all([siteOf(origin), isDecided(origin), mayName()]);
      const saved = savedInstead(new URL(origin).hostname);
      const shown = { origin, enabled: site !== undefined, decided, locked: !open && !decided };
      return saved === undefined ? shown : { ...shown, sourceless: saved };
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
      await forgetSite(origin);
      // The pages are told while they can still be found.
      await wish({ countersign: "changed" });
      await giveBack(origin);
    },
  },
};
