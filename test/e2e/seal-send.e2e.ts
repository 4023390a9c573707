import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { mapKeyText } from "../../core/hpke/published.ts";
import { readMessage } from "../../core/message/reader.ts";
import { letter, plain } from "../samples/mail.ts";
import { accessibilityFaults } from "../world/accessibility.ts";
import { rowsByArrival } from "../world/badge-button.ts";
import { sendNow } from "../world/compose.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { closeExtras } from "../world/open-message.ts";
import { openPopup, pressInPopup } from "../world/popup-page.ts";
import { startPostfix } from "../world/postfix.ts";
import { tabOpened } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";
import { filesWith, keyWithBackup, PASSPHRASE, restoreInOptions, temporaryFolders } from "./sealed-mail.ts";

// Sealed in one real Thunderbird, sent through a real Postfix, opened in another.

const CAROL = "carol@friends.example";
const [here, there] = [createWorld("seal-robin"), createWorld("seal-carol")];
after(async () => {
  await here.end();
  await there.end();
});

const SAFE = "heron-behind-the-mill";
const ORDINARY = "thistle-beside-the-quay";
const WRITER = { view: "tab", page: "ui/seal-write.html" } as const;
const SEAL = { view: "tab", page: "ui/seal.html" } as const;

let robin: MailClient;
let carol: MailClient;
let carolsKey = "";
before(async () => {
  const hello = letter({
    from: "Kim <kim@home.example>",
    to: USER,
    subject: "hello",
    date: "Fri, 20 Nov 2026 10:00:00 +0000",
    id: "hello@home.example",
    content: plain(["Hello."]),
  });
  carol = await startMailClient(there, { messages: [hello], user: CAROL });
  const postfix = await startPostfix(here, {
    relayPort: carol.dovecot.lmtpPort,
    relay: "lmtp",
    mainCf: "",
    masterCf: "submission inet n - n - - smtpd\n",
  });
  // Drafts are saved at once where they are saved at all: a minute is the shortest that Thunderbird knows.
  const prefs = {
    "mail.smtpserver.smtp1.port": postfix.port,
    "mail.compose.autosave": true,
    "mail.compose.autosaveinterval": 1,
  };
  robin = await startMailClient(here, { messages: [hello], prefs });
  const [robins, carols] = [await keyWithBackup(USER), await keyWithBackup(CAROL)];
  carolsKey = `${CAROL} ${mapKeyText(carols.secret.key)}`;
  for (const [client, { backup }] of [
    [robin, robins],
    [carol, carols],
  ] as const) {
    await show(client, 0);
    assert.match(await restoreInOptions(client, backup, PASSPHRASE), /1/);
  }
  await robin.marionette.run(async (id: string) => {
    const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
    const { extension } = WebExtensionPolicy.getByID(id);
    const permissions = { permissions: ["compose", "compose.send"], origins: [], data_collection: [] };
    await ExtensionPermissions.add(id, permissions, extension);
  }, ID);
});

/** Puts text into fields of a page, by the text of their labels. */
function fill(page: { view: "tab"; page: string }, texts: Readonly<Record<string, string>>): Promise<void> {
  return inExtension(
    robin.marionette,
    ID,
    page,
    (texts: Record<string, string>) => {
      for (const [label, text] of Object.entries(texts)) {
        const found = [...document.querySelectorAll("label")].find((one) => one.textContent === label);
        const field = found && document.getElementById(found.htmlFor);
        if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) throw new Error(label);
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    },
    texts,
  );
}

const press = (page: { view: "tab"; page: string }, selector: string) =>
  until(`the button ${selector}`, () =>
    inExtension(
      robin.marionette,
      ID,
      page,
      (selector: string) => {
        const button = document.querySelector<HTMLButtonElement>(selector);
        if (button === null || button.disabled) return false;
        button.click();
        return true;
      },
      selector,
    ),
  );

const textOf = (page: { view: "tab"; page: string }) =>
  inExtension(robin.marionette, ID, page, () => document.querySelector("main")?.textContent ?? "");

/** Files of a folder on the server. */
const onServer = (client: MailClient, folder: string): readonly Buffer[] => {
  const base = join(client === robin ? here.dir : there.dir, "dovecot", "mail");
  return readdirSync(base, { recursive: true, encoding: "utf8" })
    .filter((file) => file.includes(folder) && /\/(?:cur|new)\/[^/]+$/.test(`/${file}`))
    .map((file) => readFileSync(join(base, file)));
};

/** Opens the newest message in Carol's inbox. */
async function openedByCarol(count: number): Promise<string> {
  await closeExtras(carol.marionette);
  await until(
    `${count} messages in Carol's inbox`,
    async () => (await rowsByArrival(carol.marionette)).length === count,
  );
  await show(carol, count - 1);
  await openPopup(carol.marionette);
  await pressInPopup(carol.marionette, "open-sealed");
  await tabOpened(carol.marionette, "ui/sealed.html");
  const page = { view: "tab", page: "ui/sealed.html" } as const;
  return await until("the message to be opened", () =>
    inExtension(
      carol.marionette,
      ID,
      page,
      () => document.querySelector<HTMLElement>("main[data-state]")?.textContent ?? false,
    ),
  );
}

