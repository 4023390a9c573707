import { randomInt } from "node:crypto";
import type { AccessToken, Account } from "./access.ts";
import type { App, Host } from "./app.ts";
import { createCounters } from "./counters.ts";
import type { Database } from "./database.ts";
import type { Filer } from "./forms.ts";
import { type Listener, type Listening, listen } from "./listen.ts";
import { type Prover, proveReports } from "./prove.ts";
import { type Pusher, pushReports } from "./push.ts";
import { rateLimit } from "./rate.ts";
import { migrate } from "./schema.ts";
import { countReport, forgetBefore } from "./store.ts";
import { startTasks } from "./tasks.ts";

/** Everything a server is made of. */
export interface Serving {
  readonly database: Database;
  readonly hosts: readonly Host[];
  readonly listening: Listening;
  readonly secrets: readonly Uint8Array[];
  readonly tokens: readonly AccessToken[];
  readonly accounts: readonly Account[];
  readonly filer: Filer;
  readonly find: Prover["find"];
  readonly destination: Pusher["destination"];
  readonly send: Pusher["send"];
  /** Reports of one client in a minute, and of one reporting address of this client in a day. */
  readonly perMinute: number;
  readonly perDay: number;
  /** Days for which reports are kept. */
  readonly keepDays: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Seconds that passing a verified report on waits; a random time of a day unless told. */
  readonly delay?: () => number;
  /** Milliseconds between two looks for waiting work. */
  readonly pause?: number;
}

const HOUR = 3_600_000;

/** The moment of a complaint would tell a sender who complained (REP-05). */
const withinADay = () => randomInt(86_400);

/** Starts to serve: the schema first, then the requests and the work beside them. The database is closed with it. */
export async function serve(serving: Serving): Promise<Listener> {
  const { database, clock, destination, find, send, delay = withinADay, pause = 1000 } = serving;
  await migrate(database);
  const counters = createCounters();
  const now = () => Math.floor(clock() / 1000);
  const app: App = {
    ...serving,
    counters,
    perClient: rateLimit(serving.perMinute, 60),
    receiver: {
      secrets: serving.secrets,
      perReporter: rateLimit(serving.perDay, 86_400),
      count: (report) => countReport(database, report),
      clock,
    },
    logins: {
      database,
      accounts: serving.accounts,
      perClient: rateLimit(10, 300),
      inAll: rateLimit(60, 60),
      clock,
    },
  };
  const listener = await listen(app, serving.listening);
  const passesOn = (domain: string) => destination(domain) !== undefined;
  const forget = async () => {
    await forgetBefore(database, now() - serving.keepDays * 86_400, now());
    return 0;
  };
  const tasks = startTasks(
    [
      { work: () => proveReports({ database, find, passesOn, delay }, now()), pause },
      { work: () => pushReports({ database, destination, send }, now()), pause },
      { work: forget, pause: HOUR },
    ],
    () => counters.add("task_failed"),
  );
  return {
    port: listener.port,
    async close() {
      await listener.close();
      await tasks.stop();
      await database.close();
    },
  };
}
