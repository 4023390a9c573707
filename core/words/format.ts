import { LANGUAGES } from "./languages.ts";

/** One entry of a `messages.json` file; `content` is `$1` to `$9`. */
export interface Entry {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

/** All sentences of one language. */
export type Words = ReadonlyMap<string, Entry>;

/** `$NAME$`, or a doubled dollar sign. */
const MARK = /\$(?:([A-Za-z0-9_@]+)\$|\$)/g;

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

/** Fills one entry as browsers fill `messages.json`: names in any case, `$$` is a dollar sign, one pass. */
export function fill(entry: Entry, values: readonly (string | number)[]): string {
  const contents = new Map(
    Object.entries(entry.placeholders ?? {}).map(([name, { content }]) => [name.toLowerCase(), content]),
  );
  return entry.message.replace(MARK, (mark, name: string | undefined) => {
    if (name === undefined) return "$";
    const content = contents.get(name.toLowerCase());
    if (content === undefined) return mark;
    return content.replace(/\$([1-9])/g, (_, place: string) => String(values[Number(place) - 1] ?? ""));
  });
}

/** The language of a POSIX locale name: `de_AT.UTF-8` is `de`; English where we have no other. */
export function languageOfLocale(locale: string): string {
  const language = /^[A-Za-z]{2,3}/.exec(locale)?.[0].toLowerCase() ?? "en";
  return LANGUAGES.has(language) ? language : "en";
}
