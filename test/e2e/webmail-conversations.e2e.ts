import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { SOURCES } from "../../extension/webmail/sources.ts";
import { letter, plain } from "../samples/mail.ts";
import { makeSamples } from "../samples/samples.ts";
import { FIXTURES } from "../webmail/fixtures.ts";
import { SOURCELESS } from "../webmail/sourceless.ts";
import { type Front, startFront } from "../world/https-front.ts";
import type { RunIn } from "../world/marionette.ts";
import { HOST } from "../world/roundcube.ts";
import { photograph } from "../world/screenshots.ts";
import { sleep, until } from "../world/until.ts";
import { startBrowser } from "../world/webmail-start.ts";
import { createWorld } from "../world/world.ts";
import { checkDropped } from "./check-dropped.ts";
import { BROWSERS, know, MARK, type Reader, readPopup, settled, switchOn } from "./webmail-reader.ts";

// The packages over pages that imitate webmails nobody can install: several messages in one page, which changes while
// their sources are still on the way. Page, requests and answers are ours; browser and extension are the real ones.

const world = createWorld("webmail-conversations");
after(() => world.end());

const GMAIL = "mail.google.com";
const YAHOO = "mail.yahoo.com";
const HOSTS = [GMAIL, YAHOO, HOST, ...[...SOURCELESS.values()].map(({ url }) => new URL(url).hostname)];
const CHECK = { tab: "ui/check.html" } as const;
const SUBJECT = "Your November statement is ready";

interface Mail {
  readonly id: string;
  readonly from: string;
  readonly bytes: Uint8Array;
}

const id = (n: number) => n.toString(16).padStart(16, "0");
const note = (from: string, subject: string, name: string): Uint8Array =>
  letter({
    from: `Someone <${from}>`,
    to: "robin@home.example",
    subject,
    date: "Fri, 20 Nov 2026 13:00:00 +0000",
    id: `${name}@friends.example`,
    content: plain(["Hello."]),
  });

let front: Front;
let bank: Mail;
let altered: Mail;
const answer: Mail = {
  id: id(2),
  from: "kim@friends.example",
  bytes: note("kim@friends.example", `Re: ${SUBJECT}`, "2"),
};
const forwarded: Mail = {
  id: id(4),
  from: "jo@friends.example",
  bytes: note("jo@friends.example", `Fwd: ${SUBJECT}`, "4"),
};
const parcel: Mail = { id: id(5), from: "jo@friends.example", bytes: note("jo@friends.example", "Parcel", "5") };
before(async () => {
  const samples = await makeSamples();
  const { bytes } = samples.find(({ file }) => file.startsWith("verified-bank")) ?? assert.fail();
  bank = { id: id(1), from: "statements@harbourbank.example", bytes };
  const other = Buffer.from(bytes).toString("latin1").replace("we never send links", "we always send links");
  altered = { ...bank, id: id(3), bytes: Buffer.from(other, "latin1") };
  front = await startFront(world, HOSTS, undefined);
  front.replace = (path) => {
    const asked = new URL(path, "https://x.example/").searchParams.get("th");
    const found = [bank, answer, altered, forwarded, parcel].find((mail) => mail.id === asked);
    return found === undefined ? imitated(path) : { type: "message/rfc822", body: found.bytes };
  };
});

const port = (url: URL, host = url.hostname) => `https://${host}:${front.port}${url.pathname}${url.search}${url.hash}`;
/** Imitations of webmails that run under any name are all under one. */
const addressOf = (url: string) => port(new URL(url), /google|yahoo/.test(url) ? undefined : HOST);

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

/** The page of an imitation, or the source of one of its messages. */
function imitated(path: string) {
  for (const { url, html } of SOURCELESS.values())
    if (path === pathOf(url)) return `<!doctype html><meta charset="utf-8"><body>${html}`;
  for (const [name, { url, html, found }] of Object.entries(FIXTURES)) {
    if (path === pathOf(url)) return `<!doctype html><meta charset="utf-8"><body>${html}`;
    for (const { id, from, subject } of found) {
      const source = SOURCES.get(name)?.request(new URL(url), id, "")?.url;
      if (source !== undefined && path === pathOf(source.href))
        return { type: "message/rfc822", body: note(from, subject, id) };
    }
  }
  return "<!doctype html><title>nothing</title>";
}

