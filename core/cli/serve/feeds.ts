import type { Answer } from "./exchange.ts";
import type { Cursor } from "./figures.ts";
import { type Audience, arfOf, type Filer, xarfOf } from "./forms.ts";
import type { StoredReport } from "./store.ts";

const DAY = 86_400;

/** The forms in which reports are handed out. */
export const FORMS = ["arf", "xarf", "csv"] as const;
export type Form = (typeof FORMS)[number];

const TYPES: Readonly<Record<Form, string>> = {
  arf: "application/mbox",
  xarf: "application/x-ndjson",
  csv: "text/csv; charset=utf-8",
};

/** A cursor as it stands in URLs and header fields. */
export const cursorText = ({ settledAt, id }: Cursor): string => `${settledAt}-${id}`;

/** Reads a cursor; the beginning for none, undefined for what is no cursor. */
export function readCursor(text: string): Cursor | undefined {
  if (text === "") return { settledAt: 0, id: 0 };
  const [, settledAt, id] = /^(\d{1,12})-(\d{1,15})$/.exec(text) ?? [];
  return settledAt === undefined ? undefined : { settledAt: Number(settledAt), id: Number(id) };
}

/** For whom a document is made, and by whom. */
export interface Making {
  readonly audience: Audience;
  readonly filer: Filer;
  /** Whether it is the beginning of the document, which a CSV begins with its columns. */
  readonly first: boolean;
}

/** Reports as one document of a form, or as a piece of one. */
export function formatReports(reports: readonly StoredReport[], form: Form, making: Making): Buffer {
  const { audience, filer, first } = making;
  if (form === "xarf")
    return Buffer.from(reports.map((one) => `${JSON.stringify(xarfOf(one, audience, filer))}\n`).join(""));
  if (form === "csv") return Buffer.from(csv(reports, audience, first));
  // The line before each message names a time, too: that of its Date.
  const at = ({ receivedAt }: StoredReport) => (audience === "own" ? receivedAt : receivedAt - (receivedAt % DAY));
  return Buffer.concat(reports.map((one) => mboxEntry(arfOf(one, audience, filer, filer.contact), at(one))));
}

/** An answer with such a document. */
export const formAnswer = (form: Form, body: NonNullable<Answer["body"]>, headers: Answer["headers"] = {}): Answer => ({
  status: 200,
  headers: {
    "content-type": TYPES[form],
    "content-disposition": `attachment; filename="reports.${form === "arf" ? "mbox" : form === "xarf" ? "jsonl" : "csv"}"`,
    "cache-control": "no-store",
    ...headers,
  },
  body,
});

/** RFC 4155, with the quoting of "From " that readers of mbox undo. */
function mboxEntry(message: Uint8Array, at: number): Buffer {
  const text = Buffer.from(message)
    .toString("latin1")
    .replaceAll("\r\n", "\n")
    .replace(/^(>*From )/gm, ">$1");
  const date = new Date(at * 1000).toUTCString();
  const [, day = "", month = "", year = "", time = ""] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date) ?? [];
  const asctime = `${date.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
  return Buffer.from(`From MAILER-DAEMON ${asctime}\n${text}\n\n`, "latin1");
}

const COLUMNS = ["report_id", "received", "domain", "sender", "nature", "code", "route", "state"] as const;

function csv(reports: readonly StoredReport[], audience: Audience, first: boolean): string {
  const rows = reports.map((one) => {
    const time = new Date(one.receivedAt * 1000).toISOString();
    const received = audience === "own" ? `${time.slice(0, 19)}Z` : time.slice(0, 10);
    return [one.uid, received, one.domain, one.sender, one.nature, one.code, one.route, one.state].map(cell).join(",");
  });
  return [...(first ? [COLUMNS.join(",")] : []), ...rows, ""].join("\r\n");
}

/** RFC 4180; a cell that a spreadsheet would compute is made a text first. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
