import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { octets } from "../samples/mail.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { accessibilityFaults } from "../world/accessibility.ts";
import { closePopup } from "../world/badge-button.ts";
import { type Canary, startCanary } from "../world/canary.ts";
import { composerReady } from "../world/compose.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { closeExtras } from "../world/open-message.ts";
import { openPopup, pressInPopup } from "../world/popup-page.ts";
import { grow, stored } from "../world/state.ts";
import { openOptions, tabOpened } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";
import { hostileLetter, meeting, receipted } from "./sealed-letters.ts";
import { filesWith, keyWithBackup, PASSPHRASE, restoreInOptions, sealedTo, temporaryFolders } from "./sealed-mail.ts";

// Sealed mail in a real Thunderbird: keys restored in the options, opened by a click, and nowhere on disk.

const world = createWorld("sealed");
after(() => world.end());

const SECRET = "kingfisher-by-the-weir";
const OTHER_SECRET = "lanterns-under-the-bridge";
const PAGE = { view: "tab", page: "ui/sealed.html" } as const;

let client: MailClient;
let firstBackup = "";
let canary: Canary;
before(async () => {
  canary = await startCanary(world);
  const { secret, backup } = await keyWithBackup(USER);
  firstBackup = backup;
  const strange = await keyWithBackup(USER);
  const plain = meeting(SECRET);
  const sealed = await sealedTo([secret], plain);
  const altered = Buffer.from(sealed).toString("latin1").replace("carol@friends.example", "eve@friends.example");
  const messages = [
    sealed,
    await sealedTo([secret], hostileLetter(OTHER_SECRET, canary.port)),
    octets(altered.split("\r\n").slice(0, -1)),
    await sealedTo([strange.secret], plain),
    await sealedTo([secret], await receipted()),
  ];
  client = await startMailClient(world, { messages, prefs: { "browser.cache.disk.enable": true } });
  await grow(client.marionette, KNOWLEDGE);
  await show(client, 0);
  assert.match(await restoreInOptions(client, backup, "another passphrase"), /passphrase does not fit/);
  assert.match(await restoreInOptions(client, backup, PASSPHRASE), /1/);
  await closeExtras(client.marionette);
});

/** Opens the n-th message by the popup's button and reads the page. */
async function open(n: number): Promise<string> {
  await show(client, n);
  await openPopup(client.marionette);
  await pressInPopup(client.marionette, "open-sealed");
  await tabOpened(client.marionette, PAGE.page);
  return await until("the message to be opened", () =>
    inExtension(client.marionette, ID, PAGE, () => {
      const main = document.querySelector<HTMLElement>("main[data-state]");
      return main?.textContent ?? false;
    }),
  );
}

test("a sealed message opens by a click in a page of the extension: protected header, text first, who could have written it", async () => {
  await show(client, 0);
  const popup = await openPopup(client.marionette);
  assert.match(popup.text, /sealed \(encrypted\) for you/);
  assert.ok(!popup.text.includes(SECRET));
  const text = await open(0);
  assert.ok(text.includes(`about ${SECRET}`), "the subject inside");
  assert.ok(text.includes(`We meet: ${SECRET}.`));
  assert.match(text, /Anyone could have written this/);
  assert.match(text, /plan\.pdf/);
  assert.deepEqual(await accessibilityFaults(client.marionette, "tab", PAGE.page), []);
  await closeExtras(client.marionette);
});

test("E2E-01: a receipt inside is verified and shown there, and says who wrote it; outside nothing is lifted by it", async () => {
  assert.equal((await show(client, 4)).icon, "none.svg");
  const text = await open(4);
  assert.ok(text.includes("The figures are good."));
  const said = await inExtension(client.marionette, ID, PAGE, () => ({
    writer: document.querySelector<HTMLElement>("[data-part=writer]")?.dataset.writer,
    badge: document.querySelector<HTMLElement>("[data-part=check]")?.dataset.badge,
  }));
  assert.deepEqual(said, { writer: "stamped", badge: "VERIFIED" });
  assert.match(text, /Stadtwerke Musterstadt/);
  await closeExtras(client.marionette);
});

