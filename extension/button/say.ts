import type { Entry } from "../../core/index.ts";
import { browser } from "../browser.ts";
import { createSay } from "./create-say.ts";

/** A text that every language has. */
const KNOWN = "language_tag";

const own = new Map<string, Entry>();

/** Texts in the language of the user interface. */
export const say = createSay((key, values) => browser.i18n.getMessage(key, values), own);

/** Whether there are texts at all, the browser's or those that were read. */
export const hasTexts = () => say(KNOWN) !== KNOWN;

let reading: Promise<void> | undefined;

/** Reads the package's own texts, once, for {@link say}. Never fails. */
export function readTexts(): Promise<void> {
  reading ??= read();
  return reading;
}

async function read(): Promise<void> {
  for (const language of [browser.i18n.getUILanguage().replace(/-.*/, ""), "en"])
    try {
      const answer = await fetch(browser.runtime.getURL(`_locales/${language}/messages.json`));
      for (const [key, entry] of Object.entries<Entry>(await answer.json())) own.set(key, entry);
      return;
    } catch (error) {
      console.info("no texts in this language", language, error);
    }
}
