import type { Badge } from "../../core/index.ts";
import { countVerdict } from "../audit/log.ts";
import type { Checked } from "../check/check.ts";
import type { Header } from "../thunderbird/place.ts";
import type { ArrivalMode } from "./stored.ts";
import type { Tags } from "./tags.ts";
import { taggedBadge, tagsFor } from "./which.ts";

/** What marking a message works with. */
export interface MarkParts {
  readonly check: (header: Header) => Promise<Checked>;
  /** The tags a message has now; rejects when it is gone. */
  readonly tagsOf: (id: number) => Promise<readonly string[]>;
  readonly setTags: (id: number, tags: readonly string[]) => Promise<void>;
}

/**
 * Judges a message and tags it: first our tags are taken away, whoever set them, then the message is checked, and the
 * tag of the verdict is set beside those of others. Nothing reads a tag as evidence, and nobody is asked about a message
 * for this: the verdict rests on what is known already.
 *
 * @returns what was judged, and the badge of the tag that it has now, if any
 */
export async function mark(
  header: Header,
  mode: ArrivalMode,
  tags: Tags,
  parts: MarkParts,
): Promise<{ readonly checked: Checked; readonly tagged: Badge | undefined }> {
  const came = header.tags.some(tags.ours);
  if (came) await unmark(header.id, tags, parts);
  const checked = await parts.check(header);
  // Most messages have no tag of ours and get none: then Thunderbird need not be asked what they have now.
  const tagged =
    came || tagOf(checked, mode) !== undefined ? await settle(checked, header.id, mode, tags, parts) : undefined;
  if (checked.skipped === undefined) await countVerdict(checked.result.badge, "arrived", checked.knowledge.now);
  return { checked, tagged };
}

/** Takes our tags away from a message. */
export async function unmark(id: number, { ours }: Pick<Tags, "ours">, parts: MarkParts): Promise<void> {
  const before = await parts.tagsOf(id);
  if (before.some(ours)) await parts.setTags(id, tagsFor(before, ours));
}

/** Makes the tag of a message say what its verdict says now; a verdict may change with what is learned about a sender. */
export async function settle(
  checked: Pick<Checked, "result" | "skipped">,
  id: number,
  mode: ArrivalMode,
  { ours, keyFor }: Tags,
  parts: MarkParts,
): Promise<Badge | undefined> {
  const badge = tagOf(checked, mode);
  const key = badge === undefined ? undefined : await keyFor(badge);
  const before = await parts.tagsOf(id);
  const after = tagsFor(before, ours, key);
  const same = before.length === after.length && before.every((tag) => after.includes(tag));
  if (!same) await parts.setTags(id, after);
  return badge;
}

/** The badge whose tag a message gets, if any. */
const tagOf = ({ result, skipped }: Pick<Checked, "result" | "skipped">, mode: ArrivalMode): Badge | undefined =>
  skipped === undefined ? taggedBadge(result.badge, mode) : undefined;
