import assert from "node:assert/strict";
import { after, before, type TestContext, test } from "node:test";
import { showInChromium } from "../../extension/packaging/show/chromium.ts";
import { showInThunderbird } from "../../extension/packaging/show/thunderbird.ts";
import { photograph } from "../world/screenshots.ts";
import { installedThunderbird } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import { xdotool } from "../world/webmail-chromium.ts";
import { createWorld, type World } from "../world/world.ts";
import { startXvfb } from "../world/xvfb.ts";

// What `npm start` opens: the sample mailbox, on a throw-away profile.

const screen = createWorld("start-screen");
after(() => screen.end());
let display: string;
before(async () => {
  display = await startXvfb(screen, "1280x1024");
  process.env.DISPLAY = display;
});

const windowNamed = (name: string) => xdotool(display, "search", "--onlyvisible", "--name", name).length > 0;

/** Shows it, waits for the window and for what is said, and ends as Ctrl-C does. */
async function shown(t: TestContext, show: (world: World) => Promise<void>, name: string): Promise<string> {
  const said: string[] = [];
  t.mock.method(console, "log", (line: string) => said.push(line));
  const world = createWorld("start-test");
  try {
    const closed = show(world);
    const gone = closed.then(() => assert.fail("it ended by itself"));
    await Promise.race([until(`the window ${name}`, () => said.length >= 2 && windowNamed(name)), gone]);
    photograph(display, `start-${name}`);
    await world.end();
    await closed;
  } finally {
    await world.end();
  }
  return said.join("\n");
}

test("start: Chromium opens the sample mailbox where there is no Thunderbird", async (t) => {
  const said = await shown(t, (world) => showInChromium("/usr/bin/chromium", world), "Check a message");
  assert.match(said, /Chromium shows the 2\d messages/);
});

test("start: Thunderbird opens the sample mailbox", async (t) => {
  const program = installedThunderbird();
  assert.ok(program);
  const said = await shown(t, (world) => showInThunderbird(program, world), "Samples");
  assert.match(said, /Thunderbird opens/);
});
