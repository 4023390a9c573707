import { scopeOf } from "./access.ts";
import { type App, type Host, OPERATOR_BASE } from "./app.ts";
import { metricsText } from "./counters.ts";
import { type Answer, type Asked, plainAnswer, unauthorised } from "./exchange.ts";
import { totals } from "./figures.ts";
import { answerMachine } from "./machine.ts";
import { answerPerson } from "./person.ts";
import { publishedFile } from "./published-files.ts";
import { readReportPath, receiveReport, tooMany } from "./receive.ts";

const NOT_FOUND = plainAnswer(404, "nothing here");

/** Answers a request. Everything about it is foreign; whatever is thrown becomes a 500 without a word about it. */
export async function answer(asked: Asked, app: App): Promise<Answer & { readonly kind: string }> {
  if (asked.path.startsWith(OPERATOR_BASE)) {
    const path = asked.path.slice(OPERATOR_BASE.length);
    if (path === "health") return { kind: "health", ...(await health(app)) };
    if (path === "metrics") return { kind: "metrics", ...(await metrics(asked, app)) };
    if (path.startsWith("feed/")) return { kind: "feed", ...(await answerMachine(asked, path.slice(5), app)) };
    return { kind: "page", ...(await answerPerson(asked, path, app)) };
  }
  const host = app.hosts.find(({ base }) => asked.path.startsWith(base) && asked.path.length > base.length);
  if (host === undefined) return { kind: "other", ...NOT_FOUND };
  const rest = asked.path.slice(host.base.length);
  if (rest.includes(".report/")) return { kind: "report", ...(await report(asked, host, rest, app)) };
  if (asked.method !== "GET" && asked.method !== "HEAD") return { kind: "file", ...only("GET, HEAD") };
  return { kind: "file", ...((await publishedFile(host.folder, rest)) ?? NOT_FOUND) };
}

const only = (methods: string) => plainAnswer(405, `only ${methods}`, { allow: methods });

async function report(asked: Asked, host: Host, rest: string, app: App): Promise<Answer> {
  // A link scanner or a prefetch asks with GET: that never reports anything (REP-01).
  if (asked.method !== "POST") return only("POST");
  const wait = app.perClient.take(asked.client, app.clock());
  if (wait > 0) return tooMany(wait);
  const path = readReportPath(rest);
  return path === undefined ? NOT_FOUND : await receiveReport(asked, host.domain, path, app.receiver);
}

async function health({ database }: App): Promise<Answer> {
  try {
    await database.query("SELECT 1");
    return plainAnswer(200, "ok", { "cache-control": "no-store" });
  } catch {
    return plainAnswer(503, "the database does not answer", { "cache-control": "no-store" });
  }
}

async function metrics(asked: Asked, { tokens, counters, database }: App): Promise<Answer> {
  const scope = scopeOf(asked.header("authorization"), tokens);
  if (scope === undefined || scope.kind === "domain") return unauthorised;
  const body = metricsText(counters.all(), await totals(database));
  const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" };
  return { status: 200, headers, body };
}
