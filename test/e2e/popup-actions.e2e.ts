import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { accessibilityFaults } from "../world/accessibility.ts";
import { closePopup } from "../world/badge-button.ts";
import { clipboardText } from "../world/clipboard.ts";
import { inExtension, openPages } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient } from "../world/mail-client.ts";
import { clickInPopup, pressKeys } from "../world/mouse.ts";
import { closeExtras } from "../world/open-message.ts";
import { openPopup, pressInPopup, readPopup } from "../world/popup-page.ts";
import { grow, stored } from "../world/state.ts";
import { tabOpened } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { settled, show } from "./look.ts";

// Everything a reader can do in the popup.

const world = createWorld("popup");
after(() => world.end());

let client: MailClient;
let samples: readonly Sample[];
before(async () => {
  samples = await makeSamples();
  client = await startMailClient(world, { messages: samples.map(({ bytes }) => bytes) });
  await grow(client.marionette, KNOWLEDGE);
});

const at = (start: string): number => samples.findIndex(({ file }) => file.startsWith(start));
const popupSays = (badge: string) =>
  until(`the popup to say ${badge}`, async () => (await readPopup(client.marionette)).badge === badge);

test("Trust this organisation: one click lifts INTACT to VERIFIED, in popup and toolbar, and undo takes it back", async () => {
  const before = await stored(client.marionette, "trust");
  const { subject } = await show(client, at("intact"), "INTACT");
  const popup = await openPopup(client.marionette);
  assert.ok(popup.actions.includes("trust"));
  await pressInPopup(client.marionette, "trust");
  await popupSays("VERIFIED");
  await settled(client, subject, { badge: "VERIFIED" });
  const added = (await stored(client.marionette, "trust")).filter((r) => !before.some((b) => b.org_id === r.org_id));
  assert.deepEqual(
    added.map((record) => record.domains),
    [["gardenletter.example"]],
    "one organisation, one domain",
  );
  await pressInPopup(client.marionette, "undo");
  await popupSays("INTACT");
  await settled(client, subject, { badge: "INTACT" });
  assert.deepEqual(await stored(client.marionette, "trust"), before);
});

test("the verified view shows the text that was checked, in a page of the extension", async () => {
  const n = at("alert-account");
  await show(client, n);
  await openPopup(client.marionette);
  await pressInPopup(client.marionette, "verified-view");
  await tabOpened(client.marionette, "ui/verified-view.html");
  const page = { view: "tab", page: "ui/verified-view.html" } as const;
  await until("the text that was checked", () =>
    inExtension(client.marionette, ID, page, () =>
      document.querySelector("main")?.textContent.includes("98 7654 3210"),
    ),
  );
  const elements = await inExtension(
    client.marionette,
    ID,
    page,
    () => document.querySelectorAll('iframe, object, embed, video, img:not([src^="../icons/"])').length,
  );
  assert.equal(elements, 0, "text only");
  assert.deepEqual(await accessibilityFaults(client.marionette, "tab", "ui/verified-view.html"), []);
  await closeExtras(client.marionette);
});

test("Copy diagnostics replays in the command line with the same verdict, and holds no content", async () => {
  for (const start of ["verified-bank", "alert-account", "transport"]) {
    const n = at(start);
    const sample = samples[n];
    assert.ok(sample);
    await show(client, n);
    const popup = await openPopup(client.marionette);
    await clickInPopup(client.marionette, client.display, 'button[data-action="copy-diagnostics"]');
    const text = await until("diagnostics on the clipboard", async () => {
      const found = await clipboardText(client.marionette);
      return found.includes('"diagnostics"') && found.includes(`"badge": "${sample.badge}"`) && found;
    });
    const body = Buffer.from(sample.bytes).toString("utf8").split("\r\n\r\n").slice(1).join("\r\n\r\n");
    const words = body.split(/\s+/).filter((word) => /^[a-z]{9,}$/i.test(word));
    for (const word of words)
      assert.ok(!text.includes(word), `${start}: the diagnostics contain "${word}" of the body`);
    const [knowledge, message] = [join(world.dir, "diagnostics.json"), join(world.dir, sample.file)];
    writeFileSync(knowledge, text);
    writeFileSync(message, sample.bytes);
    const args = ["dist/cli/countersign.mjs", "verify", "--knowledge", knowledge, "--json", message];
    let printed = "";
    try {
      printed = execFileSync(process.execPath, args, { encoding: "utf8" });
    } catch (error) {
      // Exit 1 says that something negative was found.
      printed = String((error as { stdout?: unknown }).stdout ?? error);
    }
    const replayed = JSON.parse(printed);
    const codes = replayed.reasons.map((reason: string | { code: string }) =>
      typeof reason === "string" ? reason : reason.code,
    );
    assert.deepEqual([replayed.badge, replayed.gmp, codes], [popup.badge, popup.gmp, popup.reasons], start);
  }
});

test("in the popup of every state trust is on offer only where a proven key is at hand (decision 3), and axe-core knows no fault (WCAG 2.2 AA)", async () => {
  for (const sample of samples) {
    await show(client, samples.indexOf(sample));
    const { actions } = await openPopup(client.marionette);
    assert.equal(actions.includes("trust"), sample.badge === "INTACT", sample.file);
    await inExtension(client.marionette, ID, { view: "popup" }, () => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    assert.deepEqual(await accessibilityFaults(client.marionette, "popup"), [], sample.file);
  }
  await closePopup(client.marionette, ID);
});

test("keyboard only: the shortcut opens the popup, Tab reaches every button, Enter presses, Escape closes", async () => {
  await show(client, at("intact"));
  await closePopup(client.marionette, ID);
  await pressKeys(client.display, "ctrl+shift+y");
  // Whether and how a report can be made is found out after the verdict is shown.
  await until("the whole popup", async () =>
    (await readPopup(client.marionette)).actions.some((action) => action.startsWith("report")),
  );
  // A screen without a window manager gives the keyboard to no panel; the mail window hands it over here.
  await client.marionette.run((id: string) => {
    [...WebExtensionPolicy.getByID(id).extension.views].find((view) => view.viewType === "popup").xulBrowser.focus();
  }, ID);
  const reached = new Set<string>();
  for (let i = 0; i < 48; i++) {
    await pressKeys(client.display, "Tab");
    const action: string = await inExtension(client.marionette, ID, { view: "popup" }, () => {
      const active = document.activeElement;
      if (active instanceof HTMLElement && active.matches("details:not([open]) > summary")) return "closed section";
      return active instanceof HTMLElement ? (active.dataset.action ?? "") : "";
    });
    if (action === "closed section") await pressKeys(client.display, "Return");
    else if (action !== "") reached.add(action);
  }
  const { actions } = await readPopup(client.marionette);
  assert.deepEqual([...reached].sort(), [...new Set(actions)].sort());
  await pressKeys(client.display, "Escape");
  await until(
    "the popup to close",
    async () => !(await openPages(client.marionette, ID)).some((page) => page.startsWith("popup")),
  );
});