test("the page that keeps nothing: a missing key is named, the sealed message arrives and opens, both copies sealed", async () => {
  await inExtension(robin.marionette, ID, { view: "background" }, async () => {
    await browser.tabs.create({ url: browser.runtime.getURL("ui/seal-write.html") });
  });
  await tabOpened(robin.marionette, WRITER.page);
  await fill(WRITER, { To: `Carol <${CAROL}>`, "Subject (sealed, too)": `about ${SAFE}`, Text: `We meet: ${SAFE}.` });
  await until("Carol's missing key", () =>
    inExtension(robin.marionette, ID, WRITER, () => document.querySelector('[data-key="missing"]') !== null),
  );
  assert.deepEqual(await accessibilityFaults(robin.marionette, "tab", WRITER.page), []);
  await fill(WRITER, { Key: carolsKey });
  await press(WRITER, "[data-action=take-in]");
  await press(WRITER, "[data-action=send]");
  const text = await until("the end of sending", async () => {
    const now = await textOf(WRITER);
    return /Sealed and sent|not sent|permission/i.test(now) && now;
  });
  assert.match(text, /Sealed and sent/);
  const shown = await openedByCarol(2);
  assert.ok(shown.includes(`about ${SAFE}`) && shown.includes(`We meet: ${SAFE}.`), shown);
  assert.match(shown, /Anyone could have written this/);
  const sent = await until("the copy in Sent", () => onServer(robin, "Sent")[0] ?? false);
  const copy = readMessage(new Uint8Array(sent));
  assert.deepEqual(
    copy.leaves.map(({ type, subtype }) => `${type}/${subtype}`),
    ["text/plain", "application/jose+json"],
  );
  assert.match(sent.toString("latin1"), /^Subject: \[\.\.\.\]/m);
});

test("E2E-12: written and read so, the text is in no file of either profile, of the servers, or among temporary files", () => {
  const folders = [here.dir, there.dir, ...temporaryFolders()];
  assert.deepEqual(filesWith(SAFE, folders), []);
});

test("an ordinary window marked with Seal: nothing leaves while a key is missing, then it leaves sealed", async () => {
  const tab = await inExtension(
    robin.marionette,
    ID,
    { view: "background" },
    async (text: string) => {
      const file = new File([`attached ${text}`], "plan.txt", { type: "text/plain" });
      const { id } = await browser.compose.beginNew({
        to: ["stranger@nowhere.example", "Carol <carol@friends.example>"],
        subject: `about ${text}`,
        isPlainText: false,
        body: `<p>We <b>meet</b>: ${text}.</p>`,
        attachments: [{ file }],
      });
      return id ?? 0;
    },
    ORDINARY,
  );
  await inExtension(
    robin.marionette,
    ID,
    { view: "background" },
    async (tab: number) => {
      await browser.tabs.create({ url: browser.runtime.getURL(`ui/seal.html?tab=${tab}`) });
    },
    tab,
  );
  await tabOpened(robin.marionette, SEAL.page);
  await press(SEAL, "[data-action=mark]");
  await until("the mark", () =>
    inExtension(robin.marionette, ID, SEAL, () => document.querySelector("[data-action=unmark]") !== null),
  );
  await sendNow(robin.marionette);
  // Held back, and a window of ours names who is missing.
  const named = await until("the window that names the missing key", () =>
    robin.marionette.run((id: string) => {
      const pages = [...WebExtensionPolicy.getByID(id).extension.views].filter((one) =>
        one.xulBrowser?.currentURI?.spec.includes("ui/seal.html?tab="),
      );
      return pages.length >= 2;
    }, ID),
  );
  assert.ok(named);
  const page = await until("the name", async () => {
    const now = await textOf(SEAL);
    return now.includes("stranger@nowhere.example") && now;
  });
  assert.match(page, /no key for this address/);
  assert.equal(onServer(carol, "").length, 2, "nothing left");
  await inExtension(
    robin.marionette,
    ID,
    { view: "background" },
    async (tab: number) => {
      await browser.compose.setComposeDetails(tab, { to: ["Carol <carol@friends.example>"] });
    },
    tab,
  );
  await sendNow(robin.marionette);
  const shown = await openedByCarol(3);
  assert.ok(shown.includes(`about ${ORDINARY}`) && shown.includes("plan.txt"), shown);
  const arrived = onServer(carol, "").map((one) => one.toString("latin1"));
  assert.ok(arrived.every((one) => !one.includes(ORDINARY) && !one.includes("X-Countersign")));
});
