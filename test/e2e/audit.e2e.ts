import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { schemaFaults } from "../ipp/json-schema.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { reportsIn, startProgram } from "../serve/program.ts";
import { inExtension } from "../world/extension-page.ts";
import { handOnTo } from "../world/hand-on.ts";
import { createCa } from "../world/loopback-ca.ts";
import { type LoopbackHttps, startLoopbackHttps } from "../world/loopback-https.ts";
import { addOnReady, ID, type MailClient, startMailClient, XPI } from "../world/mail-client.ts";
import type { Remote } from "../world/marionette.ts";
import { clickIn, clickInPopup } from "../world/mouse.ts";
import { openPopup } from "../world/popup-page.ts";
import { grow, keep, stored } from "../world/state.ts";
import { openFreshOptions } from "../world/tabs.ts";
import { forceInstall } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";
import { answerDoorhanger } from "./lookup-world.ts";
import { inPopup, keptReports } from "./report-steps.ts";
import { backToMail, later as laterReports, press } from "./report-world.ts";

// The activity log reaches an organisation's own HTTPS server, once and again after failures; an exercise of its own is
// reported as any other mail, and stands in the log then; and what a person decided moves to another profile in a file.

const world = createWorld("audit");
after(() => world.end());

const HOST = "log.work.example";
const COLLECTOR = "reports.work.example";
const OPTIONS = { view: "tab", page: "ui/options.html" } as const;
/** By which the organisation knows its exercises. */
const MARK = { name: "X-Work-Exercise", value: "2026-autumn-4f1d6c0b9a7e" };
const EXERCISE = Buffer.from(
  [
    "From: Postmaster <postmaster@neighbour.example>",
    "To: robin@home.example",
    "Subject: Your mailbox is full",
    "Message-ID: <exercise@neighbour.example>",
    "Date: Fri, 20 Nov 2026 15:05:00 +0000",
    `${MARK.name}: ${MARK.value}`,
    "",
    "Sign in again to go on getting mail.",
    "",
  ].join("\r\n"),
);
let https: LoopbackHttps;
let client: MailClient;

before(async () => {
  const ca = createCa(world);
  https = await startLoopbackHttps(world, ca, [HOST, COLLECTOR]);
  const downloads = join(world.dir, "downloads");
  mkdirSync(downloads);
  client = await startMailClient(world, {
    messages: [...(await makeSamples()).slice(0, 1).map(({ bytes }) => bytes), EXERCISE],
    policies: {
      ...forceInstall(ID, XPI, {
        serial: 4,
        auditWebhook: `https://${HOST}/countersign`,
        reportCollector: `https://${COLLECTOR}/ipp/`,
        reportNote: "Did you type a password? Call extension 4711 now.",
        simulationHeaders: [MARK],
        organisationName: "Work Example Ltd",
      }),
      Certificates: { Install: [ca.file] },
    },
    prefs: {
      ...https.prefs,
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
      "browser.download.useDownloadDir": true,
      "browser.helperApps.neverAsk.saveToDisk": "application/json",
    },
  });
  await addOnReady(client.marionette);
  await grow(client.marionette, KNOWLEDGE);
});

const inOptions = <A extends unknown[], R>(fn: Remote<A, R>, ...args: A): Promise<R> =>
  inExtension(client.marionette, ID, OPTIONS, fn, ...args);

const receiver = () =>
  inOptions(() => ({
    allowed: document.querySelector<HTMLElement>('[data-part="audit-receiver"]')?.dataset.allowed,
    text: document.querySelector('[data-part="audit-receiver"]')?.textContent ?? "",
  }));

