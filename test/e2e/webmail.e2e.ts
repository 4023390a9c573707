import { after, before, test } from "node:test";
import { createWorld } from "../world/world.ts";
import { openMessage, type Session, startSession } from "./webmail-session.ts";
import { assertShown } from "./webmail-shown.ts";

// Every badge state on Debian's Roundcube in Debian's Chromium: button, marker and popup.

const world = createWorld("webmail");
after(() => world.end());

let session: Session;
before(async () => {
  session = await startSession(world);
});

test("button, marker and popup say what is expected of each sample", async () => {
  for (const [n, sample] of session.samples.entries()) {
    await openMessage(session, n);
    await assertShown(session, sample);
  }
});
