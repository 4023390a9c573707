import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closePopup } from "../world/badge-button.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID } from "../world/mail-client.ts";
import { clickIn, clickInPopup, pressKeys } from "../world/mouse.ts";
import { openPopup } from "../world/popup-page.ts";
import { stored } from "../world/state.ts";
import { openFreshOptions } from "../world/tabs.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";
import { again, choose } from "./lookup-world.ts";
import { PROVIDER_BASE, PROVIDER_HOST, SENDER_BASE, SENDER_HOST } from "./report-net.ts";
import { declared, inPopup, keptReport, keptReports, reportLetter } from "./report-steps.ts";
import { backToMail, later, press, type ReportWorld, startReportWorld } from "./report-world.ts";

// What a sender declares is shown, and one click reports what is not so: counted once by `countersign ipp serve`, whatever
// happens on the way, and proven there.

const world = createWorld("report");
after(() => world.end());

/** The page of the options. */
const OPTIONS = { view: "tab", page: "ui/options.html" } as const;

let here: ReportWorld;
before(async () => {
  here = await startReportWorld(world, [
    "transaction",
    "personal",
    "personal",
    "marketing",
    "list",
    "personal",
    "notification",
  ]);
});

const popup = <R>(fn: () => R) => inPopup(here, fn);
const declaredOf = (n: number, wanted: string) => declared(here, n, wanted);
const tokenOf = (n: number) => here.letters[n]?.token ?? assert.fail(`no letter ${n}`);
const kept = (n: number) => keptReport(here, tokenOf(n));
const report = (n: number, code: string) => reportLetter(here, n, code);
const sent = (n: number) => here.provider.reports.filter(({ token }) => token === tokenOf(n));
const reports = () => keptReports(here);
/** What the server counts about the sender when it has looked for its proofs: proven reports, and the others. */
const counted = async () => {
  const { verified, other } = await here.figures();
  return [verified, other];
};

const ended = (n: number, what: string) =>
  until(`letter ${n} to be ${what}`, async () => {
    const found = await kept(n);
    return `${found?.state} ${found?.outcome ?? ""}`.trim() === what && found;
  });

test("IPP-11 REP-01: displaying declared mail asks nobody, and without a key the claim is the sender's word alone", async () => {
  const said = await declaredOf(0, "no-key");
  assert.match(said, /The sender says this is “about your order, account or contract”.*could not be checked/s);
  assert.deepEqual(await stored(here.client.marionette, "lookupJobs"), []);
  assert.deepEqual(here.https.asked, []);
});

test("declared honestly: the certificate is found through signed zones, and the claim is shown as signed", async () => {
  assert.equal(await choose(here, "all"), "stored");
  await backToMail(here);
  await show(here.client, 0);
  await until("the sender's host to wait for a click", async () => {
    const findings = await stored(here.client.marionette, "findings");
    return findings.some(({ key }) => String(key).startsWith("ipp-certificate"));
  });
  assert.ok(!here.https.asked.some(({ host }) => host === SENDER_HOST), "IPP-11: nobody allowed that host");
  await press(here, '#lookups [data-action="allow-host"]', "main:not(:has([data-action='allow-host']))");
  const said = await declaredOf(0, "signed");
  assert.match(said, /ann@sender\.example declares this message to be “about your order/);
  const { badge } = await openPopup(here.client.marionette);
  assert.equal(badge, "NONE", "a declaration never improves a badge");
  assert.deepEqual(
    here.https.asked.filter(({ host }) => host === SENDER_HOST).map(({ method, path }) => `${method} ${path}`),
    [`GET ${SENDER_BASE}ann.pub`],
  );
});

test("REP-05 E12: reports go to the reader's own provider, once that is found, shown and allowed", async () => {
  await press(here, '[data-action="use-domain"]', '#reports [data-state="not-allowed"]');
  assert.ok(!here.https.asked.some(({ host }) => host === PROVIDER_HOST));
  await press(here, '[data-action="allow-reports"]', '#reports [data-state="ready"]');
  await backToMail(here);
  await show(here.client, 1);
  await openPopup(here.client.marionette);
  const said = await until("the offer", () =>
    popup(() => {
      const part = document.querySelector<HTMLElement>('[data-part="report"]');
      return (part?.querySelector("button[data-report]") && part.textContent) ?? "";
    }),
  );
  assert.match(said, /reports this to ipp\.home\.example.*as robin@home\.example/s);
  assert.match(said, /IPP-Declaration: v=IPP1/);
  assert.doesNotMatch(said, /Buy three/);
});

