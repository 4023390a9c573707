import { browser } from "../browser.ts";
import { checkMessage } from "../thunderbird/check.ts";
import type { MarkParts } from "./mark.ts";

/** Marking with Thunderbird's own means. */
export const MARK_PARTS: MarkParts = {
  check: checkMessage,
  tagsOf: async (id) => (await browser.messages.get(id)).tags,
  setTags: (id, tags) => browser.messages.update(id, { tags: [...tags] }),
};
