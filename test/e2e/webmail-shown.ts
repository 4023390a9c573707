import assert from "node:assert/strict";
import type { Sample } from "../samples/samples.ts";
import { type Reader, readPopup, settled } from "./webmail-reader.ts";

/** How a marker is drawn for each badge. */
export const TONES: Readonly<Record<string, string>> = {
  VERIFIED: "positive",
  INTACT: "positive",
  TRANSPORT: "positive",
  NONE: "neutral",
  UNCHECKED: "neutral",
  CAUTION: "warning",
  ALERT: "alarm",
};

/** Button, marker and popup over the open message say what is expected of the sample. */
export async function assertShown(reader: Reader, sample: Sample): Promise<void> {
  const { title, markers } = await settled(reader);
  const popup = await readPopup(reader);
  // A sender who always stamped until now is a reason more (ST-06).
  const reasons = popup.reasons.filter((code) => code !== "STAMP_EXPECTED" || sample.reasons.includes(code)).sort();
  assert.deepEqual(
    { badge: popup.badge, gmp: popup.gmp, reasons },
    { badge: sample.badge, gmp: sample.gmp, reasons: [...sample.reasons] },
    sample.file,
  );
  assert.equal(markers.length, 1, sample.file);
  assert.equal(markers[0]?.mode, "closed", sample.file);
  assert.equal(markers[0]?.tone, TONES[sample.badge], sample.file);
  assert.equal(markers[0]?.hasMark, TONES[sample.badge] === "positive", sample.file);
  assert.match(title, /provider/, sample.file);
}

/** Button, marker and popup say of the reader's own message that it is that, and judge nothing. */
export async function assertOwn(reader: Reader): Promise<void> {
  const { title, markers } = await settled(reader);
  assert.match(title, /message of your own is not checked/);
  assert.deepEqual(
    markers.map(({ mode, tone, hasMark, text }) => ({ mode, tone, hasMark, own: /Own message/.test(text) })),
    [{ mode: "closed", tone: "neutral", hasMark: false, own: true }],
  );
  const { badge, reasons, text } = await readPopup(reader);
  assert.deepEqual({ badge, reasons, own: /Own message/.test(text) }, { badge: "NONE", reasons: [], own: true });
}
