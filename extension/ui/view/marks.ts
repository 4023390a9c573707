/** Characters that show nothing, or move what is shown; line ends and tabs stay what they are (ID-08, ID-13, ID-18). */
const INVISIBLE = /[\p{DI}\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800](?<![\t\n])/gu;

/** A stretch of text, or one character that has to be written out. */
export type Stretch = { readonly text: string } | { readonly mark: string };

/** Text with its invisible characters taken out as marks (`U+202E`); CRLF counts as a line end. */
export function stretches(text: string): Stretch[] {
  const plain = text.replaceAll("\r\n", "\n");
  const found: Stretch[] = [];
  let at = 0;
  for (const { index, 0: char } of plain.matchAll(INVISIBLE)) {
    if (index > at) found.push({ text: plain.slice(at, index) });
    found.push({ mark: `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}` });
    at = index + char.length;
  }
  if (at < plain.length) found.push({ text: plain.slice(at) });
  return found;
}
