import assert from "node:assert/strict";
import { test } from "node:test";
import type { Badge } from "../../core/index.ts";
import type { Checked } from "../../extension/check/check.ts";
import { faceOfAll, markerOf } from "../../extension/webmail/faces.ts";
import { checkedAs } from "../extension/checked.ts";

const say = (key: string, values: readonly string[] = []) => [key, ...values].join(" ");
const checked = (badge: Badge, source: "provider" | "page" = "provider"): Checked => checkedAs(1, badge, { source });
const POSITIVE: readonly Badge[] = ["VERIFIED", "INTACT", "TRANSPORT"];
const OTHERS: readonly Badge[] = ["NONE", "UNCHECKED", "CAUTION", "ALERT"];

test("EXT-01: a marker tells good news only together with the personal mark", () => {
  for (const badge of POSITIVE) {
    const without = markerOf(checked(badge), "", say);
    assert.deepEqual([without.tone, without.label, without.mark], ["neutral", "marker_checked", ""], badge);
    const marked = markerOf(checked(badge), "red kite", say);
    assert.deepEqual([marked.tone, marked.mark], ["positive", "red kite"], badge);
  }
});

test("EXT-03: the personal mark is never shown beside anything else, and every marker points to the toolbar", () => {
  for (const badge of OTHERS) assert.equal(markerOf(checked(badge), "red kite", say).mark, "", badge);
  for (const badge of [...POSITIVE, ...OTHERS]) assert.equal(markerOf(checked(badge), "", say).hint, "marker_hint");
});

test("ACQ-10: the button of a conversation is that of its worst message, and counts them", () => {
  const face = faceOfAll([checked("VERIFIED"), checked("CAUTION"), checked("NONE")], say);
  assert.equal(face.icon, "icons/caution.svg");
  assert.match(face.title, /face_worst_of 3/);
  assert.equal(faceOfAll([checked("VERIFIED"), checked("NONE")], say).icon, "icons/none.svg");
  assert.doesNotMatch(faceOfAll([checked("VERIFIED")], say).title, /face_worst_of/);
});

test("of the reader's own mail nothing is told but that it is, and beside judged mail it counts for nothing", () => {
  const { source: _, ...rest } = checked("NONE");
  const own = { ...rest, skipped: "own" } as const;
  assert.deepEqual(markerOf(own, "red kite", say), {
    tone: "neutral",
    label: "face_own_label",
    hint: "marker_hint",
    mark: "",
  });
  assert.equal(faceOfAll([own], say).title, "face_own_title");
  assert.equal(faceOfAll([own, checked("ALERT")], say).icon, "icons/alert.svg");
  assert.match(faceOfAll([checked("VERIFIED"), own], say).title, /face_worst_of 2\nface_own_title/);
});

test("ACQ-08: the button always says whose source was checked", () => {
  assert.match(faceOfAll([checked("VERIFIED")], say).title, /source_provider/);
  assert.match(faceOfAll([checked("VERIFIED", "page")], say).title, /source_page/);
});
