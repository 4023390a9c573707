import { scopeOf } from "./access.ts";
import type { App } from "./app.ts";
import { type Answer, type Asked, plainAnswer, unauthorised } from "./exchange.ts";
import { cursorText, FORMS, formAnswer, formatReports, readCursor } from "./feeds.ts";
import { countAll, countBy, countInTime, listReports } from "./figures.ts";
import { dayText, readPeriod } from "./period.ts";

/** Reports in one answer of a feed. */
const PAGE = 500;
/** A report settled within these seconds waits: a transaction that began before may still put one in front of it. */
const LAG = 60;
/** Most names in one list of figures. */
const MAX_NAMES = 1000;

/**
 * Answers a program with a bearer token: `figures`, `arf`, `xarf` or `csv`. A token for a domain sees what is proven about
 * this domain, in the form that does not name those who complained; a token for everything sees all (REP-05).
 */
export async function answerMachine(asked: Asked, what: string, app: App): Promise<Answer> {
  if (asked.method !== "GET") return plainAnswer(405, "only GET", { allow: "GET" });
  const scope = scopeOf(asked.header("authorization"), app.tokens);
  if (scope === undefined || scope.kind === "metrics") return unauthorised;
  const now = Math.floor(app.clock() / 1000);
  const about = asked.query.get("domain");
  if (scope.kind === "domain" && about !== null && about !== scope.domain)
    return plainAnswer(403, "not for this token");
  const domain = scope.kind === "domain" ? scope.domain : (about ?? undefined);
  const period = readPeriod(asked.query, now);
  if (period === undefined) return plainAnswer(400, "from and to are days: 2026-12-31");
  const selection = {
    ...period,
    ...(domain !== undefined && { domain }),
    ...(scope.kind === "domain" && { proof: "verified" as const }),
  };
  if (what === "figures") {
    const { database } = app;
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
  const after = readCursor(asked.query.get("after"));
  if (form === undefined) return plainAnswer(404, "figures, arf, xarf or csv");
  if (after === undefined) return plainAnswer(400, "after is what x-next said");
  const reports = await listReports(app.database, selection, { after, until: now - LAG, most: PAGE });
  const body = formatReports(reports, form, scope.kind === "all" ? "own" : "sender", app.filer);
  return formAnswer(form, body, { "x-next": cursorText(reports.at(-1) ?? after) });
}
