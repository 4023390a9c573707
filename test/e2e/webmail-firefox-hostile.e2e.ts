import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { closeAction, goTo, inPage, pressAction, readAction } from "../world/firefox-tabs.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import {
  type FirefoxSession,
  inPopup,
  markersInFirefox,
  openInFirefox,
  startFirefoxSession,
  switchOnInFirefox,
  verdictInFirefox,
} from "./webmail-firefox-session.ts";

// The hostile pages and messages of webmail-hostile.e2e.ts, in Debian's Firefox (4-threats B.16).

const world = createWorld("webmail-firefox-hostile");
after(() => world.end());

let session: FirefoxSession;
before(async () => {
  session = await startFirefoxSession(world);
  await openInFirefox(session, 2);
  await switchOnInFirefox(session);
});
afterEach(() => {
  session.roundcube.front.rewrite = (_, body) => body;
  session.roundcube.front.delay = () => 0;
});

const indexOf = (start: string) => session.samples.findIndex(({ file }) => file.startsWith(start));
const reads = () => session.roundcube.front.asked.filter((path) => path.includes("viewsource"));

async function badgeInPopup(): Promise<string> {
  await pressAction(session.firefox);
  const badge = await inPopup(session, () => document.querySelector("main")?.dataset.badge ?? "");
  await closeAction(session.firefox);
  return badge;
}

/** Puts HTML before the body of the message, as a broken sanitiser would let through. */
function inject(html: string): void {
  session.roundcube.front.rewrite = (path, body) =>
    path.includes("_action=show")
      ? Buffer.from(
          body.toString("latin1").replace(/<div id="messagebody">/, `<div id="messagebody">${html}`),
          "latin1",
        )
      : body;
}

test("EXT-01 EXT-09: Firefox: a body that draws markers and takes the page's own ids gets nothing positive", async () => {
  inject(
    '<div id="message-header"><h2 class="subject">Your November statement is ready</h2><div class="header-summary"><span class="adr"><a class="rcmContactAddress" title="statements@harbourbank.example">Harbour Bank</a></span></div></div><form name="scripts"><input name="URL"><input name="querySelector"></form><span style="color:green">✓ Verified</span>',
  );
  await openInFirefox(session, indexOf("none-neighbour"));
  assert.equal((await verdictInFirefox(session)).icon, "none");
  const markers = await until("the marker", async () => {
    const all = await markersInFirefox(session);
    return all.length > 0 && all;
  });
  assert.deepEqual(
    markers.map(({ mode, tone, hasMark }) => ({ mode, tone, hasMark })),
    [{ mode: "closed", tone: "neutral", hasMark: false }],
  );
});

test("EXT-03: Firefox: a page that covers the marker, imitates the popup, clicks and removes changes nothing on the button", async () => {
  await openInFirefox(session, indexOf("alert-account"));
  const { title } = await verdictInFirefox(session);
  await until("the marker", async () => (await markersInFirefox(session)).some(({ tone }) => tone === "alarm"));
  const shadow = await inPage(session.firefox, () => {
    const host = document.querySelector("#message-header .adr + span");
    const cover = document.createElement("div");
    cover.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:#fff";
    cover.innerHTML =
      '<main data-badge="VERIFIED">Verified: Harbour Bank<button data-action="trust">Trust</button></main>';
    document.body.append(cover);
    for (const event of ["click", "mousedown", "mouseup", "keydown"])
      host?.dispatchEvent(new Event(event, { bubbles: true }));
    cover.querySelector("button")?.click();
    if (host instanceof HTMLElement) host.click();
    return String(host?.shadowRoot);
  });
  assert.equal(shadow, "null", "the page cannot look inside");
  for (let round = 0; round < 30; round++) {
    await inPage(session.firefox, () => document.querySelector("#message-header .adr + span")?.remove());
    await sleep(20);
  }
  assert.equal((await readAction(session.firefox)).title, title);
  assert.equal(await badgeInPopup(), "ALERT");
});

test("EXT-04: Firefox: nothing a page can send is heard, and a flood of messages is cut", async () => {
  await openInFirefox(session, indexOf("none-neighbour"));
  const { title } = await verdictInFirefox(session);
  const before = reads().length;
  await inPage(
    session.firefox,
    (uid: number) => {
      const messages = [{ id: `${uid}/INBOX`, token: "x", subject: "x" }];
      for (let round = 0; round < 500; round++)
        for (const message of [
          { countersign: "shown", adapter: "roundcube", account: "", messages },
          { countersign: "changed" },
          { countersign: "check", tabId: 1 },
          { countersign: "fetch", request: { url: "/?_task=mail&_action=viewsource" } },
        ]) {
          window.postMessage(message, "*");
          document.dispatchEvent(new CustomEvent("countersign", { detail: message }));
        }
    },
    indexOf("verified-bank") + 1,
  );
  await sleep(400);
  assert.equal((await readAction(session.firefox)).title, title);
  assert.equal(reads().length, before);
  const began = Date.now();
  // Each of them would be asked for twice, as none of them is there.
  await inPage(session.firefox, async () => {
    for (let uid = 1000; uid < 1120; uid++) {
      history.pushState(null, "", location.href.replace(/_uid=\d+/, `_uid=${uid}`));
      document.body.append(" ");
      await new Promise((done) => setTimeout(done, 55));
    }
  });
  const made = reads().length - before;
  const seconds = (Date.now() - began) / 1000;
  assert.ok(made > 0 && made <= 60 + seconds, `${made} reads in ${seconds} seconds`);
});

test("ACQ-01: Firefox: a verdict that comes too late is not painted on the next message", async () => {
  const slow = indexOf("verified-bank");
  session.roundcube.front.delay = (path) =>
    path.includes("viewsource") && path.includes(`_uid=${slow + 1}&`) ? 1500 : 0;
  await openInFirefox(session, slow);
  await openInFirefox(session, indexOf("none-neighbour"));
  const seen = new Set<string>();
  for (let end = Date.now() + 2500; Date.now() < end; await sleep(20))
    seen.add((await readAction(session.firefox)).title);
  for (const title of seen) assert.doesNotMatch(title, /Harbour Bank/);
  assert.equal(await badgeInPopup(), "NONE");
});

test("ACQ-09: Firefox: a page that names another message's source gets no verdict of that message", async () => {
  await openInFirefox(session, indexOf("none-neighbour"));
  await verdictInFirefox(session);
  await inPage(
    session.firefox,
    (uid: number) => {
      history.pushState(null, "", location.href.replace(/_uid=\d+/, `_uid=${uid}`));
      document.body.append("changed");
    },
    indexOf("verified-bank") + 1,
  );
  await until("the mismatch", async () => (await readAction(session.firefox)).icon === "unchecked");
  assert.ok((await markersInFirefox(session)).every(({ tone, hasMark }) => tone === "neutral" && !hasMark));
});

test("EXT-10: Firefox: a look-alike of an enabled site is read by nobody", async () => {
  const before = reads().length;
  const { port } = session.roundcube.front;
  await goTo(session.firefox, `https://webrnail.home.example:${port}/?_task=mail&_action=show&_uid=3&_mbox=INBOX`);
  await sleep(600);
  assert.deepEqual(await markersInFirefox(session), []);
  assert.equal(reads().length, before);
});