test("the rules that the own provider publishes are read when that is wanted, and the popup says what does not fit", async () => {
  const rules = '[data-rules="robin@home.example"]';
  await press(here, `${rules} > summary`, `${rules}[open]`);
  await clickIn(here.client.marionette, here.client.display, OPTIONS, `${rules} > label input`);
  await until("the choice", async () => (await stored(here.client.marionette, "ownPolicies")).length === 1);
  await again(here, "home.example");
  await until("the rules", async () => {
    const [own] = await stored(here.client.marionette, "ownPolicies");
    return JSON.stringify(own).includes('"published"');
  });
  const said = await declaredOf(3, "signed");
  assert.match(said, /“advertising”.*you do not want this\. Your provider publishes this rule\. It stays where it is/s);
});

test("REP-02: a click that no person made reports nothing", async () => {
  await popup(() => document.querySelector<HTMLButtonElement>("button[data-report]")?.click());
  await sleep(500);
  assert.deepEqual(await reports(), []);
});

test("a key opens the popup at its reasons, and reports nothing by itself", async () => {
  await backToMail(here);
  await show(here.client, 1);
  await closePopup(here.client.marionette, ID);
  await pressKeys(here.client.display, "alt+shift+r");
  const focused = await until("the focus on a reason", () =>
    popup(() => document.activeElement?.getAttribute("data-report") ?? "").catch(() => ""),
  );
  assert.equal(focused, "nature-mismatch");
  assert.deepEqual(await reports(), []);
});

