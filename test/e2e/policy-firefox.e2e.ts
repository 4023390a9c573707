import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { inExtension } from "../world/extension-page.ts";
import { launchFirefox } from "../world/firefox.ts";
import { addOnReady, ID } from "../world/mail-client.ts";
import { openOptions } from "../world/tabs.ts";
import { forceInstall, privateInstall } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { startXvfb } from "../world/xvfb.ts";

// The same fleet with Firefox: the package comes by policies.json from a file, and its settings at each start.

const world = createWorld("policy-firefox");
after(() => world.end());

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const XPI = resolve(`dist/countersign-firefox-${version}.xpi`);
const [BANK] = KNOWLEDGE.trust.filter(({ org_id }) => org_id === "harbourbank.example");
assert.ok(BANK);
/** Members that an administrator does not write. */
const { source: _source, addedAt: _addedAt, ...record } = BANK;

let display: string;
let program: string;
let running: Awaited<ReturnType<typeof launchFirefox>>;

/** Debian builds its Firefox so that it takes unsigned packages when told. */
const UNSIGNED = { "xpinstall.signatures.required": false };

async function begin(settings: object): Promise<void> {
  const policies = forceInstall(ID, XPI, settings);
  if (program === undefined)
    program = privateInstall(join(world.dir, "app"), policies, "/usr/lib/firefox-esr", "firefox-esr");
  else writeFileSync(join(world.dir, "app", "distribution", "policies.json"), JSON.stringify({ policies }));
  running = await launchFirefox(world, display, program, UNSIGNED);
  await addOnReady(running.marionette);
  await until("the first window", () =>
    running.marionette.run(
      () => Services.wm.getMostRecentWindow("navigator:browser")?.gBrowserInit?.delayedStartupFinished,
    ),
  );
}

async function end(): Promise<void> {
  await running.marionette.command("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
  running.marionette.close();
  await running.process.stop();
}

before(async () => {
  display = await startXvfb(world);
  await begin({
    serial: 1,
    trust: [record],
    keepHistory: false,
    organisationName: "Work Example Ltd",
    locked: ["trust"],
  });
});

async function status() {
  await openOptions(running.marionette);
  return inExtension(running.marionette, ID, { view: "tab", page: "ui/options.html" }, () => ({
    text: document.querySelector("#policy")?.textContent ?? "",
    trust: document.querySelector<HTMLElement>('#policy tr[data-setting="trust"]')?.dataset.origin,
    locked: document.querySelector("#history input")?.matches(":disabled"),
    faults: [...document.querySelectorAll<HTMLElement>("#policy [data-fault]")].map(
      (fault) => `${fault.querySelector("code")?.textContent} ${fault.dataset.fault}`,
    ),
  }));
}

test("Firefox: the package and its settings arrive by policies.json; values hold and are locked", async () => {
  const { text, trust, locked, faults } = await status();
  assert.equal(trust, "policy");
  assert.equal(locked, true);
  assert.deepEqual(faults, []);
  assert.match(text, /Work Example Ltd/);
  assert.doesNotMatch(text, /not installed by an organisation/);
});

test("ADM-02: Firefox: after a restart other values hold, and wrong ones are reported", async () => {
  await end();
  await begin({ serial: 2, organisationName: "Other Example Ltd", keepHistory: "no", mailserver: [], arrival: "all" });
  const { text, trust, locked, faults } = await status();
  assert.match(text, /Other Example Ltd/);
  assert.equal(trust, "default");
  assert.equal(locked, true, "a value that nobody can read is at its strictest");
  assert.deepEqual([...faults].sort(), [
    "/arrival other-client",
    "/keepHistory wrong-type",
    "/mailserver unknown-setting",
  ]);
});
