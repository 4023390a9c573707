import assert from "node:assert/strict";
import { test } from "node:test";
import { openEmbedded } from "../../core/cli/serve/embedded.ts";
import { openPostgres } from "../../core/cli/serve/postgres.ts";
import { postgresInstalled, startPostgres } from "../serve/postgres-server.ts";
import { reportsIn, type Started, startProgram, wordsFor } from "../serve/program.ts";
import { bareReport, folderFor, newToken, rows, send } from "../serve/support.ts";
import { sleep } from "../world/until.ts";

const CLIENTS = 50;
const EACH = 6;

interface Storm {
  readonly tokens: readonly string[];
  /** Times each token was answered with 201. */
  readonly counted: ReadonlyMap<string, number>;
}

/**
 * 50 clients, each with reports of its own and with some of its neighbour's, as a second device sends them; every one is
 * sent again until it is answered, and then once more.
 * @param origins the servers, which may be gone for a while
 * @param onAnswer is told of each answer
 */
async function storm(origins: () => readonly string[], onAnswer: (answers: number) => void): Promise<Storm> {
  const own = Array.from({ length: CLIENTS }, () => Array.from({ length: EACH }, newToken));
  const counted = new Map<string, number>();
  let answers = 0;
  const deliver = async (token: string, client: number) => {
    for (let attempt = 0; ; attempt++) {
      const all = origins();
      const origin = all[(client + attempt) % all.length] ?? "";
      const status = await send(origin, bareReport(token)).catch(() => 0);
      if (status === 201) counted.set(token, (counted.get(token) ?? 0) + 1);
      if (status === 201 || status === 409) break;
      assert.ok(status === 0 || status === 503, `status ${status}`);
      assert.ok(attempt < 2400, "nobody answers");
      await sleep(50);
    }
    answers += 1;
    onAnswer(answers);
  };
  await Promise.all(
    own.map(async (mine, client) => {
      const neighbours = own[(client + 1) % CLIENTS] ?? [];
      for (const [i, token] of mine.entries()) {
        await Promise.all([deliver(token, client), deliver(neighbours[i] ?? token, client)]);
        await deliver(token, client + 1);
      }
    }),
  );
  return { tokens: own.flat(), counted };
}

/** Nothing lost, nothing counted twice. A report may be in without its 201, when the answer died with the process. */
function judge({ tokens, counted }: Storm, inside: readonly { token: string }[]): void {
  assert.deepEqual(inside.map(({ token }) => token).sort(), [...tokens].sort());
  assert.ok([...counted.values()].every((times) => times === 1));
}

test("REP-03: kill -9 and restart in the middle of 50 clients lose no report and count none twice", async (t) => {
  const where = reportsIn(folderFor(t));
  const words = wordsFor(t, where);
  let server: Started | undefined = await startProgram(t, words);
  let restart: Promise<void> | undefined;
  const kill = async () => {
    await server?.end("SIGKILL");
    server = undefined;
    server = await startProgram(t, words);
  };
  const result = await storm(
    () => [server?.origin ?? "http://127.0.0.1:9"],
    (answers) => {
      if (answers === 200) restart = kill();
    },
  );
  await restart;
  assert.ok(restart !== undefined, "it was killed");
  assert.equal(await server?.end("SIGTERM"), 0);
  const database = await openEmbedded(where);
  const inside = await rows(database);
  await database.close();
  judge(result, inside);
});

test(
  "two processes on one PostgreSQL, one of them killed in the middle, count each report once",
  postgresInstalled(),
  async (t) => {
    const url = await startPostgres(t);
    const words = wordsFor(t, url);
    const servers: (Started | undefined)[] = await Promise.all([startProgram(t, words), startProgram(t, words)]);
    let restart: Promise<void> | undefined;
    const kill = async () => {
      await servers[0]?.end("SIGKILL");
      servers[0] = await startProgram(t, words);
    };
    const result = await storm(
      () => servers.map((one) => one?.origin ?? ""),
      (answers) => {
        if (answers === 200) restart = kill();
      },
    );
    await restart;
    assert.ok(restart !== undefined, "it was killed");
    const database = await openPostgres(url);
    const inside = await rows(database);
    await database.close();
    judge(result, inside);
    for (const one of servers) assert.equal(await one?.end("SIGTERM"), 0);
  },
);

test("an embedded database serves one process", async (t) => {
  const where = reportsIn(folderFor(t));
  const words = wordsFor(t, where);
  const first = await startProgram(t, words);
  await assert.rejects(startProgram(t, words), /SERVE: process \d+ has the database open/);
  assert.equal(await send(first.origin, bareReport(newToken())), 201);
  assert.equal(await first.end("SIGTERM"), 0);
  assert.doesNotMatch(first.said(), /report|token|127\.0\.0\.1:\d+\//i);
});
