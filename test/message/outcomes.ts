import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

/** One comparison with somebody else's reading. */
export interface Outcome {
  /** What identifies the case: the octets of the mail, or its text. */
  readonly key: Uint8Array | string;
  /** Where to find it. */
  readonly name: string;
  /** Undefined when both agree; otherwise what differs. */
  readonly difference: string | undefined;
  /** We said that programs read this differently, so a difference is what we promised. */
  readonly announced?: boolean;
}

/** Reviewed differences of one source: each reason with the SHA-256 of the cases it explains, and how many there may be. */
interface Reviewed {
  readonly most: number;
  readonly reasons: Readonly<Record<string, readonly string[]>>;
}

/**
 * Counts agreement with an outside source, prints the line, and fails on a difference nobody reviewed, on a review that
 * explains nothing any more, and on more differences than the table allows (decision 27).
 */
export function judge(source: string, outcomes: readonly Outcome[]): void {
  const file = `test/message/reviewed/${source}.json`;
  const { most, reasons }: Reviewed = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { most: 0, reasons: {} };
  const reviewed = new Set(Object.values(reasons).flat());
  const differing = new Map<string, string>();
  for (const { key, name, difference, announced } of outcomes)
    if (difference !== undefined && !announced) differing.set(digest(key), `${name}: ${difference}`);
  const wrong = [...differing].filter(([hash]) => !reviewed.has(hash));
  const stale = [...reviewed].filter((hash) => !differing.has(hash));
  const differ = outcomes.filter(({ difference }) => difference !== undefined).length;
  const agree = outcomes.length - differ;
  const announced = differ - differing.size;
  console.log(
    `${source}: agree ${agree} / announced as ambiguous ${announced} / differ with reason ${differing.size - wrong.length} / wrong ${wrong.length}`,
  );
  assert.ok(outcomes.length > 0, "nothing was compared");
  assert.deepEqual(
    wrong.map(([hash, detail]) => `${hash} ${detail}`),
    [],
    "unreviewed",
  );
  assert.deepEqual(stale, [], "reviewed, but no difference any more");
  assert.ok(differing.size <= most, `${differing.size} differences, at most ${most} reviewed`);
}

function digest(key: Uint8Array | string): string {
  return createHash("sha256").update(key).digest("hex");
}
