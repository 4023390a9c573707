import { isDomain } from "../../ipp/grammar.ts";
import { scopeOf } from "./access.ts";
import type { App } from "./app.ts";
import { type Database, numberOf } from "./database.ts";
import { type Answer, type Asked, plainAnswer, unauthorised } from "./exchange.ts";
import { cursorText, FORMS, formAnswer, formatReports, readCursor } from "./feeds.ts";
import { type Cursor, countAll, countBy, countInTime, listReports } from "./figures.ts";
import { dayText, readPeriod } from "./period.ts";
import { isReportId } from "./store.ts";

/** Reports in one answer of a feed. */
const PAGE = 500;
/** A report settled within these seconds waits: a transaction that began before may still put one in front of it. */
const LAG = 60;
/** Most names in one list of figures. */
const MAX_NAMES = 1000;

const DAY = 86_400;

/**
 * Answers a program with a bearer token: `figures`, `arf`, `xarf` or `csv`. A token for a domain sees what is proven about
 * this domain until yesterday, in the form that does not name those who complained: the moment of a complaint would do so
 * as well. A token for everything sees all (REP-05).
 */
export async function answerMachine(asked: Asked, what: string, app: App): Promise<Answer> {
  if (asked.method !== "GET") return plainAnswer(405, "only GET", { allow: "GET" });
  const scope = scopeOf(asked.header("authorization"), app.tokens);
  if (scope === undefined || scope.kind === "metrics") return unauthorised;
  const now = Math.floor(app.clock() / 1000);
  const about = asked.query.get("domain");
  if (scope.kind === "domain" && about !== null && about !== scope.domain)
    return plainAnswer(403, "not for this token");
  if (about !== null && !isDomain(about)) return plainAnswer(400, "domain is a name like example.org");
  const domain = scope.kind === "domain" ? scope.domain : (about ?? undefined);
  const period = readPeriod(asked.query, now);
  if (period === undefined) return plainAnswer(400, "from and to are days: 2026-12-31");
  const today = now - (now % DAY);
  const selection = {
    ...period,
    ...(domain !== undefined && { domain }),
    ...(scope.kind === "domain" && { proof: "verified" as const, to: Math.min(period.to, today) }),
  };
  const { database } = app;
  if (what === "figures") {
    const [domains, senders, natures, codes] = await Promise.all([
      countBy(database, "domain", selection, MAX_NAMES),
      countBy(database, "sender", selection, MAX_NAMES),
      countBy(database, "nature", selection, MAX_NAMES),
      countBy(database, "code", selection, MAX_NAMES),
    ]);
    const { verified, other } = await countAll(database, selection);
    const inTime = await countInTime(database, "code", selection, { names: codes.map(({ name }) => name), days: 1 });
    const days = inTime.map(({ at, ...rest }) => ({ day: dayText(at), ...rest }));
    const span = { from: dayText(period.from), to: dayText(period.to - 1) };
    const body = `${JSON.stringify({ ...span, verified, other, domains, senders, natures, codes, days })}\n`;
    return { status: 200, headers: { "content-type": "application/json", "cache-control": "no-store" }, body };
  }
  const form = FORMS.find((one) => one === what);
  if (form === undefined) return plainAnswer(404, "figures, arf, xarf or csv");
  const text = asked.query.get("after") ?? "";
  const own = scope.kind === "all";
  const after = own ? readCursor(text) : await cursorAt(database, text);
  if (after === undefined) return plainAnswer(400, "after is what x-next said");
  const reports = await listReports(database, selection, { after, until: own ? now - LAG : today - 1, most: PAGE });
  const last = reports.at(-1);
  const next = own ? cursorText(last ?? after) : (last?.uid ?? text);
  const body = formatReports(reports, form, { audience: own ? "own" : "sender", filer: app.filer, first: true });
  return formAnswer(form, body, { "x-next": next });
}

/** The place behind a report; the beginning for none, and for one that was forgotten with all before it. */
async function cursorAt(database: Database, uid: string): Promise<Cursor | undefined> {
  if (uid !== "" && !isReportId(uid)) return undefined;
  const [row] = uid === "" ? [] : await database.query("SELECT settled_at, id FROM reports WHERE uid = $1", [uid]);
  return { settledAt: numberOf(row, "settled_at"), id: numberOf(row, "id") };
}
