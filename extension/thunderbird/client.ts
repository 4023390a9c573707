import { allowTags, mayTag } from "../arrival/tags.ts";
import { browser } from "../browser.ts";
import type { Client } from "../client.ts";
import { announceChange, checkDisplayed, checkMessage } from "./check.ts";
import { sealedReplies } from "./sealed-replies.ts";
import { readSealed } from "./sealed-source.ts";

/** Thunderbird, as the pages see it. */
export const thunderbird: Client = {
  checkDisplayed,
  checkAgain: async (messageId) => checkMessage(await browser.messages.get(messageId)),
  async accounts() {
    const accounts = await browser.accounts.list(false);
    return accounts.map(({ id, name, identities }) => ({
      id,
      name,
      addresses: identities.flatMap(({ email }) => email ?? []),
    }));
  },
  announceChange,
  tags: { may: mayTag, allow: allowTags },
  sealed: { read: readSealed, replies: sealedReplies },
};
