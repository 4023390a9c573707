import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createWorld } from "../world/world.ts";
import { openMessage, readPopup, type Session, settledInBrowser, startSession } from "./webmail-session.ts";

// Every badge state on Debian's Roundcube in Debian's Chromium: button, marker and popup.

const world = createWorld("webmail");
after(() => world.end());

let session: Session;
before(async () => {
  session = await startSession(world);
});

const TONES: Readonly<Record<string, string>> = {
  VERIFIED: "positive",
  INTACT: "positive",
  TRANSPORT: "positive",
  NONE: "neutral",
  UNCHECKED: "neutral",
  CAUTION: "warning",
  ALERT: "alarm",
};

test("button, marker and popup say what is expected of each sample", async () => {
  for (const [n, sample] of session.samples.entries()) {
    await openMessage(session, n);
    const { title, markers } = await settledInBrowser(session);
    const popup = await readPopup(session);
    // A sender who always stamped until now is a reason more (ST-06).
    const reasons = popup.reasons.filter((code) => code !== "STAMP_EXPECTED" || sample.reasons.includes(code)).sort();
    assert.deepEqual(
      { badge: popup.badge, gmp: popup.gmp, reasons },
      { badge: sample.badge, gmp: sample.gmp, reasons: [...sample.reasons] },
      sample.file,
    );
    assert.equal(markers.length, 1, sample.file);
    assert.equal(markers[0]?.tone, TONES[sample.badge], sample.file);
    assert.equal(markers[0]?.hasMark, TONES[sample.badge] === "positive", sample.file);
    assert.match(title, /provider/, sample.file);
  }
});
