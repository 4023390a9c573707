import { t } from "../text/texts.ts";

/** A page that has one sentence to say, given by the keys of its texts. */
export function SentencePage({ title, words }: { readonly title: string; readonly words: string }) {
  return (
    <main>
      <h1>{t(title)}</h1>
      <p role="status">{t(words)}</p>
    </main>
  );
}