test("E2E-05: a hostile page inside, shown with its shape, loads nothing and runs nothing", async () => {
  const text = await open(1);
  assert.ok(text.includes(OTHER_SECRET));
  await inExtension(client.marionette, ID, PAGE, () => {
    document.querySelector<HTMLButtonElement>("[data-action=shaped]")?.click();
  });
  const frame = await until("the frame", () =>
    inExtension(client.marionette, ID, PAGE, () => {
      const found = document.querySelector("iframe");
      return found && { sandbox: found.getAttribute("sandbox"), source: found.srcdoc };
    }),
  );
  assert.equal(frame.sandbox, "");
  assert.ok(frame.source.includes(OTHER_SECRET));
  const shown = await until("the page in the frame", () =>
    client.marionette.run(
      async (id: string, secret: string) => {
        const view = [...WebExtensionPolicy.getByID(id).extension.views].find((one) =>
          one.xulBrowser?.currentURI?.spec.includes("ui/sealed.html"),
        );
        const [child] = view?.xulBrowser.browsingContext.children ?? [];
        const actor = child?.currentWindowGlobal?.getActor("MarionetteCommands");
        const answer = await actor?.executeScript("return document.body.textContent", [], {
          timeout: 5000,
          sandboxName: null,
          newSandbox: true,
          async: false,
        });
        return String(answer?.serializedValue ?? answer ?? "").includes(secret);
      },
      ID,
      OTHER_SECRET,
    ),
  );
  assert.ok(shown);
  assert.deepEqual(canary.hits, []);
  await closeExtras(client.marionette);
});

test("E2E-14: what everybody can see has its reason, a key that does not fit has none", async () => {
  for (const [n, badge] of [
    [2, "CAUTION"],
    [3, "NONE"],
  ] as const) {
    await show(client, n, badge);
    const { actions } = await openPopup(client.marionette);
    assert.ok(!actions.includes("open-sealed"), `message ${n} is not for opening`);
  }
  await closePopup(client.marionette, ID);
  assert.deepEqual(canary.hits, []);
});

test("E2E-12: reading leaves the text in no file of the profile, the home and the temporary folders", () => {
  const folders = [client.profile, `${world.dir}/home`, ...temporaryFolders()];
  assert.deepEqual(filesWith(SECRET, folders), []);
  assert.deepEqual(filesWith(OTHER_SECRET, folders), []);
  // The search finds what is there, however it is written.
  for (const text of [SECRET, Buffer.from(`a ${SECRET} z`).toString("base64"), Buffer.from(SECRET, "utf16le")]) {
    const path = join(client.profile, "found.txt");
    writeFileSync(path, text);
    assert.deepEqual(filesWith(SECRET, folders), [path]);
    rmSync(path);
  }
});

test("E2E-06: an unsealed answer says to whom it goes, and quotes nothing unless that is chosen", async () => {
  await open(0);
  await inExtension(client.marionette, ID, PAGE, () => {
    document.querySelector<HTMLButtonElement>("[data-action=reply-unsealed]")?.click();
  });
  const warning = await until("the warning", () =>
    inExtension(
      client.marionette,
      ID,
      PAGE,
      () => document.querySelector("[data-part=unsealed-warning]")?.textContent ?? false,
    ),
  );
  assert.match(warning, /carol@friends\.example/);
  for (const [action, quotes] of [
    ["reply-bare", false],
    ["reply-quoting", true],
  ] as const) {
    await inExtension(
      client.marionette,
      ID,
      PAGE,
      (action: string) => document.querySelector<HTMLButtonElement>(`[data-action=${action}]`)?.click(),
      action,
    );
    await composerReady(client.marionette);
    const body = await client.marionette.run(() => {
      const win = Services.wm.getMostRecentWindow("msgcompose");
      return `to ${win.gMsgCompose.compFields.to} subject ${win.gMsgCompose.compFields.subject}\n${win.GetCurrentEditor().rootElement.textContent}`;
    });
    assert.match(body, /to .*carol@friends\.example/);
    assert.equal(body.includes(SECRET), quotes, action);
    await client.marionette.run(() => {
      const win = Services.wm.getMostRecentWindow("msgcompose");
      win.gMsgCompose.bodyModified = false;
      win.gContentChanged = false;
      win.close();
    });
    await until("the composer to close", () =>
      client.marionette.run(() => Services.wm.getMostRecentWindow("msgcompose") === null),
    );
  }
  await closeExtras(client.marionette);
});

