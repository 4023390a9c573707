import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID } from "../world/mail-client.ts";
import { openOptions } from "../world/tabs.ts";
import { type ManagedFirefox, startManagedFirefox } from "../world/webmail-managed.ts";
import { createWorld } from "../world/world.ts";

// The same fleet with Firefox: the administrator's script puts policies.json where the handbook says, and Firefox reads it
// at each start.

const world = createWorld("policy-firefox");
after(() => world.end());

const [BANK] = KNOWLEDGE.trust.filter(({ org_id }) => org_id === "harbourbank.example");
assert.ok(BANK);
/** Members that an administrator does not write. */
const { source: _source, addedAt: _addedAt, ...record } = BANK;

let managed: ManagedFirefox;
before(async () => {
  managed = await startManagedFirefox(world, {
    serial: 1,
    trust: [record],
    keepHistory: false,
    organisationName: "Work Example Ltd",
    locked: ["trust"],
  });
});

async function status() {
  const { marionette } = managed.firefox();
  await openOptions(marionette);
  return inExtension(marionette, ID, { view: "tab", page: "ui/options.html" }, () => ({
    text: document.querySelector("#policy")?.textContent ?? "",
    trust: document.querySelector<HTMLElement>('#policy tr[data-setting="trust"]')?.dataset.origin,
    locked: document.querySelector("#history input")?.matches(":disabled"),
    faults: [...document.querySelectorAll<HTMLElement>("#policy [data-fault]")].map(
      (fault) => `${fault.querySelector("code")?.textContent} ${fault.dataset.fault}`,
    ),
  }));
}

test("Firefox: the package and its settings arrive by the file that the script put into its place; values hold and are locked", async () => {
  const { text, trust, locked, faults } = await status();
  assert.equal(trust, "policy");
  assert.equal(locked, true);
  assert.deepEqual(faults, []);
  assert.match(text, /Work Example Ltd/);
  assert.doesNotMatch(text, /not installed by an organisation/);
});

test("ADM-02: Firefox: after a restart other values hold, and wrong ones are reported", async () => {
  await managed.rollOut({
    serial: 2,
    organisationName: "Other Example Ltd",
    keepHistory: "no",
    mailserver: [],
    arrival: "all",
  });
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
