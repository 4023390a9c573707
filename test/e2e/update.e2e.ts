import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { addOnReady, ID, startMailClient, XPI } from "../world/mail-client.ts";
import { startManagedChromium } from "../world/managed-chromium.ts";
import { NEXT_VERSION, nextPackage } from "../world/next-version.ts";
import { freePort } from "../world/ports.ts";
import { grow, stored } from "../world/state.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";

// An organisation's own server hands out a newer package, and what people decided is still there.

const world = createWorld("update");
after(() => world.end());

/** An update server of an organisation on loopback; resolves to its address. */
async function serve(files: ReadonlyMap<string, (url: string) => Uint8Array | string>): Promise<string> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = createServer((request, response) => {
    const file = files.get(request.url?.replace(/\?.*/, "") ?? "");
    response.statusCode = file === undefined ? 404 : 200;
    response.end(file?.(url));
  });
  await new Promise<void>((done) => server.listen(Number(new URL(url).port), "127.0.0.1", done));
  world.defer(() => void server.close());
  return url;
}

test("Thunderbird: a newer package arrives from the organisation's update_url, and trust is still there", async () => {
  const next = nextPackage("thunderbird");
  const hash = `sha256:${createHash("sha256").update(next).digest("hex")}`;
  const list = (url: string) =>
    JSON.stringify({
      addons: { [ID]: { updates: [{ version: NEXT_VERSION, update_link: `${url}/next.xpi`, update_hash: hash }] } },
    });
  const url = await serve(
    new Map<string, (url: string) => Uint8Array | string>([
      ["/countersign.xpi", () => readFileSync(XPI)],
      ["/updates.json", list],
      ["/next.xpi", () => next],
    ]),
  );
  const client = await startMailClient(world, {
    messages: [(await makeSamples())[0]?.bytes ?? new Uint8Array(0)],
    policies: {
      ExtensionSettings: {
        [ID]: {
          installation_mode: "force_installed",
          install_url: `${url}/countersign.xpi`,
          update_url: `${url}/updates.json`,
        },
      },
    },
    // The organisation's server speaks https; this one is on loopback.
    prefs: { "extensions.checkUpdateSecurity": false, "extensions.update.enabled": true },
  });
  await addOnReady(client.marionette);
  await grow(client.marionette, KNOWLEDGE);
  const before = await stored(client.marionette, "trust");
  assert.ok(before.length > 0);
  const version = (): Promise<string> =>
    client.marionette.run((id: string) => WebExtensionPolicy.getByID(id)?.extension?.version ?? "", ID);
  assert.notEqual(await version(), NEXT_VERSION);
  await client.marionette.run(async () => {
    const { AddonManagerPrivate } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
    await AddonManagerPrivate.backgroundUpdateCheck();
  });
  await until("the new version", async () => (await version()) === NEXT_VERSION, { timeout: 60_000 });
  await addOnReady(client.marionette);
  assert.deepEqual(await stored(client.marionette, "trust"), before);
});

test("Chromium: a newer package arrives from the organisation's update server, signed with the same key", async () => {
  const chromium = await startManagedChromium(world, { serial: 1, organisationName: "Work Example Ltd" });
  const page = await chromium.openPage("ui/options.html");
  chromium.publish(nextPackage("chromium"), NEXT_VERSION);
  const offered = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        chrome.runtime.onUpdateAvailable.addListener(({ version }: { version: string }) => resolve(version));
        void chrome.runtime.requestUpdateCheck();
      }),
  );
  assert.equal(offered, NEXT_VERSION);
  // Chromium waits until the extension is idle, or for this. It ends the page, so the page answers first.
  await page.evaluate(() => void setTimeout(() => chrome.runtime.reload(), 50));
  await until(
    "the new version",
    async () => {
      const fresh = await chromium.openPage("ui/options.html");
      const now = await fresh.evaluate(() => chrome.runtime.getManifest().version);
      await fresh.close();
      return now === NEXT_VERSION;
    },
    { timeout: 120_000, every: 500 },
  );
});
