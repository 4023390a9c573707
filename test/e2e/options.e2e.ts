import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { accessibilityFaults } from "../world/accessibility.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient, XPI } from "../world/mail-client.ts";
import type { Remote } from "../world/marionette.ts";
import { stored } from "../world/state.ts";
import { openOptions, tabOpened } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";

// Trust is added, imported, exported and removed on the options page, and counts at once.

const world = createWorld("options");
after(() => world.end());

function createWorldFor(name: string) {
  const other = createWorld(name);
  after(() => other.end());
  return other;
}

const PAGE = { view: "tab", page: "ui/options.html" } as const;
let client: MailClient;
before(async () => {
  const samples = await makeSamples();
  const messages = samples
    .filter(({ file }) => /^(?:verified-bank|none-neighbour)/.test(file))
    .map(({ bytes }) => bytes);
  client = await startMailClient(world, { messages });
});

const inOptions = <A extends unknown[], R>(fn: Remote<A, R>, ...args: A) =>
  inExtension(client.marionette, ID, PAGE, fn, ...args);

/** Types into the n-th field of a form and presses its button, as a person would. */
const fill = (part: string, fields: Record<string, string>, action: string) =>
  inOptions(
    async (part: string, fields: Record<string, string>, action: string) => {
      const details = document.querySelector<HTMLDetailsElement>(`details[data-part="${part}"]`);
      if (details === null) throw new Error(`no ${part}`);
      details.open = true;
      for (const [selector, text] of Object.entries(fields)) {
        const field = details.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector);
        if (field === null) throw new Error(`no ${selector} in ${part}`);
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      // The page takes the text in before the button is pressed, as between two movements of a person.
      await new Promise((done) => setTimeout(done, 100));
      details.querySelector<HTMLButtonElement>(`button[data-action="${action}"]`)?.click();
    },
    part,
    fields,
    action,
  );
const listed = (): Promise<string[]> =>
  inOptions(() => [...document.querySelectorAll<HTMLElement>("li[data-org]")].map((item) => item.dataset.org ?? ""));
const orgs = async () => (await stored(client.marionette, "trust")).map((record) => String(record.org_id));

test("records are imported, shown, exported and removed, and the badge of the message shown follows", async () => {
  await show(client, 0, "NONE");
  await openOptions(client.marionette);
  await fill("import", { textarea: JSON.stringify(KNOWLEDGE.trust) }, "import");
  await until("the records", async () => (await listed()).length === KNOWLEDGE.trust.length);
  assert.deepEqual((await orgs()).sort(), KNOWLEDGE.trust.map(({ org_id }) => org_id).sort());
  const exported: string = await inOptions(() => {
    const part = document.querySelector<HTMLDetailsElement>('details[data-part="export"]');
    return part?.querySelector("textarea")?.value ?? "";
  });
  const names = (JSON.parse(exported) as { org_id: string }[]).map(({ org_id }) => org_id);
  assert.deepEqual(names.sort(), KNOWLEDGE.trust.map(({ org_id }) => org_id).sort());
  await show(client, 0, "VERIFIED");
  await openOptions(client.marionette);
  await inOptions(() =>
    document
      .querySelector<HTMLButtonElement>('li[data-org="harbourbank.example"] button[data-action="remove"]')
      ?.click(),
  );
  await until("the record to go", async () => !(await listed()).includes("harbourbank.example"));
  assert.ok(!(await orgs()).includes("harbourbank.example"));
  await show(client, 0, "NONE");
});

test("ADM-04: a record for a public suffix is refused with a reason, and nothing is kept of it", async () => {
  await openOptions(client.marionette);
  const before = await orgs();
  await fill("import", { textarea: JSON.stringify([{ org_id: "co.uk", domains: ["co.uk"], keys: [] }]) }, "import");
  await until("the refusal", () =>
    inOptions(() => /co\.uk/.test(document.querySelector('details[data-part="import"]')?.textContent ?? "")),
  );
  assert.deepEqual(await orgs(), before);
});

test("a record is added by form", async () => {
  await openOptions(client.marionette);
  const key = KNOWLEDGE.trust[0]?.keys?.[0];
  assert.ok(key);
  const texts = 'input[type="text"], input:not([type])';
  const count: number = await inOptions(
    (texts: string) => document.querySelectorAll(`details[data-part="add"] :is(${texts})`).length,
    texts,
  );
  assert.equal(count, 4, "organisation, name, key name, key");
  await inOptions(
    async (texts: string, values: string[]) => {
      const fields = [...document.querySelectorAll<HTMLInputElement>(`details[data-part="add"] :is(${texts})`)];
      for (const [i, field] of fields.entries()) {
        field.value = values[i] ?? "";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    texts,
    ["harbourbank.example", "Harbour Bank", key.kid, key.key],
  );
  await fill("add", {}, "add");
  await until("the record", async () => (await orgs()).includes("harbourbank.example"));
  await show(client, 0, "VERIFIED");
});

test("the options page has no accessibility fault that axe-core knows", async () => {
  await openOptions(client.marionette);
  await inOptions(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  assert.deepEqual(await accessibilityFaults(client.marionette, "tab", "ui/options.html"), []);
});

test("a user's own installation opens the first-run page once; an administrator's did not", async () => {
  const pages = await client.marionette.run(() => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    return win.document
      .getElementById("tabmail")
      .tabInfo.map((tab: { browser?: { currentURI?: { spec: string } } }) => tab.browser?.currentURI?.spec ?? "");
  });
  assert.ok(!pages.some((page: string) => page.includes("first-run")));
  const other = await startMailClient(createWorldFor("first-run"), { policies: {} });
  await other.marionette.command("Addon:Install", { path: XPI, temporary: true });
  await tabOpened(other.marionette, "ui/first-run.html");
  assert.deepEqual(await accessibilityFaults(other.marionette, "tab", "ui/first-run.html"), []);
  const words: number = await inExtension(other.marionette, ID, { view: "tab", page: "ui/first-run.html" }, () => {
    return (document.querySelector("main")?.textContent ?? "").split(/\s+/).length;
  });
  assert.ok(words < 250, `${words} words are more than a minute of reading`);
});
