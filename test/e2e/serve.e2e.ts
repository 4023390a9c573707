import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { AxeResults, RunOptions } from "axe-core";
import { type Browser, launch, type Page } from "puppeteer-core";
import { makeAccount } from "../../core/cli/serve/access.ts";
import { openEmbedded } from "../../core/cli/serve/embedded.ts";
import { migrate } from "../../core/cli/serve/schema.ts";
import { countReport } from "../../core/cli/serve/store.ts";
import { REPORT_CODES } from "../../core/ipp/report-codes.ts";
import { domainOf } from "../../core/message/addr-spec.ts";
import { type Started, startProgram, wordsFor } from "../serve/program.ts";
import { HOME, newToken, PASSWORD } from "../serve/support.ts";
import { createCa } from "../world/loopback-ca.ts";
import { createWorld } from "../world/world.ts";

// The operator's pages of `countersign ipp serve` in a real browser over HTTPS.

const world = createWorld("serve");
after(() => world.end());
const on = { after: (end: () => void) => world.defer(end) };
const HOST = "reports.home.example";
const PICTURES = "build/screenshots";
const RULES: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
};
const checker = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
/** A sender whose every name is an attack on the page. */
const HOSTILE = `"><img src=x onerror=alert(1)>@evil.example`;

let browser: Browser;
let server: Started;
let page: Page;
let origin: string;
const faults: string[] = [];

/** Two months of reports: a shop that turns bad, a newsletter with few complaints, and noise. */
async function fill(folder: string): Promise<void> {
  const database = await openEmbedded(folder);
  await migrate(database);
  const today = Math.floor(Date.now() / 1000);
  const kinds = [
    {
      sender: "offers@shop.example",
      nature: "transaction",
      code: 0,
      state: "verified",
      weight: (day: number) => (day < 25 ? 9 - day / 4 : 1),
    },
    {
      sender: "news@letter.example",
      nature: "marketing",
      code: 2,
      state: "verified",
      weight: (day: number) => (day % 7 === 0 ? 4 : 0),
    },
    {
      sender: "info@club.example",
      nature: "list",
      code: 1,
      state: "verified",
      weight: (day: number) => (day % 9 === 3 ? 2 : 0),
    },
    { sender: "", nature: "", code: 4, state: "unverified", weight: (day: number) => (day % 3 === 0 ? 3 : 1) },
    { sender: HOSTILE, nature: "", code: 5, state: "unverified", weight: (day: number) => (day === 2 ? 1 : 0) },
  ] as const;
  for (let day = 0; day < 60; day++)
    for (const { sender, nature, code, state, weight } of kinds)
      for (let i = 0; i < weight(day); i++)
        await countReport(database, {
          domain: sender === "" ? "unknown.example" : domainOf(sender),
          token: newToken(),
          code: REPORT_CODES[code] ?? "malware",
          route: "provider",
          state,
          sender,
          nature,
          messageId: "<4711@shop.example>",
          fields: JSON.stringify([`From: ${sender}`, "Subject: <script>alert(1)</script>"]),
          host: HOME,
          receivedAt: today - day * 86_400 - i * 60,
        });
  await database.close();
}

before(async () => {
  const folder = join(world.dir, "reports");
  await fill(folder);
  const ca = createCa(world);
  const { cert, key } = ca.issue([HOST]);
  const file = (name: string, text: string) => {
    writeFileSync(join(world.dir, name), text, { mode: 0o600 });
    return join(world.dir, name);
  };
  const tls = ["--cert", file("cert.pem", cert), "--key", file("key.pem", key)];
  const accounts = ["--accounts", file("accounts", `${await makeAccount("desk", PASSWORD)}\n`)];
  server = await startProgram(on, [...wordsFor(on, folder), ...tls, ...accounts], { scheme: "https" });
  origin = `https://${HOST}:${new URL(server.origin).port}`;
  browser = await launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
      "--ignore-certificate-errors",
    ],
  });
  world.defer(() => browser.close());
  page = await browser.newPage();
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => void dialog.dismiss().then(() => faults.push("a dialog opened")));
  await page.setViewport({ width: 1100, height: 900 });
  mkdirSync(PICTURES, { recursive: true });
});

const text = () => page.evaluate(() => document.querySelector("main")?.textContent ?? "");

