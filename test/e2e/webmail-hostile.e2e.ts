import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { LOOKALIKE } from "../world/roundcube.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { byteFixtures } from "./webmail-bytes.ts";
import {
  buttonTitle,
  clickIn,
  logIn,
  markersIn,
  openMessage,
  readPopup,
  type Session,
  settledInBrowser,
  startSession,
} from "./webmail-session.ts";

// Webmails and messages that do what they can to get a better badge (4-threats B.16), in the real Chromium.

const world = createWorld("webmail-hostile");
after(() => world.end());

let session: Session;
let fixtures: readonly Uint8Array[];
before(async () => {
  fixtures = byteFixtures();
  session = await startSession(world, { more: fixtures });
});
afterEach(() => {
  const { front } = session.roundcube;
  front.rewrite = (_, body) => body;
  front.replace = () => undefined;
  front.strange = () => false;
  front.delay = () => 0;
});

const indexOf = (start: string) => session.samples.findIndex(({ file }) => file.startsWith(start));
const reads = () => session.roundcube.front.asked.filter((path) => path.includes("viewsource"));
const VERIFIED = /is unchanged|Harbour Bank/;

test("ACQ-04: the octets checked are those on the disk, and each message is fetched once", async () => {
  const page = await session.chromium.openPage("ui/options.html");
  for (const [n, bytes] of fixtures.entries()) {
    const uid = session.samples.length + n;
    const before = reads().length;
    await session.page.bringToFront();
    await openMessage(session, uid);
    await settledInBrowser(session);
    const url = session.page.url();
    const [checked] = await page.evaluate(async (url) => {
      const tab = (await chrome.tabs.query({})).find((one: { url?: string }) => one.url === url);
      return chrome.runtime.sendMessage({ countersign: "check", tabId: tab.id });
    }, url);
    // IMAP delivers CRLF, whatever the file on the server has (5b-webmail 1).
    const delivered = Buffer.from(Buffer.from(bytes).toString("latin1").replace(/\r?\n/g, "\r\n"), "latin1");
    assert.equal(checked.digest, createHash("sha256").update(delivered).digest("hex"), `fixture ${n}`);
    assert.equal(reads().length, before + 1, `fixture ${n} is fetched once`);
  }
  await page.close();
});

test("EXT-03: a page that covers, removes and clicks the marker and imitates the popup changes nothing on the button", async () => {
  await openMessage(session, indexOf("alert-account"));
  const { title } = await settledInBrowser(session);
  const tabs = (await session.chromium.browser.pages()).length;
  const opaque = await session.page.evaluate(() => {
    const host = document.querySelector("#message-header .adr + span");
    for (const event of ["click", "mousedown", "mouseup", "keydown"])
      host?.dispatchEvent(new Event(event, { bubbles: true }));
    if (host instanceof HTMLElement) host.click();
    const cover = document.createElement("div");
    cover.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:#fff";
    cover.innerHTML =
      '<main data-badge="VERIFIED">Verified: Harbour Bank<button data-action="trust">Trust</button></main>';
    document.body.append(cover);
    cover.querySelector("button")?.click();
    return { shadow: String(host?.shadowRoot) };
  });
  assert.equal(opaque.shadow, "null", "the page cannot look inside");
  for (let round = 0; round < 40; round++) {
    await session.page.evaluate(() => document.querySelector("#message-header .adr + span")?.remove());
    await sleep(30);
  }
  await sleep(300);
  assert.equal(await buttonTitle(session), title);
  assert.equal((await session.chromium.browser.pages()).length, tabs, "a marker opens nothing");
  assert.equal((await readPopup(session)).badge, "ALERT");
});

test("EXT-01 EXT-09: a body that draws markers and takes the page's own ids gets nothing positive", async () => {
  session.roundcube.front.rewrite = (path, body) => {
    if (!path.includes("_action=show")) return body;
    const fake =
      '<div id="message-header"><h2 class="subject">Your November statement is ready</h2><div class="header-summary"><span class="adr"><a class="rcmContactAddress" title="statements@harbourbank.example">Harbour Bank</a></span></div></div><form name="scripts"><input name="URL"><input name="querySelector"></form><span style="color:green">✓ Verified</span>';
    return Buffer.from(
      body.toString("latin1").replace(/<div id="messagebody">/, `<div id="messagebody">${fake}`),
      "latin1",
    );
  };
  await openMessage(session, indexOf("none-neighbour"));
  const { title, markers } = await settledInBrowser(session);
  assert.doesNotMatch(title, VERIFIED);
  assert.deepEqual(
    markers.map(({ tone }) => tone),
    ["neutral"],
  );
  assert.equal((await readPopup(session)).badge, "NONE");
});

