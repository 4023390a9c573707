import { type Entry, fill } from "./fill.ts";
import { LANGUAGES } from "./languages.ts";

/** All sentences of one language. */
export type Words = ReadonlyMap<string, Entry>;

/**
 * The sentence of a key in a language, its placeholders filled in the order of `values`. A language or key that is not
 * there gives the English sentence, and the key itself with its values where there is none: nothing is ever hidden
 * because a translation is missing.
 * @param language - Primary subtag of BCP 47, for example `de`.
 * @param values - Data; the caller makes them fit for where they are shown.
 */
export function say(language: string, key: string, values: readonly (string | number)[] = []): string {
  const entry = LANGUAGES.get(language)?.get(key) ?? LANGUAGES.get("en")?.get(key);
  return entry === undefined ? [key, ...values].join(" ") : fill(entry, values);
}

/** Whether some language has a sentence for the key. */
export function hasSentence(key: string): boolean {
  return LANGUAGES.get("en")?.has(key) === true;
}

/** The language of a POSIX locale name: `de_AT.UTF-8` is `de`; English where we have no other. */
export function languageOfLocale(locale: string): string {
  const language = /^[A-Za-z]{2,3}/.exec(locale)?.[0].toLowerCase() ?? "en";
  return LANGUAGES.has(language) ? language : "en";
}
