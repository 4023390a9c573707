import type { Header } from "../thunderbird/place.ts";

/** Message-IDs that are remembered: as many in a row are one place, also where single ones occur twice. */
const TRAIL = 20;

/** The Message-IDs of those judged last, in their order. */
export const trailAfter = (trail: readonly string[], judged: readonly Header[]): readonly string[] =>
  [...trail, ...judged.map(({ headerMessageId }) => headerMessageId)].slice(-TRAIL);

/**
 * How many messages of a folder are behind a sweep that was left. Counts do not tell: what was deleted moves everything
 * behind it, and what came since hides that. Where the messages judged last are not there in a row any more, it begins
 * anew, so that none is passed over.
 * @param position how many were behind it when it was left; mail that came since stands behind these
 */
export async function placeAfter(
  trail: readonly string[],
  position: number,
  pages: AsyncIterable<readonly Header[]>,
): Promise<number> {
  if (position === 0 || trail.length === 0) return 0;
  let first: number | undefined;
  let passed = 0;
  let window: readonly string[] = [];
  for await (const page of pages)
    for (const { headerMessageId } of page) {
      passed += 1;
      window = [...window, headerMessageId].slice(-trail.length);
      const here = trail.every((id, place) => window[place] === id);
      if (here && passed === position) return position;
      if (here) first ??= passed;
      if (passed >= position) return first ?? 0;
    }
  return first ?? 0;
}
