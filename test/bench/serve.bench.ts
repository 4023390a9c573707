import { Agent, createServer, request } from "node:http";
import { join } from "node:path";
import type { Database } from "../../core/cli/serve/database.ts";
import { openPostgres } from "../../core/cli/serve/postgres.ts";
import { idempotencyKey } from "../../core/ipp/report.ts";
import { postgresInstalled, startPostgres } from "../serve/postgres-server.ts";
import { bareReport, folderFor, newToken, openFresh, startServer } from "../serve/support.ts";
import { type Bench, interleaved, median, ratio, report, round } from "./measure.ts";

const CLIENTS = 50;
const REPORTS = 400;

const cleanups: (() => unknown)[] = [];
const t = { after: (end: () => unknown) => void cleanups.push(end) };

/** The least that keeps a token once: node:http and one INSERT. */
async function bareServer(database: Database): Promise<string> {
  await database.query("CREATE TABLE bare (token text PRIMARY KEY)");
  const server = createServer((asked, response) => {
    asked.resume();
    asked.on("end", async () => {
      const [, , , token = ""] = (asked.url ?? "").split("/");
      const rows = await database.query("INSERT INTO bare VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1 AS one", [
        token,
      ]);
      response.writeHead(rows.length > 0 ? 201 : 409).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  cleanups.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

/** Sends so many reports from 50 connections. */
async function deliver(origin: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const sent = bareReport(newToken());
      const body = JSON.stringify(sent);
      const headers = { "content-type": "application/json", "idempotency-key": idempotencyKey(sent) };
      request(`${origin}/ipp/bob.report/${sent.token}/malware`, { method: "POST", agent, headers }, (answer) => {
        answer.resume();
        answer.on("end", () => (answer.statusCode === 201 ? resolve() : reject(new Error(`${answer.statusCode}`))));
      })
        .on("error", reject)
        .end(body);
    });
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let i = 0; i < REPORTS / CLIENTS; i++) await one();
    }),
  );
  agent.destroy();
}

/** Reports counted in a second, against the least that could be done. */
async function serveBench(): Promise<Bench> {
  const origins = new Map<string, string>();
  const folder = folderFor(t);
  const embedded = await openFresh(join(folder, "bare"));
  cleanups.push(() => embedded.close());
  origins.set("embedded, bare", await bareServer(embedded));
  origins.set("embedded", (await startServer(t)).origin);
  if (postgresInstalled().skip === undefined) {
    const url = await startPostgres(t);
    const bare = await openPostgres(url);
    cleanups.push(() => bare.close());
    origins.set("PostgreSQL, bare", await bareServer(bare));
    origins.set("PostgreSQL", (await startServer(t, { database: await openPostgres(url) })).origin);
  }
  const work = Object.fromEntries([...origins].map(([name, origin]) => [name, () => deliver(origin)]));
  const times = await interleaved(work, { rounds: 5 });
  const rows = [...times].map(([what, ms]) => ({
    what,
    "reports/s": Math.round((REPORTS * 1000) / median(ms)),
    "times the bare one": what.endsWith("bare") ? 1 : ratio(ms, times.get(`${what}, bare`)),
    "ms each": round(median(ms) / REPORTS),
  }));
  return { name: "Reports received by 50 clients at once", rows };
}

await report(serveBench);
for (const end of cleanups.reverse()) await end();