/** Days pass, and the alarm rings. */
async function later(days: number): Promise<void> {
  await inExtension(
    client.marionette,
    ID,
    { view: "background" },
    async (seconds: number) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open("countersign");
        request.onsuccess = () => resolve(request.result);
      });
      const tx = db.transaction(["webhook", "auditDays"], "readwrite");
      const state = tx.objectStore("webhook").get("state");
      state.onsuccess = () => {
        if (state.result) tx.objectStore("webhook").put({ ...state.result, due: state.result.due - seconds }, "state");
      };
      await new Promise((resolve) => {
        tx.oncomplete = resolve;
      });
      db.close();
      await browser.alarms.create("audit", { when: Date.now() + 200 });
    },
    days * 86_400,
  );
}

test("ADM-07: nothing is sent before the user allowed the host, and the options say to whom it would go", async () => {
  assert.notEqual((await show(client, 0)).icon, "");
  await later(2);
  await openFreshOptions(client.marionette);
  const { allowed, text } = await receiver();
  assert.equal(allowed, "false");
  assert.match(text, /log\.work\.example.*Nothing is sent until you allow it/s);
  assert.deepEqual(https.asked, []);
});

/** What the organisation's receiver of the log got. */
const logged = () =>
  https.asked.filter(({ host }) => host === HOST).map(({ body }) => JSON.parse(Buffer.from(body).toString()));

test("once allowed the log arrives as the published schema says, and what the server refused comes again, once", async () => {
  const answers = [503, 204];
  https.serve(HOST, (_asked, response) => void response.writeHead(answers[https.asked.length - 1] ?? 204).end());
  await clickIn(client.marionette, client.display, OPTIONS, '[data-action="allow-audit"]');
  await until("the first delivery", async () => {
    await answerDoorhanger(client.marionette, "allow");
    return https.asked.length === 1;
  });
  const { text } = await until("the page to say so", async () => {
    const shown = await receiver();
    return shown.allowed === "true" && /has not taken it yet/.test(shown.text) && shown;
  });
  assert.match(text, /You allowed it/);
  assert.doesNotMatch(text, /until you allow/);
  await later(1);
  await until("the second delivery", async () => https.asked.length === 2);
  await until("its success", async () => (await stored(client.marionette, "webhook"))[0]?.attempts === 0);
  const [first, second] = logged();
  assert.deepEqual(second.events, first.events);
  assert.deepEqual(schemaFaults("Draft7Validator", ["docs/audit.schema.json"], [first, second]), [[], []]);
  assert.ok(
    first.events.some(({ kind, serial }: { kind: string; serial?: number }) => kind === "policy-read" && serial === 4),
  );
  const [asked] = https.asked;
  assert.deepEqual(
    [asked?.method, asked?.path, asked?.headers["content-type"]],
    ["POST", "/countersign", "application/json"],
  );
  const headers = JSON.stringify(asked?.headers);
  assert.doesNotMatch(headers, /moz-extension|cookie|referer/i);
  assert.doesNotMatch(JSON.stringify(first), /@|Subject|log\.work/);
});

test("REP-14: an exercise looks and is reported as any other mail; once its report was counted it is thanked for and logged", async () => {
  const www = join(world.dir, "www");
  mkdirSync(www);
  const words = ["--domain", "home.example", "--contact", "abuse@home.example", "--listen", "127.0.0.1:0"];
  const database = ["--path", "/ipp/", "--database", reportsIn(world.dir)];
  const { origin } = await startProgram({ after: (end: () => void) => world.defer(end) }, [www, ...words, ...database]);
  https.serve(COLLECTOR, handOnTo(origin));
  await press({ client }, '[data-action="allow-reports"]', '#reports [data-state="ready"]');
  await backToMail({ client });
  await show(client, 1, "NONE");
  await openPopup(client.marionette);
  const popup = <R>(fn: () => R) => inPopup({ client }, fn);
  const text = () => popup(() => document.body.textContent ?? "");
  await until("the reasons", () => popup(() => document.querySelector("button[data-report]") !== null));
  assert.match(await text(), /to reports\.work\.example, for your organisation/);
  assert.match(await text(), /Call extension 4711 now/);
  await clickInPopup(client.marionette, client.display, 'button[data-report="impersonation"]');
  await until("the report", async () => (await keptReports({ client }))[0]?.state === "queued");
  assert.equal(await popup(() => document.querySelector('[data-part="exercise"]')), null);
  assert.doesNotMatch(await text(), /exercise/i);
  await laterReports({ client }, 60);
  await until("the server to count it", async () => (await keptReports({ client }))[0]?.outcome === "counted");
  await openPopup(client.marionette);
  const thanks = await until("the thanks", () =>
    popup(() => document.querySelector('[data-part="exercise"]')?.textContent ?? ""),
  );
  assert.match(thanks, /Work Example Ltd/);
  assert.match(await text(), /Call extension 4711 now/);
  await later(1);
  await until("the third delivery", () => logged().length === 3);
  // What arrived before is not sent again.
  const kinds = logged()[2].events.map(({ kind }: { kind: string }) => kind);
  assert.deepEqual(kinds, ["report-made", "exercise-reported"]);
  const left = https.asked.map(({ path, body }) => `${path} ${Buffer.from(body)}`).join();
  assert.ok(!left.includes(MARK.value), "the mark itself stays here");
});

