import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readMessage } from "../../core/message/reader.ts";
import { accessibilityFaults } from "../world/accessibility.ts";
import { rowsByArrival } from "../world/badge-button.ts";
import { composerReady, sendNow } from "../world/compose.ts";
import { inExtension } from "../world/extension-page.ts";
import { INBOX, openFolder } from "../world/folders.ts";
import { ID, type MailClient } from "../world/mail-client.ts";
import { closeExtras } from "../world/open-message.ts";
import { openPopup } from "../world/popup-page.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";
import { fill, openPage, press, SEAL, takeIn, textOf, WRITER } from "./seal-pages.ts";
import { ALTERED, allowing, CAROL, openedBy, type SealWorld, startSealWorld } from "./seal-world.ts";
import { filesWith, temporaryFolders } from "./sealed-mail.ts";

// Sealed in one real Thunderbird, by the page that keeps nothing and by the button of the composer, sent through a real
// Postfix, opened in another.

const [here, there] = [createWorld("seal-robin"), createWorld("seal-carol")];
after(async () => {
  await here.end();
  await there.end();
});

const SAFE = "heron-behind-the-mill";
const TOPIC = "swallow-over-the-lock";
const ORDINARY = "thistle-beside-the-quay";

let world: SealWorld;
let robin: MailClient;
let carol: MailClient;
let tab = 0;
before(async () => {
  world = await startSealWorld(here, there);
  ({ robin, carol } = world);
});

const write = (to: string) =>
  fill(robin.marionette, WRITER, { To: to, "Subject (sealed, too)": `about ${SAFE}`, Text: `We meet: ${SAFE}.` });

/** Sends with the real mouse, as Thunderbird's question wants it, and returns what the page says. */
async function send(): Promise<string> {
  const ended = async () => /Sealed and sent|not sent/.test(await textOf(robin.marionette, WRITER));
  await allowing(robin, WRITER, "[data-action=send]", ended);
  return textOf(robin.marionette, WRITER);
}

test("nothing of a window is read before Thunderbird's own question was answered", async () => {
  const state = () =>
    inExtension(robin.marionette, ID, SEAL, () => document.querySelector<HTMLElement>("main")?.dataset.state ?? "");
  await openPage(robin.marionette, SEAL, "?tab=999");
  assert.equal(await state(), "not-allowed");
  await allowing(robin, SEAL, "[data-action=allow]", async () => (await state()) === "gone");
  await closeExtras(robin.marionette);
});

test("the page that keeps nothing: a missing key is named, and after one question the message leaves sealed", async () => {
  await openPage(robin.marionette, WRITER);
  await write(`Carol <${CAROL}>`);
  await until("Carol's missing key", () =>
    inExtension(robin.marionette, ID, WRITER, () => document.querySelector('[data-key="missing"]') !== null),
  );
  assert.deepEqual(await accessibilityFaults(robin.marionette, "tab", WRITER.page), []);
  await takeIn(robin.marionette, WRITER, CAROL, world.carolsKey);
  assert.match(await send(), /Sealed and sent/);
  const shown = await openedBy(carol, 1);
  assert.ok(shown.includes(`about ${SAFE}`) && shown.includes(`We meet: ${SAFE}.`), shown);
  assert.match(shown, /Anyone could have written this/);
});

test("the copy in Sent is sealed to the sender, too, who opens it", async () => {
  const sent = await until("the copy in Sent", () => world.onServer(robin, "Sent")[0] ?? false);
  const copy = readMessage(new Uint8Array(sent));
  assert.deepEqual(
    copy.leaves.map(({ type, subtype }) => `${type}/${subtype}`),
    ["text/plain", "application/jose+json"],
  );
  assert.match(sent.toString("latin1"), /^Subject: \[\.\.\.\]/m);
  await closeExtras(robin.marionette);
  await openFolder(robin.marionette, { account: "imap", name: "Sent" });
  const shown = await openedBy(robin, 0);
  assert.ok(shown.includes(`We meet: ${SAFE}.`), shown);
  assert.match(shown, /among the mail that you sent/);
  await closeExtras(robin.marionette);
  await openFolder(robin.marionette, INBOX);
});

test("E2E-03: an outer header that a gateway altered on the way makes it refuse to open", async () => {
  await openPage(robin.marionette, WRITER);
  await write(ALTERED);
  await until("Carol's key", () =>
    inExtension(robin.marionette, ID, WRITER, () => document.querySelector('[data-key="user"]') !== null),
  );
  assert.match(await send(), /Sealed and sent/);
  await closeExtras(carol.marionette);
  await until("the altered message", async () => (await rowsByArrival(carol.marionette)).length === 3);
  const arrived = world.onServer(carol, "").find((one) => one.includes("eve@friends.example"));
  assert.ok(arrived, "Postfix altered it");
  await show(carol, 2, "CAUTION");
  const { text, actions, reasons } = await openPopup(carol.marionette);
  assert.deepEqual(reasons, ["SEALED_ALTERED"]);
  assert.match(text, /not opened/);
  assert.ok(!actions.includes("open-sealed"));
});

test("E2E-12: written and read so, the text is in no file of either profile, of the servers, or among temporary files", () => {
  assert.deepEqual(filesWith(SAFE, [here.dir, there.dir, ...temporaryFolders()]), []);
});

