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
import { page, type Reader } from "./page.ts";
import { dayText } from "./period.ts";
import { type Bar, smallPlot, swatch, timePlot } from "./plots.ts";
import { queryOf, selectionForm } from "./selection.ts";
import type { StoredReport } from "./store.ts";
import type { Tongue } from "./tongue.ts";

const DAY = 86_400;
/** Lines of one table, bars of one plot, reports of the list. */
const MAX_LINES = 12;
const MAX_BARS = 60;
const MAX_LISTED = 25;

const TITLES = { domain: "by_domain", sender: "by_sender", nature: "by_nature", code: "by_code" } as const;
const HEADS = { domain: "domain", sender: "sender", nature: "declared_as", code: "reason" } as const;

/** The page with all figures of a selection. */
export async function overview(database: Database, reader: Reader, selection: Selection): Promise<Answer> {
  const { tongue } = reader;
  const { say } = tongue;
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
  const title = days === 1 ? say("per_day") : say("per_days", days);
  const label = say("plot", title, dayText(selection.from), dayText(selection.to - DAY));
  return page(
    say("reports"),
    reader,
    html`<main><h1>${say("reports")}</h1>
${selectionForm(selection, tongue)}
<p class="actions">${periods(selection, tongue)}</p>
<dl class="figures">${figure(all.verified, say("verified"))}${figure(all.other, say("unproven"))}</dl>
<section class="card"><h2>${title}</h2>
<ul class="legend"><li>${swatch("verified")} ${say("verified_legend")}</li><li>${swatch("other")} ${say("unproven_legend")}</li></ul>
${timePlot(bars, days, label, tongue)}
<details><summary>${say("as_table")}</summary>${barTable(bars, days, tongue)}</details></section>
<div class="cards">${tables.map(({ by, counts, inTime }) => countTable({ by, counts, inTime }, selection, days, tongue))}</div>
${list(listed, all, tongue)}
<section class="card"><h2>${say("take")}</h2><p class="quiet">${say("take_all")}</p>
<p class="actions">${(["csv", "arf", "xarf"] as const).map((form) => html`<a class="button" href="/-/export/${form}${queryOf(selection)}">${form.toUpperCase()}</a>`)}</p></section>
</main>`,
  );
}

const figure = (count: number, what: string) => html`<div><dt>${what}</dt><dd>${count}</dd></div>`;

/** Links to the usual spans, which end where this one ends. */
function periods(selection: Selection, { say }: Tongue): readonly Html[] {
  return [7, 30, 90, 365].map((days) => {
    const from = selection.to - days * DAY;
    const here = from === selection.from ? html` aria-current="true"` : NOTHING;
    return html`<a class="button" href="/-/${queryOf(selection, { from })}"${here}>${say("days", days)}</a>`;
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

const barTable = (bars: readonly Bar[], days: number, { say }: Tongue) =>
  html`<table><thead><tr><th scope="col">${days === 1 ? say("day") : say("from")}</th><th scope="col" class="number">${say("verified")}</th><th scope="col" class="number">${say("unproven")}</th></tr></thead><tbody>${bars.map(
    ({ at, verified, other }) =>
      html`<tr><th scope="row">${dayText(at)}</th><td class="number">${verified}</td><td class="number">${other}</td></tr>`,
  )}</tbody></table>`;

/** Figures by one property. */
interface Table {
  readonly by: keyof typeof COLUMNS;
  readonly counts: readonly Count[];
  readonly inTime: readonly InTime[];
}

function countTable({ by, counts, inTime }: Table, selection: Selection, days: number, tongue: Tongue): Html {
  const { say } = tongue;
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
    return html`<section class="card"><h2>${say(TITLES[by])}</h2><p class="quiet">${say("nothing")}</p></section>`;
  return html`<section class="card"><table><caption>${say(TITLES[by])}</caption>
<thead><tr><th scope="col">${say(HEADS[by])}</th><th scope="col">${say("over_time")}</th><th scope="col" class="number">${say("verified")}</th><th scope="col" class="number">${say("unproven")}</th></tr></thead>
<tbody>${lines.map(({ name, verified, other, bars }) => {
    const shown = name === "" ? say("unknown") : name;
    const label = say("line_plot", shown, verified, other);
    return html`<tr><th scope="row"><a href="/-/${queryOf(selection, { [by]: name })}">${foreign(shown)}</a></th><td>${smallPlot(bars, { days, most, label, tongue })}</td><td class="number">${verified}</td><td class="number">${other}</td></tr>`;
  })}</tbody></table></section>`;
}

const minute = (epoch: number) => new Date(epoch * 1000).toISOString().slice(0, 16).replace("T", " ");

/** How the pages say how far a report is proven. */
export const PROOF = { verified: "verified", unverified: "unproven", pending: "pending" } as const;

function list(reports: readonly StoredReport[], all: Count, { say }: Tongue): Html {
  if (reports.length === 0) return NOTHING;
  const total = all.verified + all.other;
  return html`<section class="card list"><table><caption>${total > reports.length ? say("latest", reports.length, total) : say("one_by_one")}</caption>
<thead><tr><th scope="col">${say("received_utc")}</th><th scope="col">${say("sender")}</th><th scope="col">${say("declared_as")}</th><th scope="col">${say("reason")}</th><th scope="col">${say("proof")}</th></tr></thead>
<tbody>${reports.map(
    (one) =>
      html`<tr><th scope="row"><a href="/-/report?id=${one.uid}"><bdi dir="ltr">${minute(one.receivedAt)}</bdi></a></th><td>${foreign(one.sender || one.domain || say("unknown"))}</td><td>${foreign(one.nature || say("unknown"))}</td><td>${one.code}</td><td>${say(PROOF[one.state])}</td></tr>`,
  )}</tbody></table></section>`;
}
