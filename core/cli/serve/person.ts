import type { App } from "./app.ts";
import { type Database, textOf } from "./database.ts";
import { type Answer, type Asked, plainAnswer } from "./exchange.ts";
import { FORMS, type Form, formAnswer, formatReports } from "./feeds.ts";
import { type Cursor, listReports, type Selection } from "./figures.ts";
import type { Filer } from "./forms.ts";
import { foreign, html } from "./html.ts";
import { overview, PROOF } from "./overview.ts";
import { loginPage, page, type Reader } from "./page.ts";
import { fieldsOf } from "./prove.ts";
import { readSelection } from "./selection.ts";
import { accountOf, logIn, logOut } from "./sessions.ts";
import { isReportId, storedReport } from "./store.ts";
import { STYLE } from "./style.ts";
import { tongueFor } from "./tongue.ts";

const HOME = "/-/";
/** Reports read at once for a file. */
const PAGE = 100;

/** Answers a person with a browser. Everything but the style sheet and the login is behind the login. */
export async function answerPerson(asked: Asked, path: string, app: App): Promise<Answer> {
  const tongue = tongueFor(asked.header("accept-language"));
  const refused = (status: number) => loginPage(status, tongue);
  if (path === "style.css")
    return {
      status: 200,
      headers: { "content-type": "text/css; charset=utf-8", "cache-control": "max-age=3600" },
      body: STYLE,
    };
  if (asked.method === "POST") {
    if (path === "login") return await logIn(asked, app.logins, HOME, refused);
    if (path === "logout") return await logOut(asked, app.logins, HOME);
  }
  if (asked.method !== "GET") return plainAnswer(405, "only GET", { allow: "GET" });
  const account = await accountOf(asked, app.logins);
  if (account === undefined) return loginPage(200, tongue);
  const reader = { account, tongue };
  const now = Math.floor(app.clock() / 1000);
  const selection = readSelection(asked.query, now);
  if (selection === undefined) return wrongDates(reader);
  if (path === "") return await overview(app.database, reader, selection);
  if (path === "report") return await oneReport(app, reader, asked.query.get("id") ?? "");
  const form = FORMS.find((one) => path === `export/${one}`);
  if (form !== undefined) return formAnswer(form, everything(app.database, selection, form, app.filer, now));
  return notFound(reader);
}

const wrongDates = (reader: Reader) =>
  page(
    reader.tongue.say("wrong_dates"),
    reader,
    html`<main><h1>${reader.tongue.say("wrong_dates")}</h1><p>${reader.tongue.say("wrong_dates_help")} <a href="/-/">${reader.tongue.say("last_days")}</a></p></main>`,
    400,
  );

const notFound = (reader: Reader) =>
  page(
    reader.tongue.say("nothing_here"),
    reader,
    html`<main><h1>${reader.tongue.say("nothing_here")}</h1><p><a href="/-/">${reader.tongue.say("all_reports")}</a></p></main>`,
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

/** What can have become of passing a report on. */
const DELIVERY = ["queued", "sent", "dropped"] as const;

/** Everything that is known about one report. */
async function oneReport({ database }: App, reader: Reader, uid: string): Promise<Answer> {
  const { say } = reader.tongue;
  const [row] = isReportId(uid) ? await database.query("SELECT * FROM reports WHERE uid = $1", [uid]) : [];
  if (row === undefined) return notFound(reader);
  const report = storedReport(row);
  const [delivery] = await database.query("SELECT state FROM deliveries WHERE report = $1", [report.id]);
  const facts: readonly (readonly [string, string])[] = [
    [say("received"), `${new Date(report.receivedAt * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`],
    [say("about"), report.domain || say("unknown")],
    [say("sender"), report.sender || say("unknown")],
    [say("declared_as"), report.nature || say("unknown")],
    [say("reason"), report.code],
    [say("proof"), say(PROOF[report.state])],
    [say("came"), report.route === "sender" ? say("came_sender") : say("came_provider", report.host)],
    [say("message_id"), report.messageId || say("unknown")],
    [say("passed_on"), say(DELIVERY.find((one) => one === textOf(delivery, "state")) ?? "no")],
  ];
  const fields = fieldsOf(report);
  return page(
    say("report"),
    reader,
    html`<main><p><a href="/-/">${say("all_reports")}</a></p><h1>${say("report")}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${foreign(value)}</dd>`)}</dl>
<h2>${say("evidence")}</h2>
${fields.length === 0 ? html`<p class="quiet">${say("no_evidence")}</p>` : html`<pre tabindex="0">${fields.join("\n")}</pre>`}</main>`,
  );
}