test("misdeclared: one click, ten seconds, counted once; a second click says already reported", async () => {
  await report(1, "undeclared-marketing");
  assert.equal((await kept(1))?.state, "queued");
  assert.deepEqual(sent(1), []);
  await ended(1, "done counted");
  await until("the server's proof", async () => (await here.figures()).verified === 1);
  const { natures, codes, other } = await here.figures();
  const one = (name: string) => [{ name, verified: 1, other: 0 }];
  assert.deepEqual([natures, codes, other], [one("personal"), one("undeclared-marketing"), 0]);
  const [only, ...more] = sent(1);
  assert.deepEqual(more, []);
  const { headers, body, method, path, code } = only ?? assert.fail();
  assert.deepEqual([method, code], ["POST", "undeclared-marketing"]);
  assert.equal(path, `${PROVIDER_BASE}robin.report/${tokenOf(1)}/undeclared-marketing`);
  for (const name of ["cookie", "referer", "authorization"]) assert.ok(!(name in headers), name);
  assert.doesNotMatch(JSON.stringify(headers), /moz-extension|Thunderbird|countersign/i);
  assert.equal(headers.origin, "null", "REP-05 NET-05: the origin would name this very installation");
  const text = new TextDecoder().decode(body);
  assert.match(text, /"IPP-Declaration: v=IPP1/);
  assert.doesNotMatch(text, /Buy three/);
  await openPopup(here.client.marionette);
  const made = await until("the report in the popup", () =>
    popup(() => document.querySelector<HTMLElement>('[data-part="report-made"]')?.dataset.reportState ?? ""),
  );
  assert.equal(made, "done");
  assert.equal(await popup(() => document.querySelectorAll("button[data-report]").length), 0);
});

test("REP-03 REP-10: killed after the click, before anything was sent: sent once, after the next start", async () => {
  await report(2, "nature-mismatch");
  await here.client.crash();
  // A start can take longer than the time to take it back: then it is on its way already.
  assert.ok((await kept(2)) !== undefined);
  await ended(2, "done counted");
  assert.equal(sent(2).length, 1);
});

test("REP-03 REP-10: killed before the request arrives, before its answer, and as the answer comes: one key, counted once", async () => {
  const { provider, client } = here;
  const again = async (requests: number) => {
    assert.match(`${(await kept(3))?.state}`, /sending|done/);
    provider.mischief = undefined;
    await later(here, 100);
    await until("another time", async () => (await kept(3))?.state !== "sending");
    assert.equal(sent(3).length, requests);
  };
  provider.mischief = { kind: "lost" };
  await report(3, "policy-violation");
  await until("the first request", async () => sent(3).length === 1);
  await client.crash();
  await again(1);
  assert.deepEqual(await counted(), [2, 0], "it never arrived");
  provider.mischief = { kind: "silent" };
  await later(here, 1000);
  await until("the second request", async () => sent(3).length === 2);
  await until("the server's count", async () => (await counted())[0] === 3);
  await client.crash();
  await again(2);
  const answered = new Promise<void>((done) => {
    provider.mischief = { kind: "watched", onAnswer: done };
  });
  await later(here, 2000);
  await answered;
  await client.crash();
  await again(3);
  await later(here, 20_000);
  await ended(3, "done already-counted");
  const keys = sent(3).map(({ key }) => key);
  assert.ok(keys.length >= 3);
  assert.equal(new Set(keys).size, 1);
  assert.deepEqual(await counted(), [3, 0]);
});

test("REP-09: offline, a report waits, and goes when there is a connection", async () => {
  await report(4, "not-subscribed");
  await here.client.marionette.run(() => {
    Services.io.offline = true;
  });
  // Its time comes, and passes: the next try is minutes away.
  await later(here, 60);
  await until("a try", () =>
    inExtension(here.client.marionette, ID, { view: "background" }, async () => {
      const next = await chrome.alarms.get("reports");
      return next !== undefined && next.scheduledTime > Date.now() + 60_000;
    }),
  );
  assert.equal((await kept(4))?.state, "queued");
  assert.deepEqual(sent(4), []);
  await here.client.marionette.run(() => {
    Services.io.offline = false;
  });
  await later(here, 0);
  await ended(4, "done counted");
});

test("REP-11: a hostile server is asked at most five times, follows nowhere, and its endless answer is not read", async () => {
  here.provider.mischief = { kind: "redirect", to: `https://${SENDER_HOST}/elsewhere` };
  await report(5, "impersonation");
  await later(here, 60);
  await until("the first try", async () => sent(5).length === 1 && (await kept(5))?.state === "queued");
  here.provider.mischief = { kind: "status", status: 429 };
  for (let tries = 2; tries <= 4; tries++) {
    await later(here, 20_000);
    await until(`try ${tries}`, async () => sent(5).length === tries && (await kept(5))?.state === "queued");
  }
  here.provider.mischief = { kind: "endless" };
  await later(here, 20_000);
  await ended(5, "done counted");
  await later(here, 20_000);
  await sleep(1500);
  assert.equal(sent(5).length, 5);
  assert.ok(!here.https.asked.some(({ path }) => path === "/elsewhere"));
});

test("a report is taken back within its ten seconds: nothing leaves, and the reasons are there again", async () => {
  await report(0, "nature-mismatch");
  await openPopup(here.client.marionette);
  await until("the way back", () => popup(() => document.querySelector('[data-action="take-back"]') !== null));
  await clickInPopup(here.client.marionette, here.client.display, '[data-action="take-back"]');
  await until("the end of it", async () => (await kept(0))?.state === "undone");
  await until("the reasons again", () => popup(() => document.querySelector("button[data-report]") !== null));
  await later(here, 60);
  assert.deepEqual(sent(0), []);
});

test("REP-05: told after both consents, the sender's own server knows its token again and counts what was declared", async () => {
  await press(here, '#reports input[type="checkbox"]', '#reports input[type="checkbox"]:checked');
  const { natures } = await here.figures();
  assert.ok(!natures.some(({ name }) => name === "notification"));
  await backToMail(here);
  await show(here.client, 6);
  await openPopup(here.client.marionette);
  const tick = '[data-part="report"] > .choice input';
  await until("the second consent", () => popup(() => document.querySelector(".choice input") !== null));
  await clickInPopup(here.client.marionette, here.client.display, tick);
  await until("the sender as the destination", () =>
    popup(() => document.querySelector<HTMLElement>("[data-to]")?.dataset.to === "ipp.sender.example"),
  );
  await clickInPopup(here.client.marionette, here.client.display, 'button[data-report="not-subscribed"]');
  await until("the report", async () => (await kept(6))?.state === "queued");
  const before = here.https.asked.length;
  await later(here, 86_400);
  await ended(6, "done counted");
  const posted = here.https.asked.slice(before).filter(({ method, host }) => method === "POST" && host === SENDER_HOST);
  assert.deepEqual(
    posted.map(({ path, body }) => [path, new TextDecoder().decode(body)]),
    [[`${SENDER_BASE}ann.report/${tokenOf(6)}/not-subscribed`, "IPP-Report=One-Click"]],
  );
  assert.doesNotMatch(JSON.stringify(posted[0]?.headers), /robin|moz-extension|Thunderbird|cookie|referer/i);
  const after = await here.figures();
  assert.ok(after.natures.some(({ name, verified }) => name === "notification" && verified === 1));
});

test("REP-09: the options list every report with what became of it", async () => {
  await openFreshOptions(here.client.marionette);
  const listed = await until("the list", () =>
    inExtension(here.client.marionette, ID, OPTIONS, () => {
      const rows = [...document.querySelectorAll<HTMLElement>("#reports tbody tr")];
      return rows.length > 0 && rows.map((row) => row.dataset.reportState ?? "").sort();
    }).catch(() => false as const),
  );
  assert.deepEqual(listed, (await reports()).map(({ state }) => state).sort());
});
