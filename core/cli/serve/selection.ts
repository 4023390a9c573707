import { NATURES } from "../../ipp/grammar.ts";
import { REPORT_CODES } from "../../ipp/report-codes.ts";
import type { Selection } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { dayText, readPeriod } from "./period.ts";
import type { Tongue } from "./tongue.ts";

/** Longest name that is searched for. */
const MAX_NAME = 320;

/** The narrowing members of a selection, in the order in which pages show them. */
const NARROWING = ["domain", "sender", "nature", "code"] as const;

/** Reads what a page is about from its query; undefined for dates that are none. An unknown member means nothing. */
export function readSelection(query: URLSearchParams, now: number): Selection | undefined {
  const period = readPeriod(query, now);
  if (period === undefined) return undefined;
  const named = NARROWING.flatMap((name) => {
    const value = query.get(name);
    // An empty field of the form narrows nothing; "-" stands for reports that have none.
    return value === null || value === "" || value.length > MAX_NAME || /[\u0000-\u001f]/.test(value)
      ? []
      : [[name, value === "-" ? "" : value] as const];
  });
  const proof = (["verified", "other"] as const).find((one) => one === query.get("proof"));
  return { ...period, ...Object.fromEntries(named), ...(proof && { proof }) };
}

/** The query of a page about a selection, with some of it changed. */
export function queryOf(selection: Selection, change: Partial<Selection> = {}): string {
  const all = { ...selection, ...change };
  const query = new URLSearchParams({ from: dayText(all.from), to: dayText(all.to - 1) });
  for (const name of NARROWING) if (all[name] !== undefined) query.set(name, all[name] === "" ? "-" : all[name]);
  if (all.proof !== undefined) query.set("proof", all.proof);
  return `?${query}`;
}

const choice = (value: string, label: string, chosen: string) =>
  value === chosen
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;

/** The form that chooses what a page is about. */
export function selectionForm(selection: Selection, { say }: Tongue): Html {
  const { from, to, domain = "", sender = "", nature, code = "", proof = "" } = selection;
  const chosen = nature === "" ? "-" : (nature ?? "");
  const known: readonly string[] = NATURES;
  const other = chosen !== "" && chosen !== "-" && !known.includes(chosen) ? [choice(chosen, chosen, chosen)] : [];
  return html`<form class="filters" method="get" action="/-/">
<label>${say("from")} <input type="date" name="from" value="${dayText(from)}" required></label>
<label>${say("to")} <input type="date" name="to" value="${dayText(to - 1)}" required></label>
<label>${say("domain")} <input name="domain" value="${domain}" maxlength="253" autocapitalize="none"></label>
<label>${say("sender")} <input name="sender" value="${sender}" maxlength="320" autocapitalize="none"></label>
<label>${say("declared_as")} <select name="nature">${choice("", say("any"), chosen)}${NATURES.map((one) => choice(one, one, chosen))}${other}${choice("-", say("unknown"), chosen)}</select></label>
<label>${say("reason")} <select name="code">${choice("", say("any"), code)}${REPORT_CODES.map((one) => choice(one, one, code))}</select></label>
<label>${say("proof")} <select name="proof">${choice("", say("any"), proof)}${choice("verified", say("verified"), proof)}${choice("other", say("unproven"), proof)}</select></label>
<button class="main">${say("show")}</button>
</form>`;
}
