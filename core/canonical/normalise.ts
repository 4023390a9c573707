/**
 * A mark, or a letter that becomes one in a compatibility form: what a normalisation puts in order. Longer runs than this
 * stand in no language; UAX 15 s13 cuts them at the same place.
 */
const LONG_RUN = /([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/**
 * A normalisation form (UAX 15) in time that grows with the text: putting a run of marks in order takes the square of its
 * length everywhere, a minute and more for a megabyte (DOS-04). Of each run the first thirty marks are kept, so two texts
 * are told apart by no mark beyond; never for anything that is hashed or signed.
 */
export function normalised(text: string, form: "NFC" | "NFKC"): string {
  return text.replace(LONG_RUN, "$1").normalize(form);
}