const free = () =>
  until("the window to be free again", () =>
    robin.marionette.run(() => !Services.wm.getMostRecentWindow("msgcompose").gWindowLocked),
  );
const drafts = () => world.onServer(robin, "Drafts").filter((one) => one.includes(ORDINARY));

/** Begins a message in Thunderbird's own composer, and marks it by the page of the button. */
async function begin(): Promise<void> {
  tab = await inExtension(
    robin.marionette,
    ID,
    { view: "background" },
    async (topic: string, text: string) => {
      const file = new File([`attached ${text}`], "plan.txt", { type: "text/plain" });
      const { id } = await browser.compose.beginNew({
        to: ["stranger@nowhere.example", "Carol <carol@friends.example>"],
        subject: `about ${topic}`,
        isPlainText: false,
        body: `<p>We <b>meet</b>: ${text}.</p>`,
        attachments: [{ file }],
      });
      return id ?? 0;
    },
    TOPIC,
    ORDINARY,
  );
  await composerReady(robin.marionette);
  await openPage(robin.marionette, SEAL, `?tab=${tab}`);
  await press(robin.marionette, SEAL, "[data-action=mark]");
  await until("the mark", () =>
    inExtension(robin.marionette, ID, SEAL, () => document.querySelector("[data-action=unmark]") !== null),
  );
}

test("decision 21: a draft of a marked window holds the text, on the server and here; the page says so and offers the other way", async () => {
  await begin();
  assert.match(await textOf(robin.marionette, SEAL), /Drafts of this window are not sealed/);
  // What the composer's timer does after some minutes.
  await robin.marionette.run(() => {
    const win = Services.wm.getMostRecentWindow("msgcompose");
    win.gContentChanged = true;
    win.AutoSave();
  });
  await until("the draft on the server", () => drafts().length > 0);
  // The draft as it lies on the server, and the subject in Thunderbird's own index of the folder.
  assert.ok(filesWith(ORDINARY, [here.dir]).some((file) => file.includes("/.Drafts/")));
  await until("the subject in the index", () =>
    filesWith(TOPIC, [robin.profile]).some((file) => file.endsWith("Drafts.msf")),
  );
  await free();
});

test("a marked message: nothing leaves while a key is missing, then it leaves sealed, and so does its copy in Sent", async (t) => {
  await sendNow(robin.marionette);
  // Held back, and a window of ours names who is missing.
  await until("the window that names the missing key", () =>
    robin.marionette.run((id: string) => {
      const pages = [...WebExtensionPolicy.getByID(id).extension.views].filter((one) =>
        one.xulBrowser?.currentURI?.spec.includes("ui/seal.html?tab="),
      );
      return pages.length >= 2;
    }, ID),
  );
  const page = await until("the name", async () => {
    const now = await textOf(robin.marionette, SEAL);
    return now.includes("stranger@nowhere.example") && now;
  });
  assert.match(page, /no key for this address/);
  assert.equal(world.onServer(carol, "").length, 3, "nothing left");
  await inExtension(
    robin.marionette,
    ID,
    { view: "background" },
    async (tab: number) => {
      await browser.compose.setComposeDetails(tab, { to: ["Carol <carol@friends.example>"] });
    },
    tab,
  );
  await free();
  await sendNow(robin.marionette);
  const shown = await openedBy(carol, 3);
  assert.ok(shown.includes(`about ${TOPIC}`) && shown.includes(ORDINARY) && shown.includes("plan.txt"), shown);
  const arrived = world.onServer(carol, "").map((one) => one.toString("latin1"));
  assert.ok(arrived.every((one) => !one.includes(ORDINARY) && !one.includes("X-Countersign")));
  const sent = await until("the copy in Sent", () => {
    const copies = world.onServer(robin, "Sent");
    return copies.length === 3 && copies;
  });
  assert.ok(sent.every((one) => !one.includes(ORDINARY) && one.includes("encrypted.jwe")));
  // Thunderbird takes the draft away from the server; the subject may stay in its index and its search for a while.
  await until("the draft to be gone", () => drafts().length === 0);
  const left = filesWith(TOPIC, [robin.profile]).map((file) => file.slice(robin.profile.length));
  t.diagnostic(`the subject of the draft still stands in: ${left.join(" ") || "no file"}`);
});

test("mail to a domain that gets sealed mail only is held back without anybody having marked it", async () => {
  await until("the composer to close", () =>
    robin.marionette.run(() => Services.wm.getMostRecentWindow("msgcompose") === null),
  );
  await closeExtras(robin.marionette);
  await inExtension(robin.marionette, ID, { view: "background" }, async () => {
    await browser.compose.beginNew({ to: ["ann@always.example"], subject: "results", plainTextBody: "by post" });
  });
  await composerReady(robin.marionette);
  await sendNow(robin.marionette);
  const named = await until("the page that names what is missing", async () => {
    const now = await textOf(robin.marionette, SEAL).catch(() => "");
    return now.includes("ann@always.example") && now;
  });
  assert.match(named, /Your organisation has mail to these domains sealed/);
  assert.equal(world.onServer(robin, "Sent").length, 3, "nothing left");
});
