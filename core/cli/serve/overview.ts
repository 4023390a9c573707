import type { Database } from "./database.ts";
import type { Answer } from "./exchange.ts";
import {
  type COLUMNS,
  type Count,
  countAll,
  countBy,
  countInTime,
  type InTime,
  latestReports,
  type Selection,
} from "./figures.ts";
import { foreign, type Html, html, NOTHING } from "./html.ts";
import { page } from "./page.ts";
import { dayText } from "./period.ts";
import { type Bar, smallPlot, swatch, timePlot } from "./plots.ts";
import { queryOf, selectionForm } from "./selection.ts";
import type { StoredReport } from "./store.ts";

const DAY = 86_400;
/** Lines of one table, bars of one plot, reports of the list. */
const MAX_LINES = 12;
const MAX_BARS = 60;
const MAX_LISTED = 25;

const TITLES = { domain: "By domain", sender: "By sender", nature: "By declared nature", code: "By reason" } as const;

/** The page with all figures of a selection. */
export async function overview(database: Database, account: string, selection: Selection): Promise<Answer> {
  const wholeDays = Math.round((selection.to - selection.from) / DAY);
  const days = Math.ceil(wholeDays / MAX_BARS);
  const all = await countAll(database, selection);
  const tables = await Promise.all(
    (Object.keys(TITLES) as (keyof typeof COLUMNS)[]).map(async (by) => {
      const counts = await countBy(database, by, selection, MAX_LINES);
      const inTime = await countInTime(database, by, selection, { names: counts.map(({ name }) => name), days });
      return { by, counts, inTime };
    }),
  );
  // Every report has one of the few reasons, so their sum is everything.
  const bars = barsOf(tables.find(({ by }) => by === "code")?.inTime ?? [], selection, days);
  const listed = await latestReports(database, selection, MAX_LISTED);
  const span = days === 1 ? "day" : `${days} days`;
  const label = `Reports per ${span} from ${dayText(selection.from)} to ${dayText(selection.to - DAY)}; the table below has the numbers`;
  return page(
    "Reports",
    account,
    html`<main><h1>Reports</h1>
${selectionForm(selection)}
<p class="actions">${periods(selection)}</p>
<dl class="figures">${figure(all.verified, "verified")}${figure(all.other, "not proven")}</dl>
<section class="card"><h2>Reports per ${span}</h2>
<ul class="legend"><li>${swatch("verified")} verified: the sender signed what was reported</li><li>${swatch("other")} not proven: says nothing about the sender</li></ul>
${timePlot(bars, days, label)}
<details><summary>As a table</summary>${barTable(bars, days)}</details></section>
<div class="cards">${tables.map(({ by, counts, inTime }) => countTable(by, counts, inTime, selection, days))}</div>
${list(listed, all)}
<section class="card"><h2>Take them along</h2><p class="quiet">All settled reports of this selection.</p>
<p class="actions">${(["csv", "arf", "xarf"] as const).map((form) => html`<a class="button" href="/-/export/${form}${queryOf(selection)}">${form.toUpperCase()}</a>`)}</p></section>
</main>`,
  );
}

const figure = (count: number, what: string) => html`<div><dt>${what}</dt><dd>${count}</dd></div>`;

/** Links to the usual spans, which end where this one ends. */
function periods(selection: Selection): readonly Html[] {
  return [7, 30, 90, 365].map((days) => {
    const from = selection.to - days * DAY;
    const here = from === selection.from ? html` aria-current="true"` : NOTHING;
    return html`<a class="button" href="/-/${queryOf(selection, { from })}"${here}>${days} days</a>`;
  });
}

/** One bar for each span, the empty ones included. */
function barsOf(inTime: readonly InTime[], { from, to }: Selection, days: number): readonly Bar[] {
  const bars = new Map<number, Bar>();
  for (let at = from; at < to; at += days * DAY) bars.set(at, { at, verified: 0, other: 0 });
  for (const { at, verified, other } of inTime) {
    const before = bars.get(at) ?? { at, verified: 0, other: 0 };
    bars.set(at, { at, verified: before.verified + verified, other: before.other + other });
  }
  return [...bars.values()];
}

const barTable = (bars: readonly Bar[], days: number) =>
  html`<table><thead><tr><th scope="col">${days === 1 ? "Day" : "From"}</th><th scope="col" class="number">Verified</th><th scope="col" class="number">Not proven</th></tr></thead><tbody>${bars.map(
    ({ at, verified, other }) =>
      html`<tr><th scope="row">${dayText(at)}</th><td class="number">${verified}</td><td class="number">${other}</td></tr>`,
  )}</tbody></table>`;

function countTable(
  by: keyof typeof COLUMNS,
  counts: readonly Count[],
  inTime: readonly InTime[],
  selection: Selection,
  days: number,
): Html {
  const lines = counts.map((count) => ({
    ...count,
    bars: barsOf(
      inTime.filter(({ name }) => name === count.name),
      selection,
      days,
    ),
  }));
  const most = Math.max(0, ...lines.flatMap(({ bars }) => bars.map(({ verified, other }) => verified + other)));
  if (lines.length === 0)
    return html`<section class="card"><h2>${TITLES[by]}</h2><p class="quiet">Nothing was reported.</p></section>`;
  return html`<section class="card"><table><caption>${TITLES[by]}</caption>
<thead><tr><th scope="col">${by === "code" ? "Reason" : by === "nature" ? "Declared as" : by === "domain" ? "Domain" : "Sender"}</th><th scope="col">Over time</th><th scope="col" class="number">Verified</th><th scope="col" class="number">Not proven</th></tr></thead>
<tbody>${lines.map(({ name, verified, other, bars }) => {
    const shown = name === "" ? "not known" : name;
    return html`<tr><th scope="row"><a href="/-/${queryOf(selection, { [by]: name })}">${foreign(shown)}</a></th><td>${smallPlot(bars, days, most, `${shown} over time: ${verified} verified, ${other} not proven`)}</td><td class="number">${verified}</td><td class="number">${other}</td></tr>`;
  })}</tbody></table></section>`;
}

const minute = (epoch: number) => new Date(epoch * 1000).toISOString().slice(0, 16).replace("T", " ");

/** How far a report is proven, for people. */
export const PROOF = { verified: "verified", unverified: "not proven", pending: "being looked into" } as const;

function list(reports: readonly StoredReport[], all: Count): Html {
  if (reports.length === 0) return NOTHING;
  const total = all.verified + all.other;
  return html`<section class="card list"><table><caption>${total > reports.length ? `The latest ${reports.length} of ${total}` : "One by one"}</caption>
<thead><tr><th scope="col">Received (UTC)</th><th scope="col">Sender</th><th scope="col">Declared as</th><th scope="col">Reason</th><th scope="col">Proof</th></tr></thead>
<tbody>${reports.map(
    (one) =>
      html`<tr><th scope="row"><a href="/-/report?id=${one.uid}">${minute(one.receivedAt)}</a></th><td>${foreign(one.sender || one.domain || "not known")}</td><td>${foreign(one.nature || "not known")}</td><td>${one.code}</td><td>${PROOF[one.state]}</td></tr>`,
  )}</tbody></table></section>`;
}
