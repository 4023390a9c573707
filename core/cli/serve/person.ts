import type { App } from "./app.ts";
import { type Database, textOf } from "./database.ts";
import { type Answer, type Asked, plainAnswer } from "./exchange.ts";
import { FORMS, type Form, formAnswer, formatReports } from "./feeds.ts";
import { type Cursor, listReports, type Selection } from "./figures.ts";
import type { Filer } from "./forms.ts";
import { foreign, html } from "./html.ts";
import { overview, PROOF } from "./overview.ts";
import { loginPage, page } from "./page.ts";
import { fieldsOf } from "./prove.ts";
import { readSelection } from "./selection.ts";
import { accountOf, logIn, logOut } from "./sessions.ts";
import { isReportId, storedReport } from "./store.ts";
import { STYLE } from "./style.ts";

const HOME = "/-/";
/** Reports read at once for a file. */
const PAGE = 100;

/** Answers a person with a browser. Everything but the style sheet and the login is behind the login. */
export async function answerPerson(asked: Asked, path: string, app: App): Promise<Answer> {
  if (path === "style.css")
    return {
      status: 200,
      headers: { "content-type": "text/css; charset=utf-8", "cache-control": "max-age=3600" },
      body: STYLE,
    };
  if (asked.method === "POST") {
    if (path === "login") return await logIn(asked, app.logins, HOME, loginPage);
    if (path === "logout") return await logOut(asked, app.logins, HOME);
  }
  if (asked.method !== "GET") return plainAnswer(405, "only GET", { allow: "GET" });
  const account = await accountOf(asked, app.logins);
  if (account === undefined) return loginPage(200);
  const now = Math.floor(app.clock() / 1000);
  const selection = readSelection(asked.query, now);
  if (selection === undefined) return wrongDates(account);
  if (path === "") return await overview(app.database, account, selection);
  if (path === "report") return await oneReport(app, account, asked.query.get("id") ?? "");
  const form = FORMS.find((one) => path === `export/${one}`);
  if (form !== undefined) return formAnswer(form, everything(app.database, selection, form, app.filer, now));
  return notFound(account);
}

const wrongDates = (account: string) =>
  page(
    "Dates",
    account,
    html`<main><h1>These dates cannot be shown</h1><p>Choose a first and a last day, at most a year apart. <a href="/-/">Show the last 30 days</a></p></main>`,
    400,
  );

const notFound = (account: string) =>
  page(
    "Nothing here",
    account,
    html`<main><h1>There is nothing here</h1><p><a href="/-/">All reports</a></p></main>`,
    404,
  );

/** All settled reports of a selection as one document, read and made piece by piece. */
async function* everything(
  database: Database,
  selection: Selection,
  form: Form,
  filer: Filer,
  now: number,
): AsyncGenerator<Uint8Array> {
  let after: Cursor = { settledAt: 0, id: 0 };
  for (let first = true; ; first = false) {
    const some = await listReports(database, selection, { after, until: now, most: PAGE });
    yield formatReports(some, form, { audience: "own", filer, first });
    after = some.at(-1) ?? after;
    if (some.length < PAGE) return;
  }
}

/** Everything that is known about one report. */
async function oneReport({ database }: App, account: string, uid: string): Promise<Answer> {
  const [row] = isReportId(uid) ? await database.query("SELECT * FROM reports WHERE uid = $1", [uid]) : [];
  if (row === undefined) return notFound(account);
  const report = storedReport(row);
  const [delivery] = await database.query("SELECT state FROM deliveries WHERE report = $1", [report.id]);
  const facts: readonly (readonly [string, string])[] = [
    ["Received", `${new Date(report.receivedAt * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`],
    ["About", report.domain || "not known"],
    ["Sender", report.sender || "not known"],
    ["Declared as", report.nature || "not known"],
    ["Reason", report.code],
    ["Proof", PROOF[report.state]],
    [
      "Came",
      report.route === "sender" ? "from a recipient, with a token issued here" : `from a reader of ${report.host}`,
    ],
    ["Message-ID", report.messageId || "not known"],
    ["Passed on", { queued: "waiting", sent: "yes", dropped: "given up" }[textOf(delivery, "state")] ?? "no"],
  ];
  const fields = fieldsOf(report);
  return page(
    "Report",
    account,
    html`<main><p><a href="/-/">All reports</a></p><h1>Report</h1>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${foreign(value)}</dd>`)}</dl>
<h2>What came with it</h2>
${fields.length === 0 ? html`<p class="quiet">No header field of the message.</p>` : html`<pre tabindex="0">${fields.join("\n")}</pre>`}</main>`,
  );
}