async function accessible(what: string): Promise<void> {
  await page.evaluate(checker);
  const { violations }: AxeResults = await page.evaluate((options) => globalThis.axe.run(options), RULES);
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`),
    [],
  );
}

const picture = (name: string) => page.screenshot({ path: `${PICTURES}/serve-${name}.png`, fullPage: true });

const logIn = async (password: string) => {
  await page.goto(`${origin}/-/`);
  await page.type('input[name="name"]', "desk");
  await page.type('input[name="password"]', password);
  await Promise.all([page.waitForNavigation(), page.click("form.login button")]);
};

test("nothing is shown without the login, and a wrong password opens nothing", async () => {
  for (const path of ["", "?domain=shop.example", "report?id=1", "export/csv"]) {
    await page.goto(`${origin}/-/${path}`);
    assert.match(await text(), /Log in/);
    assert.doesNotMatch(await text(), /shop/);
  }
  await accessible("login");
  await picture("login");
  await logIn("not the password");
  assert.match(await text(), /do not belong together/);
  assert.deepEqual(await page.cookies(), []);
});

test("the figures are shown as plots with their numbers beside them, in every look", async () => {
  await logIn(PASSWORD);
  const [cookie] = await page.cookies();
  assert.deepEqual(
    [cookie?.name, cookie?.httpOnly, cookie?.secure, cookie?.sameSite],
    ["__Host-session", true, true, "Strict"],
  );
  assert.ok(await page.$("svg.plot"));
  const words = await text();
  for (const name of ["offers@shop.example", "news@letter.example", "transaction", "marketing", "nature-mismatch"])
    assert.ok(words.includes(name), name);
  const numbers = await page.$$eval("dl.figures dd", (all) => all.map((one) => Number(one.textContent)));
  const listed = await page.$$eval("details tbody tr", (all) =>
    all.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent))),
  );
  const sums = [0, 1].map((column) => listed.reduce((sum, cells) => sum + (cells[column] ?? 0), 0));
  assert.deepEqual(sums, numbers, "the plot's table holds every report once");
  await accessible("overview");
  await picture("light");
  await page.screenshot({ path: `${PICTURES}/serve-top.png`, clip: { x: 0, y: 0, width: 1100, height: 1420 } });
  const client = await page.createCDPSession();
  const look = (features: readonly { name: string; value: string }[]) =>
    client.send("Emulation.setEmulatedMedia", { features: [...features] });
  await look([{ name: "prefers-color-scheme", value: "dark" }]);
  await accessible("dark");
  await picture("dark");
  await look([
    { name: "prefers-color-scheme", value: "dark" },
    { name: "forced-colors", value: "active" },
  ]);
  await picture("forced-colors");
  await look([]);
  await page.setViewport({ width: 360, height: 800 });
  await page.reload();
  await accessible("narrow");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${wide} pixels too wide`);
  await picture("narrow");
  await page.setExtraHTTPHeaders({ "accept-language": "ar" });
  await page.reload();
  await accessible("narrow, right to left");
  await page.setViewport({ width: 1100, height: 900 });
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
  assert.match(await text(), /البلاغات/);
  await accessible("right to left");
  const spare = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(spare <= 0, `${spare} pixels too wide from right to left`);
  await picture("rtl");
  await page.setExtraHTTPHeaders({ "accept-language": "en" });
});

test("one goes from a name to its reports, from there to one of them, and takes them along", async () => {
  await page.goto(`${origin}/-/`);
  await Promise.all([
    page.waitForNavigation(),
    page.evaluate(() =>
      [...document.querySelectorAll("a")].find((a) => a.textContent === "offers@shop.example")?.click(),
    ),
  ]);
  assert.match(page.url(), /sender=offers%40shop\.example/);
  assert.doesNotMatch(await text(), /letter\.example/);
  await picture("sender");
  const links = await page.$$eval("a.button[href*=export]", (all) => all.map((one) => one.getAttribute("href") ?? ""));
  const files = await page
    .evaluate(async (all) => Promise.all(all.map(async (link) => (await fetch(link)).text().catch(String))), links)
    .catch(() => []);
  assert.deepEqual(files, [], "no script of a page can ask for anything");
  faults.length = 0;
  await Promise.all([page.waitForNavigation(), page.click('a[href^="/-/report?id="]')]);
  assert.match(await text(), /offers@shop\.example/);
  assert.match(await text(), /<script>alert\(1\)<\/script>/);
  await accessible("one report");
  await picture("report");
});

test("what is taken along is complete, and no cell of it is a formula", async () => {
  const [cookie] = await page.cookies();
  const get = (form: string) =>
    new Promise<string>((resolve, reject) => {
      const options = { host: "127.0.0.1", port: new URL(origin).port, rejectUnauthorized: false };
      const path = `/-/export/${form}?sender=${encodeURIComponent("offers@shop.example")}`;
      httpsRequest({ ...options, path, headers: { cookie: `${cookie?.name}=${cookie?.value}` } }, (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => resolve(Buffer.concat(pieces).toString("utf8")));
      })
        .on("error", reject)
        .end();
    });
  await page.goto(`${origin}/-/?sender=${encodeURIComponent("offers@shop.example")}`);
  const shown = await page.$eval("dl.figures dd", (one) => Number(one.textContent));
  assert.equal((await get("csv")).split("\r\n").length - 2, shown);
  assert.equal((await get("xarf")).split("\n").length - 1, shown);
  assert.equal((await get("arf")).match(/^From MAILER-DAEMON /gm)?.length, shown);
});

test("hostile names stay text", async () => {
  await page.goto(`${origin}/-/?sender=${encodeURIComponent(HOSTILE)}`);
  assert.ok((await text()).includes(HOSTILE));
  assert.equal(await page.$("img"), null);
  assert.deepEqual(
    faults.filter((fault) => !/401|favicon/.test(fault)),
    [],
  );
});

test("forms of other origins do nothing, and logging out ends the session", async () => {
  const [cookie] = await page.cookies();
  const session = `${cookie?.name}=${cookie?.value}`;
  const post = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const options = {
        method: "POST",
        host: "127.0.0.1",
        port: new URL(origin).port,
        path: "/-/logout",
        rejectUnauthorized: false,
      };
      httpsRequest({ ...options, headers: { cookie: session, host: new URL(origin).host, ...headers } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on("error", reject)
        .end();
    });
  assert.equal(await post({}), 403);
  assert.equal(await post({ origin: "https://other.home.example" }), 403);
  assert.equal(await post({ origin: "null" }), 403);
  await page.goto(`${origin}/-/`);
  await Promise.all([page.waitForNavigation(), page.click("header button")]);
  assert.match(await text(), /Log in/);
  await page.setCookie({ name: cookie?.name ?? "", value: cookie?.value ?? "", url: origin, secure: true, path: "/" });
  await page.goto(`${origin}/-/`);
  assert.match(await text(), /Log in/);
});
