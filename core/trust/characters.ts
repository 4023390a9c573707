/**
 * Characters that show nothing or move what is shown: default-ignorable ones (Hangul fillers, variation selectors, tag
 * characters, joiners, direction marks among them), controls, Braille blank, line separators (ID-08, ID-13, ID-18).
 */
const HIDDEN = /[\p{DI}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u2800\uFFF9-\uFFFB]/gu;

/** Where such characters are ordinary spelling: emoji, joiners inside words, Thai word breaks. */
const ORDINARY = [
  /(?<=[\p{Emoji}\p{ExtPict}])[\uFE0E\uFE0F]/gu,
  /(?<=\p{ExtPict}|\p{EMod}|\uFE0F)\u200D(?=\p{ExtPict})/gu,
  /(?<=[\p{L}\p{M}])[\u200C\u200D](?=[\p{L}\p{M}\s]|$)/gu,
  /(?<=[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}])\u200B(?=[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}])/gu,
];

const RIGHT_TO_LEFT = /[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}]/u;
/** Marks that a keyboard for those scripts writes and that only order what stands beside them. */
const DIRECTION_MARK = /[\u200E\u200F\u061C]/g;

/** Three blanks in a row with one among them that no keyboard writes: somebody pushes text off the screen. */
const PUSHING = /(?<!\p{Zs})(?=\p{Zs}*[^\P{Zs} ])\p{Zs}{3,}/u;

/** Words of printable ASCII: nothing to hide and nothing to change. */
const PLAIN_WORDS = /^[!-~]+(?: [!-~]+)*$/;

function withoutOrdinary(text: string): string {
  const marks = RIGHT_TO_LEFT.test(text) ? text.replace(DIRECTION_MARK, "") : text;
  return ORDINARY.reduce((rest, ordinary) => rest.replace(ordinary, ""), marks);
}

/** The text contains characters that hide, or reorder, what a person reads. */
export function hides(text: string): boolean {
  const rest = withoutOrdinary(text.replace(/[\t\r\n]+/g, " "));
  return rest.search(HIDDEN) >= 0 || PUSHING.test(rest);
}

const escaped = (char: string): string =>
  `\\u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * Text of foreign origin as it may be shown: what hides is written out (`\u202E`), blanks are collapsed, and the length
 * is limited (ID-08, ID-13, ID-18, GMR-25, MIME-12). The caller still isolates it from its surroundings.
 *
 * @param max longest result in UTF-16 units, the ellipsis included
 */
export function shownText(text: string, max: number): string {
  if (text.length <= max && PLAIN_WORDS.test(text)) return text;
  // The head is cut first, so that a long text costs no more than a short one.
  const head = text.slice(0, max * 8);
  const spaced = head.replace(/[\p{Zs}\t\r\n]+/gu, " ").trim();
  const plain = hides(spaced) ? spaced.replace(HIDDEN, escaped) : spaced.replace(DIRECTION_MARK, "");
  if (plain.length <= max && text.length === head.length) return plain;
  // Never half of a surrogate pair.
  return `${plain.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