test("E2E-13: the private key lies in the database of the extension and cannot be exported", async () => {
  const exported = await inExtension(client.marionette, ID, { view: "background" }, async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open("countersign");
      request.onsuccess = () => resolve(request.result);
    });
    const all = db.transaction("sealingKeys").objectStore("sealingKeys").getAll();
    await new Promise((resolve) => {
      all.onsuccess = resolve;
    });
    db.close();
    const [key] = all.result;
    const attempts = await Promise.allSettled(
      (["jwk", "pkcs8"] as const).map((form) => crypto.subtle.exportKey(form, key.pair.privateKey)),
    );
    const areas = [await messenger.storage.local.get(), await messenger.storage.session.get()];
    return { outcomes: attempts.map(({ status }) => status), areas: JSON.stringify(areas), count: all.result.length };
  });
  assert.deepEqual(exported, { outcomes: ["rejected", "rejected"], areas: "[{},{}]", count: 1 });
});

test("keys are made, rotated, published and forgotten in the options", async () => {
  await openOptions(client.marionette);
  const options = { view: "tab", page: "ui/options.html" } as const;
  await inExtension(client.marionette, ID, options, () => {
    const form = document.querySelector("[data-part=make-key] form");
    for (const input of form?.querySelectorAll<HTMLInputElement>("input[type=password]") ?? []) {
      input.value = "a passphrase that is long";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  await inExtension(client.marionette, ID, options, () => {
    document.querySelector<HTMLButtonElement>("[data-action=make-key]")?.click();
  });
  const rows = await until("the second key", () =>
    inExtension(client.marionette, ID, options, () => {
      const found = [...document.querySelectorAll<HTMLElement>("#sealing li[data-kid]")];
      return found.length === 2 && found.map(({ dataset }) => dataset.newest);
    }),
  );
  assert.deepEqual(rows, ["true", "false"]);
  const record = await inExtension(client.marionette, ID, options, () =>
    [...document.querySelectorAll("[data-part=record]")].map((one) => one.textContent),
  );
  assert.equal(record.length, 1, "the newest key only");
  assert.match(record[0] ?? "", /^[0-9a-f]{56}\._mapkey\.home\.example\. IN TXT "v=MAP1; usage=hpke; k=x25519; p=/);
  assert.equal((await stored(client.marionette, "sealingKeys")).filter(({ backup }) => backup !== undefined).length, 2);
  assert.deepEqual(await accessibilityFaults(client.marionette, "tab", "ui/options.html"), []);
  await closeExtras(client.marionette);
  // The older one still opens what was sealed to it.
  assert.ok((await open(0)).includes(SECRET));
  await closeExtras(client.marionette);
});

test("a forgotten key reads nothing more, and its backup brings it back", async () => {
  await openOptions(client.marionette);
  const options = { view: "tab", page: "ui/options.html" } as const;
  const keys = () =>
    inExtension(client.marionette, ID, options, () => document.querySelectorAll("#sealing li[data-kid]").length);
  // The last button of the card, and then the one that means it.
  for (const button of ["button:last-of-type", ".danger"])
    await inExtension(
      client.marionette,
      ID,
      options,
      (button: string) => document.querySelector<HTMLElement>(`#sealing li[data-newest=false] ${button}`)?.click(),
      button,
    );
  await until("the key to be gone", async () => (await keys()) === 1);
  await closeExtras(client.marionette);
  await show(client, 0);
  assert.ok(!(await openPopup(client.marionette)).actions.includes("open-sealed"));
  await closePopup(client.marionette, ID);
  assert.match(await restoreInOptions(client, firstBackup, PASSPHRASE), /1/);
  await closeExtras(client.marionette);
  assert.ok((await open(0)).includes(SECRET));
  await closeExtras(client.marionette);
});
