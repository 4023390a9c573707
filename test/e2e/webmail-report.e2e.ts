import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Roundcube, startRoundcube } from "../world/roundcube.ts";
import { photograph } from "../world/screenshots.ts";
import { readStore } from "../world/state.ts";
import { testBuild } from "../world/test-build.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { RESOLVER } from "./lookup-world.ts";
import { PROVIDER_BASE, PROVIDER_HOST, type ReportNet, SENDER_HOST, startReportNet } from "./report-net.ts";
import { BROWSERS, mayReach, openMessage, type Reader, roundcubeSite, settled, startReader } from "./webmail-reader.ts";

// From the popup over Debian's Roundcube to the reader's own provider, which runs `countersign ipp serve`: the same reader
// in both browsers, so that a report made twice must be counted once.

const world = createWorld("webmail-report");
after(() => world.end());
/** An address of these tests' network namespace, this world's alone. */
const ADDRESS = "198.51.100.9";
const OPTIONS = { tab: "ui/options.html" } as const;

let net: ReportNet;
let roundcube: Roundcube;
before(async () => {
  net = await startReportNet(world, ADDRESS, ["personal", "marketing"]);
  roundcube = await startRoundcube(
    world,
    net.letters.map(({ bytes }) => bytes),
  );
});

const posted = () => net.https.asked.filter(({ host, method }) => host === PROVIDER_HOST && method === "POST");

/** The one report that the extension keeps. */
const kept = async ({ browser }: Reader) => (await browser.inOwn("background", readStore, "reports"))[0];

const has = ({ browser }: Reader, place: typeof OPTIONS | "popup", selector: string) =>
  browser.inOwn(place, (selector: string) => document.querySelector(selector) !== null, selector);

/** Presses a button of the options that makes the browser ask about a host, until `done` is there. */
async function pressAndAllow(reader: Reader, button: string, host: string, done: string): Promise<void> {
  const granted = () => mayReach(reader.browser, host);
  await until(host, async () => {
    if (!(await granted())) await reader.browser.click(OPTIONS, button);
    return reader.browser.allow(granted);
  });
  await until(done, () => has(reader, OPTIONS, done));
}

for (const [place, name] of BROWSERS.entries())
  describe(name, () => {
    const own = createWorld(`webmail-report-${name.toLowerCase()}`);
    after(() => own.end());
    let reader: Reader;
    before(async () => {
      const { folder } = testBuild(own, name === "Firefox" ? "firefox" : "chromium", net.tree.anchor);
      reader = await startReader(own, name, { ...roundcubeSite(roundcube), https: net.https, folder, knowledge: {} });
    });

    test("a webmail's reader turns look-ups on, and a declaration is shown as signed once its sender's host is allowed", async () => {
      await openMessage(reader, 0);
      await settled(reader);
      await reader.browser.openTab(OPTIONS.tab);
      await reader.browser.click(OPTIONS, 'input[name="lookups-mode"][value="all"]');
      await until("the mode", () => has(reader, OPTIONS, 'input[name="lookups-resolver"]'));
      await pressAndAllow(reader, '[data-action="save-lookups"]', RESOLVER, '[data-outcome="stored"]');
      await until("the sender's host to wait for a click", async () => {
        const findings = await reader.browser.inOwn("background", readStore, "findings");
        return findings.some(({ key }) => String(key).startsWith("ipp-certificate"));
      });
      await reader.browser.closeTab(OPTIONS.tab);
      await reader.browser.openTab(OPTIONS.tab);
      await until("the button", () => has(reader, OPTIONS, '#lookups [data-action="allow-host"]'));
      const allowed = "main:not(:has([data-action='allow-host']))";
      await pressAndAllow(reader, '#lookups [data-action="allow-host"]', SENDER_HOST, allowed);
      await reader.browser.closeTab(OPTIONS.tab);
      await until("the declaration", async () => {
        await reader.browser.openPopup();
        const signed = await has(reader, "popup", '[data-part="declared"][data-declared="signed"]');
        await reader.browser.closePopup();
        return signed;
      });
    });

    test("REP-05: a webmail's reader finds the own provider, and the browser asks before it is reached", async () => {
      const before = net.https.asked.length;
      await reader.browser.openTab(OPTIONS.tab);
      await reader.browser.click(OPTIONS, '[data-action="use-domain"]');
      await until("the provider", () => has(reader, OPTIONS, '#reports [data-state="not-allowed"]'));
      assert.ok(!net.https.asked.slice(before).some(({ host }) => host === PROVIDER_HOST));
      await pressAndAllow(reader, '[data-action="allow-reports"]', PROVIDER_HOST, '#reports [data-state="ready"]');
      await reader.browser.closeTab(OPTIONS.tab);
    });

    test("REP-02 REP-03: a person's click on a reason in the popup reports once, and twice from two browsers is counted once", async () => {
      const before = posted().length;
      await openMessage(reader, 0);
      await settled(reader);
      await reader.browser.openPopup();
      const said = await until("the offer", () =>
        reader.browser.inOwn("popup", () => {
          const part = document.querySelector<HTMLElement>('[data-part="report"]');
          return (part?.querySelector("button[data-report]") && part.textContent) ?? "";
        }),
      );
      assert.match(said, /reports this to ipp\.home\.example.*as robin@home\.example/s);
      assert.doesNotMatch(said, /Buy three/);
      await reader.browser.inOwn("popup", () => document.querySelector<HTMLElement>("button[data-report]")?.click());
      assert.equal(await kept(reader), undefined, "a page's click is no person's");
      await reader.browser.click("popup", 'button[data-report="nature-mismatch"]');
      await until("the report", async () => (await kept(reader))?.state === "queued");
      await until("the report in the popup", () => has(reader, "popup", '[data-part="report-made"]'));
      photograph(reader.browser.display, `webmail-report-${name.toLowerCase()}`);
      const ended = await until("the answer", async () => {
        const found = await kept(reader);
        return found?.state === "done" && found;
      });
      assert.equal(ended.outcome, place === 0 ? "counted" : "already-counted");
      const [only, ...more] = posted().slice(before);
      assert.deepEqual(more, []);
      const { path, headers, body } = only ?? assert.fail();
      assert.equal(path, `${PROVIDER_BASE}robin.report/${net.letters[0]?.token}/nature-mismatch`);
      for (const field of ["cookie", "referer", "authorization"]) assert.ok(!(field in headers), field);
      assert.doesNotMatch(JSON.stringify(headers), /moz-extension|countersign/i);
      assert.doesNotMatch(new TextDecoder().decode(body), /Buy three/);
      await reader.browser.closePopup();
    });

    test("a message that was reported says so, and offers no second report", async () => {
      await reader.browser.openPopup();
      await until("the report in the popup", () =>
        has(reader, "popup", '[data-part="report-made"][data-report-state="done"]'),
      );
      assert.ok(!(await has(reader, "popup", "button[data-report]")));
      await reader.browser.closePopup();
    });
  });

test("REP-03: the provider's server has counted the one report of both browsers, and proven it", async () => {
  assert.equal(posted().length, BROWSERS.length);
  const { verified, other, natures } = await until("the proof", async () => {
    const found = await net.figures();
    return found.verified > 0 && found;
  });
  assert.deepEqual([verified, other, natures.map(({ name }) => name)], [1, 0, ["personal"]]);
});