test("ACQ-09: a page that names another message's source gets no verdict of that message", async () => {
  await openMessage(session, indexOf("none-neighbour"));
  await settledInBrowser(session);
  await session.page.evaluate((uid) => {
    history.pushState(null, "", location.href.replace(/_uid=\d+/, `_uid=${uid}`));
    document.body.append("changed");
  }, indexOf("verified-bank") + 1);
  await until("the mismatch", async () => (await readPopup(session)).reasons.includes("E_SOURCE_MISMATCH"));
  const { title, markers } = await settledInBrowser(session);
  assert.doesNotMatch(title, /Harbour Bank/);
  assert.deepEqual(
    markers.map(({ tone }) => tone),
    ["neutral"],
  );
});

test("ACQ-08: when the page shows other words than the source has, the button says whose source it was", async () => {
  session.roundcube.front.rewrite = (path, body) =>
    path.includes("_action=show")
      ? Buffer.from(
          body.toString("latin1").replace("we never send links to log in", "log in at evil.example now"),
          "latin1",
        )
      : body;
  await openMessage(session, indexOf("verified-bank"));
  const { title } = await settledInBrowser(session);
  assert.match(title, /the source that your mail provider gave us/);
  const popup = await session.chromium.openPopup(session.page);
  await popup.waitForSelector('button[data-action="verified-view"]');
  await popup.$eval('button[data-action="verified-view"]', (button) => (button as HTMLButtonElement).click());
  const view = await (
    await session.chromium.browser.waitForTarget((one) => one.url().includes("ui/verified-view.html"))
  ).page();
  assert.ok(view);
  const text = await until("the verified view", () =>
    view.evaluate(() => {
      const shown = document.querySelector("main")?.textContent ?? "";
      return shown.includes("Quay Street") && shown;
    }),
  );
  assert.ok(text.includes("we never send links to log in"));
  assert.ok(!text.includes("evil.example"));
  await view.close();
});

test("a source that only the page can get is checked as the page's word, and says so", async () => {
  // A background in another session than the page, as in a private window: it is shown the way to log in.
  session.roundcube.front.strange = (path, headers) =>
    path.includes("viewsource") && headers["sec-fetch-site"] !== "same-origin";
  await openMessage(session, indexOf("transport-friend"));
  const { title } = await settledInBrowser(session);
  assert.match(title, /the source that this page gave us/);
  // Nobody vouches for what stands above a message that came this way (ACQ-14).
  assert.equal((await readPopup(session)).badge, "NONE");
});

