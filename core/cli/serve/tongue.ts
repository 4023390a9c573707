import ar from "./words/ar.json";
import de from "./words/de.json";
import en from "./words/en.json";
import es from "./words/es.json";
import fr from "./words/fr.json";
import ja from "./words/ja.json";

/** A sentence of the operator's pages. */
export type Word = keyof typeof en;

/** What a page speaks. The sentences are apart from those of verdicts: no package of the extension carries them. */
export interface Tongue {
  /** Primary subtag of BCP 47. */
  readonly language: string;
  /** The sentence, `$1` to `$9` filled in. */
  readonly say: (word: Word, ...values: readonly (string | number)[]) => string;
}

const CATALOGUES: ReadonlyMap<string, Readonly<Record<Word, string>>> = new Map(
  Object.entries({ en, de, fr, es, ja, ar }),
);

/** The language that a browser likes best of those that there are (RFC 9110 s12.5.4); English where it likes none. */
export function tongueFor(acceptLanguage: string | undefined): Tongue {
  const wishes = (acceptLanguage ?? "").split(",").map((item) => {
    const [, tag = "", q = "1"] =
      /^([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?$/.exec(item.trim()) ?? [];
    return { language: tag.toLowerCase(), weight: Number(q) };
  });
  const [best] = wishes
    .filter(({ language, weight }) => weight > 0 && CATALOGUES.has(language))
    .sort((a, b) => b.weight - a.weight);
  const language = best?.language ?? "en";
  const words = CATALOGUES.get(language) ?? en;
  return {
    language,
    say: (word, ...values) => words[word].replace(/\$([1-9])/g, (_, place) => String(values[Number(place) - 1] ?? "")),
  };
}