test("what a person decided moves to a fresh profile in a file, which is shown before it is taken over", async () => {
  const own = {
    trust: [{ org_id: "own.example", domains: ["own.example"], requireStamp: true, source: "user" }],
    account: KNOWLEDGE.account,
  };
  const choices = { arrival: "all", keepHistory: false, mark: "fox", ippDomains: ["home.example"], tellSenders: true };
  await inExtension(client.marionette, ID, { view: "background" }, keep, own, "account1", choices);
  await openFreshOptions(client.marionette);
  await clickIn(client.marionette, client.display, OPTIONS, '[data-action="save-settings"]');
  const downloads = join(world.dir, "downloads");
  const name = "countersign-settings.json";
  await until(
    "the file",
    () => readdirSync(downloads).includes(name) && readFileSync(join(downloads, name)).length > 0,
  );
  const kept = await decisions(client);

  const other = createWorld("audit-moved");
  try {
    const fresh = await startMailClient(other, { messages: [] });
    await openFreshOptions(fresh.marionette);
    await chooseFile(fresh, readFileSync(join(downloads, name), "utf8"));
    const contents = '[data-part="file-contents"]';
    await until("what is in the file", () =>
      inExtension(fresh.marionette, ID, OPTIONS, () => document.querySelector('[data-part="file-contents"]') !== null),
    );
    assert.deepEqual((await decisions(fresh)).trust, [], "nothing is taken over yet");
    await clickIn(fresh.marionette, fresh.display, OPTIONS, `${contents} [data-action="take-settings"]`);
    await until("the taking over", () =>
      inExtension(
        fresh.marionette,
        ID,
        OPTIONS,
        () => document.querySelector('#file [data-outcome="loaded"]') !== null,
      ),
    );
    assert.deepEqual(await decisions(fresh), kept);
  } finally {
    await other.end();
  }
});

/** What a person decided, as it is stored; without when it was. */
async function decisions({ marionette }: MailClient) {
  const [trust, keys, [settings]] = [
    await stored(marionette, "trust"),
    await stored(marionette, "keys"),
    await stored(marionette, "settings"),
  ];
  const { welcomed: _, webmails = [], ...chosen } = settings ?? {};
  return {
    trust: trust.map(({ addedAt: _, source: __, ...record }) => record),
    keys: keys.map(({ proof: _, ...key }) => key),
    chosen: { ...chosen, webmails },
  };
}

/** Gives a file to the page's field, as the dialog of the program would. */
const chooseFile = ({ marionette }: MailClient, text: string): Promise<void> =>
  inExtension(
    marionette,
    ID,
    OPTIONS,
    (text: string) => {
      const input = document.querySelector<HTMLInputElement>("#file input[type=file]");
      const chosen = new DataTransfer();
      chosen.items.add(new File([text], "countersign-settings.json", { type: "application/json" }));
      if (input === null) throw new Error("no field for a file");
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    text,
  );
