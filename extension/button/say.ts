import type { Entry } from "../../core/index.ts";
import { browser } from "../browser.ts";
import { createSay } from "./create-say.ts";

const own = new Map<string, Entry>();

/** Texts in the language of the user interface. */
export const say = createSay((key, values) => browser.i18n.getMessage(key, values), own);

/** Reads the package's own texts, for {@link say}. Never fails. */
export async function readTexts(): Promise<void> {
  for (const language of [browser.i18n.getUILanguage().replace(/-.*/, ""), "en"])
    try {
      const answer = await fetch(browser.runtime.getURL(`_locales/${language}/messages.json`));
      for (const [key, entry] of Object.entries<Entry>(await answer.json())) own.set(key, entry);
      return;
    } catch (error) {
      console.info("no texts in this language", language, error);
    }
}