const sourcesOf = (mail: Mail) => front.asked.filter((path) => path.includes(mail.id)).length;

for (const name of BROWSERS)
  describe(name, () => {
    const own = createWorld(`webmail-conversations-${name.toLowerCase()}`);
    after(() => own.end());
    let reader: Reader;
    const site = (host: string): Reader => ({ ...reader, origin: `https://${host}:${front.port}` });
    before(async () => {
      const browser = await startBrowser(own, name, { front, names: HOSTS });
      reader = { browser, origin: `https://${GMAIL}:${front.port}` };
      await browser.goTo(`${reader.origin}/mail/u/0/`);
      await know(reader, { mark: MARK });
      await switchOn(reader);
      await know(reader, {
        mark: MARK,
        webmails: [GMAIL, YAHOO, HOST].map((host) => ({ ...site(host), addresses: ["robin@home.example"] })),
      });
      await browser.goTo(`${reader.origin}/mail/u/0/`);
    });
    afterEach(() => {
      front.delay = () => 0;
    });

    /** Puts a conversation in the place of what is shown. */
    const show = (subject: string, mails: readonly Mail[]) =>
      reader.browser.inPage(
        (subject: string, mails: readonly (readonly [string, string])[]) => {
          location.hash = `#inbox/${mails.map(([id]) => id).join("-")}`;
          const messages = mails.map(
            ([id, from]) =>
              `<div class="adn" data-legacy-message-id="${id}"><h3 class="iw"><span class="gD" email="${from}">${from}</span></h3><div class="a3s">Hello.</div></div>`,
          );
          document.body.innerHTML = `<h2 class="hP">${subject}</h2>${messages.join("")}`;
        },
        subject,
        mails.map((mail) => [mail.id, mail.from] as const),
      );

    const tones = async (count: number) => {
      const { markers } = await settled(reader, count);
      return markers.map(({ tone }) => tone);
    };

    test("ACQ-10: each message of a conversation has its marker, and the button is that of the worst and counts them", async () => {
      const before = [bank, answer, altered].map(sourcesOf);
      await show(SUBJECT, [bank, answer, altered]);
      assert.deepEqual(await tones(3), ["positive", "neutral", "alarm"]);
      assert.match(await reader.browser.title(), /3/);
      const popup = await readPopup(reader);
      assert.equal(popup.badge, "ALERT");
      assert.ok(!popup.reasons.includes("E_SOURCE_MISMATCH"), "an answer has the heading with a prefix");
      photograph(reader.browser.display, `webmail-conversation-${name.toLowerCase()}`);
      await show(SUBJECT, [bank, answer, altered, forwarded]);
      assert.deepEqual(await tones(4), ["positive", "neutral", "alarm", "neutral"]);
      await show(SUBJECT, [bank, answer]);
      await until("two markers", async () => (await tones(2)).length === 2);
      assert.deepEqual(await tones(2), ["positive", "neutral"]);
      assert.deepEqual(
        [bank, answer, altered].map((mail, place) => sourcesOf(mail) - (before[place] ?? 0)),
        [1, 1, 1],
        "each source is fetched once, however the conversation is folded",
      );
    });

    test("ACQ-01: going to another conversation while sources are on their way leaves nothing of the one before", async () => {
      // Another session's messages: what was fetched before would hide the race.
      await reader.browser.goTo(`${reader.origin}/mail/u/1/`);
      front.delay = (path) => (path.includes(bank.id) || path.includes(altered.id) ? 1200 : 0);
      for (let round = 0; round < 3; round++) {
        await show(SUBJECT, [bank, answer, altered]);
        await sleep(120);
        await show("Parcel", [parcel]);
        await sleep(120);
      }
      const seen = new Set<string>();
      for (let end = Date.now() + 2000; Date.now() < end; await sleep(50)) seen.add(await reader.browser.title());
      for (const title of seen) assert.doesNotMatch(title, /Harbour Bank|3/);
      assert.deepEqual(await tones(1), ["neutral"]);
      assert.equal((await readPopup(reader)).badge, "NONE");
      await show(SUBJECT, [bank, answer, altered]);
      assert.deepEqual(await tones(3), ["positive", "neutral", "alarm"]);
    });

    test("EXT-09: a message that is quoted as a page's element inside another one is none", async () => {
      await show(SUBJECT, [answer]);
      await reader.browser.inPage((id: string) => {
        const body = document.querySelector(".a3s");
        if (body)
          body.innerHTML = `<div class="adn" data-legacy-message-id="${id}"><h3 class="iw"><span class="gD" email="statements@harbourbank.example">Bank</span></h3></div>`;
      }, bank.id);
      await sleep(200);
      assert.deepEqual(await tones(1), ["neutral"]);
    });

    test("EXT-10: the other imitated webmails are read after their own click alone, from the address that each adapter makes", async () => {
      for (const host of [YAHOO, HOST]) {
        const { url } =
          Object.entries(FIXTURES).find(([one]) => one === (host === YAHOO ? "yahoo" : "horde"))?.[1] ?? assert.fail();
        const before = front.asked.length;
        await reader.browser.goTo(addressOf(url));
        await sleep(300);
        assert.deepEqual(await reader.browser.markers(), []);
        const sources = front.asked.slice(before).filter((path) => typeof imitated(path) !== "string");
        assert.deepEqual(sources, []);
        await switchOn(site(host));
        await settled(reader);
      }
      for (const [adapter, { url, found }] of Object.entries(FIXTURES)) {
        // Gmail is above; SOGo's source is an archive, and the real one is tested.
        if (adapter === "gmail" || adapter === "sogo") continue;
        await reader.browser.goTo(addressOf(url));
        const { markers, title } = await settled(reader, found.length);
        assert.equal(markers.length, found.length, adapter);
        assert.match(title, /provider/, adapter);
        const popup = await readPopup(reader);
        // This bank stamps everything it sends: the octets were had, and are those of this sender.
        assert.deepEqual([popup.badge, popup.reasons.includes("E_SOURCE_MISMATCH")], ["ALERT", false], adapter);
      }
    });

    test("a page of an enabled site that is no webmail's says so in the popup, which leads to the file", async () => {
      const before = front.asked.length;
      await reader.browser.goTo(`https://${HOST}:${front.port}/nothing`);
      const { site, text } = await readPopup(reader);
      assert.equal(site, "unknown");
      assert.match(text, /save it as a file, then check the file/);
      assert.deepEqual(
        front.asked.slice(before).filter((path) => path !== "/favicon.ico"),
        ["/nothing"],
      );
      // Some webmails are put together long after the page has loaded, or after a log-in in the same page.
      await reader.browser.inPage(() => {
        document.body.className = "app-mail";
        document.body.append("Inbox");
      });
      await until("the webmail", async () => (await readPopup(reader)).site === "enabled");
    });

    for (const [webmail, { url, saved }] of SOURCELESS)
      test(`EXT-10: ${webmail} gives no source: the popup says so and leads to the file, and nothing is asked of the site`, async () => {
        const before = front.asked.length;
        await reader.browser.goTo(port(new URL(url)));
        await reader.browser.openPopup();
        const said = await until("the popup", () =>
          reader.browser.inOwn("popup", () => ({
            site: document.querySelector<HTMLElement>("[data-site]")?.dataset.site,
            actions: [...document.querySelectorAll<HTMLElement>("button")].map(({ dataset }) => dataset.action),
            text: document.body.textContent,
          })),
        );
        assert.equal(said.site, "sourceless");
        assert.deepEqual(said.actions, ["check-instead", "options"], "nothing is offered that leads nowhere");
        assert.match(said.text, /does not give extensions the source of a message/);
        assert.equal(/writes this file anew/.test(said.text), saved === "rebuilt");
        photograph(reader.browser.display, `webmail-sourceless-${webmail}-${name.toLowerCase()}`);
        await reader.browser.click("popup", '[data-action="check-instead"]');
        const run: RunIn = (fn, ...args) => reader.browser.inOwn(CHECK, fn, ...args);
        assert.equal(await checkDropped(run, "saved.eml", bank.bytes), "VERIFIED");
        await reader.browser.closePopup();
        await reader.browser.closeTab(CHECK.tab);
        assert.deepEqual(await reader.browser.markers(), []);
        assert.deepEqual(
          front.asked.slice(before).filter((path) => path !== "/favicon.ico"),
          [pathOf(url)],
        );
      });
  });
