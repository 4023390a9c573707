import assert from "node:assert/strict";
import { test } from "node:test";
import type { Badge } from "../../core/index.ts";
import { taggedBadge, tagsFor } from "../../extension/arrival/which.ts";

const BADGES: readonly Badge[] = ["VERIFIED", "INTACT", "TRANSPORT", "NONE", "UNCHECKED", "CAUTION", "ALERT"];
const tagged = (mode: "off" | "negatives" | "all") => BADGES.filter((badge) => taggedBadge(badge, mode) !== undefined);

test("warnings alone are tagged by default; silence and what could not be checked never are", () => {
  assert.deepEqual(tagged("off"), []);
  assert.deepEqual(tagged("negatives"), ["CAUTION", "ALERT"]);
  assert.deepEqual(tagged("all"), ["VERIFIED", "INTACT", "TRANSPORT", "CAUTION", "ALERT"]);
});

test("tags of others stay, and of ours at most the one of the verdict", () => {
  const ours = (key: string) => key.startsWith("ours");
  assert.deepEqual(tagsFor(["$label1", "ours_a", "ours_b"], ours), ["$label1"]);
  assert.deepEqual(tagsFor(["$label1", "ours_a"], ours, "ours_b"), ["$label1", "ours_b"]);
});