test("EXT-04: nothing a page can send is heard", async () => {
  await openMessage(session, indexOf("none-neighbour"));
  const { title } = await settledInBrowser(session);
  const before = reads().length;
  const reached = await session.page.evaluate((uid) => {
    const said = {
      countersign: "shown",
      adapter: "roundcube",
      account: "",
      messages: [{ id: `${uid}/INBOX`, token: "x", subject: "x" }],
    };
    for (const message of [
      said,
      { countersign: "changed" },
      { countersign: "check", tabId: 1 },
      { countersign: "name", origin: "https://evil.example" },
    ]) {
      window.postMessage(message, "*");
      document.dispatchEvent(new CustomEvent("countersign", { detail: message }));
      document.dispatchEvent(new MessageEvent("message", { data: message }));
      window.dispatchEvent(new StorageEvent("storage", { newValue: JSON.stringify(message) }));
    }
    const own = (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime;
    return own === undefined ? "nothing" : "a way";
  }, indexOf("verified-bank") + 1);
  assert.equal(reached, "nothing");
  await sleep(400);
  assert.equal(await buttonTitle(session), title);
  assert.equal(reads().length, before);
});

test("ACQ-01: a verdict that comes too late is not painted on the next message", async () => {
  const slow = indexOf("verified-bank");
  session.roundcube.front.delay = (path) =>
    path.includes("viewsource") && path.includes(`_uid=${slow + 1}&`) ? 1500 : 0;
  await openMessage(session, slow);
  await sleep(100);
  await openMessage(session, indexOf("none-neighbour"));
  const seen = new Set<string>();
  for (let end = Date.now() + 2500; Date.now() < end; await sleep(20)) seen.add(await buttonTitle(session));
  for (const title of seen) assert.doesNotMatch(title, /Harbour Bank/);
  assert.equal((await readPopup(session)).badge, "NONE");
});

test("the preview beside the list has its marker, and the button follows it", async () => {
  await session.page.goto(session.roundcube.url);
  await session.page.waitForSelector("#messagelist tr.message");
  for (const [start, badge] of [
    ["alert-account", "ALERT"],
    ["verified-bank", "VERIFIED"],
    ["none-neighbour", "NONE"],
  ] as const) {
    const uid = indexOf(start) + 1;
    const row = `#rcmrow${Buffer.from(String(uid)).toString("base64").replace(/=+$/, "")}`;
    await session.page.$eval(`${row} td.subject`, (cell) => {
      for (const kind of ["mousedown", "mouseup", "click"])
        cell.dispatchEvent(new MouseEvent(kind, { bubbles: true, button: 0 }));
    });
    await until(`${badge} in the preview`, async () => (await readPopup(session)).badge === badge);
    const { markers } = await settledInBrowser(session);
    assert.equal(markers.length, 1);
  }
});

test("a flood of messages is cut, and what is looked at afterwards is checked", async () => {
  await openMessage(session, indexOf("none-neighbour"));
  await settledInBrowser(session);
  const before = reads().length;
  const began = Date.now();
  // Each of them would be asked for twice, as none of them is there.
  await session.page.evaluate(async () => {
    for (let uid = 1000; uid < 1120; uid++) {
      history.pushState(null, "", location.href.replace(/_uid=\d+/, `_uid=${uid}`));
      document.body.append(" ");
      await new Promise((done) => setTimeout(done, 55));
    }
  });
  const made = reads().length - before;
  const seconds = (Date.now() - began) / 1000;
  assert.ok(made > 0 && made <= 60 + seconds, `${made} reads in ${seconds} seconds`);
  await until("a message that is read again", async () => {
    await openMessage(session, indexOf("alert-subject-changed"));
    return (await settledInBrowser(session)).markers.every(({ tone }) => tone === "alarm");
  });
});

test("EXT-11: a background that was stopped says the same again", async () => {
  await sleep(1000);
  await openMessage(session, indexOf("verified-bank"));
  await (await session.chromium.worker()).close();
  await until(
    "the worker to end",
    () => !session.chromium.browser.targets().some((one) => one.type() === "service_worker"),
  );
  assert.equal((await readPopup(session)).badge, "VERIFIED");
});

test("EXT-10: a look-alike of an enabled site is read by nobody", async () => {
  const page = await session.chromium.browser.newPage();
  const { front } = session.roundcube;
  await logIn(page, `https://${LOOKALIKE}:${front.port}/`);
  const before = reads().length;
  await page.goto(`https://${LOOKALIKE}:${front.port}/?_task=mail&_action=show&_uid=3&_mbox=INBOX`);
  await sleep(800);
  assert.deepEqual(await markersIn(page), []);
  assert.equal(reads().length, before);
  const popup = await session.chromium.openPopup(page);
  await popup.waitForSelector('[data-site="offered"]');
  await popup.close().catch(() => undefined);
  await page.close();
});

test("a site that is switched off is read no more", async () => {
  await openMessage(session, indexOf("alert-account"));
  await settledInBrowser(session);
  const popup = await session.chromium.openPopup(session.page);
  await clickIn(popup, session.chromium.display, 'button[data-action="site-off"]');
  await until("the marker to go", async () => (await markersIn(session.page)).length === 0);
  await popup.close().catch(() => undefined);
  const before = reads().length;
  await openMessage(session, indexOf("verified-bank"));
  await sleep(800);
  assert.equal(reads().length, before);
  assert.deepEqual(await markersIn(session.page), []);
});
