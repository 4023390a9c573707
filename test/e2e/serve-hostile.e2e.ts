import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { idempotencyKey } from "../../core/ipp/report.ts";
import { bareReport, newToken, rows, send, startServer } from "../serve/support.ts";

/** Sends octets as they are and resolves with everything that came back, when the server closes or `ms` are over. */
function raw(origin: string, pieces: readonly string[], { gap = 0, ms = 20_000 } = {}): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    const end = () => {
      clearTimeout(limit);
      clearInterval(writing);
      socket.destroy();
      resolve(answer);
    };
    const limit = setTimeout(end, ms);
    const left = [...pieces];
    const write = () => {
      const next = left.shift();
      if (next !== undefined && socket.writable) socket.write(next, "latin1");
    };
    const writing = setInterval(write, gap);
    socket.on("data", (data) => {
      answer += data.toString("latin1");
    });
    socket.on("error", end);
    socket.on("close", end);
  });
}

const statuses = (answer: string) => [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));

/** A whole request with a report. */
function request(path: string, body: string, more: readonly string[] = [], method = "POST"): string {
  const key = idempotencyKey(bareReport("A".repeat(30)));
  const lines = [`${method} ${path} HTTP/1.1`, "Host: x", "Content-Type: application/json", `Idempotency-Key: ${key}`];
  return [...lines, `Content-Length: ${body.length}`, ...more, "", body].join("\r\n");
}

const REPORT = JSON.stringify(bareReport("A".repeat(30)));
const PATH = `/ipp/bob.report/${"A".repeat(30)}/malware`;

test("REP-11: what is too long, too slow or cut short is ended, and counts nothing", async (t) => {
  const { origin, database } = await startServer(t);
  const long = await Promise.all([
    raw(origin, [`GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`]),
    raw(origin, [`GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`]),
    raw(origin, [
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{`,
    ]),
    raw(origin, [`GET /${"a".repeat(3000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`]),
  ]);
  assert.deepEqual(
    long.map((answer) => statuses(answer)[0]),
    [431, 431, 413, 400],
  );
  // One octet at a time, and a body that never comes.
  const slow = await Promise.all([
    raw(origin, [...request(PATH, REPORT)], { gap: 200 }),
    raw(origin, [request(PATH, REPORT).slice(0, -5)]),
    raw(origin, ["POST"]),
  ]);
  for (const answer of slow) assert.match(answer, /^$|^HTTP\/1\.1 (?:408|413|503)/);
  assert.deepEqual(await rows(database), []);
  assert.equal(await send(origin, bareReport(newToken())), 201, "others are served");
});

test("IPP-08: a target in another form, or a path with tricks, finds nothing", async (t) => {
  const { origin, database } = await startServer(t);
  const paths = [
    `http://home.example${PATH}`,
    `//home.example${PATH}`,
    `/ipp/x/../bob.report/${"A".repeat(30)}/malware`,
    `/ipp/../ipp/bob.report/${"A".repeat(30)}/malware`,
    `/ipp/bob%2Ereport/${"A".repeat(30)}/malware`,
    `/ipp/%62ob.report/${"A".repeat(30)}/malware`,
    `/ipp/bob.report/${"A".repeat(30)}/malware/`,
    `/ipp/bob.report/${"A".repeat(30)}/malware%0d%0a`,
    `/ipp/bob.report/${"A".repeat(29)}'/malware`,
    `/ipp/bob'--.report/${"A".repeat(30)}/malware`,
    `/ipp/..report/${"A".repeat(30)}/malware`,
    `\\ipp\\bob.report\\${"A".repeat(30)}\\malware`,
  ];
  for (const path of paths) {
    const [status] = statuses(await raw(origin, [request(path, REPORT, ["Connection: close"])]));
    assert.ok(status === 404 || status === 405 || status === 400, `${path}: ${status}`);
  }
  assert.deepEqual(await rows(database), []);
});

test("two requests in one, and fields that came twice, are not taken for a report", async (t) => {
  const { origin, database } = await startServer(t);
  const smuggled = [
    request(PATH, REPORT, ["Transfer-Encoding: chunked", "Connection: close"]),
    request(PATH, REPORT, ["Content-Length: 5", "Connection: close"]),
    request(PATH, REPORT, ["Idempotency-Key: other", "Connection: close"]),
    request(PATH, REPORT, ["Content-Type: text/plain", "Connection: close"]),
    request(PATH, REPORT, ["X: a\nY: b", "Connection: close"]).replace("HTTP/1.1\r\n", "HTTP/1.1\n"),
  ];
  for (const text of smuggled) {
    const all = statuses(await raw(origin, [text]));
    assert.ok(all.length <= 1 && !all.includes(201), `${all}: ${text.slice(0, 200)}`);
  }
  // A refused body is not read as the next request.
  const inner = request(PATH, REPORT);
  const outer = `POST /ipp/bob.report/short/malware HTTP/1.1\r\nHost: x\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`;
  assert.deepEqual(statuses(await raw(origin, [outer], { ms: 8000 })), [404]);
  assert.deepEqual(await rows(database), []);
});

test("text that would be SQL is text", async (t) => {
  const { origin, database, tokens } = await startServer(t);
  const evil = "'; DROP TABLE reports; --";
  const token = newToken();
  const report = { ...bareReport(token), messageId: evil, fields: [`From: ${evil}`] };
  assert.equal(await send(origin, report), 201);
  const get = (path: string) => fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${tokens.all}` } });
  for (const name of ["domain", "after", "from", "to"]) {
    const { status } = await get(`/-/feed/csv?${new URLSearchParams({ [name]: evil })}`);
    assert.ok(status === 200 || status === 400, `${name}: ${status}`);
  }
  assert.equal((await rows(database)).length, 1);
});

test("nothing of a request stands in an answer's header or in what a monitor reads", async (t) => {
  const { origin, tokens } = await startServer(t);
  const token = newToken();
  await send(origin, bareReport(token));
  await fetch(`${origin}/ipp/secret-alias.pub`);
  const answer = await fetch(`${origin}/-/metrics`, { headers: { authorization: `Bearer ${tokens.metrics}` } });
  const text = await answer.text();
  assert.match(text, /^countersign_answers_total\{kind="report",status="201"\} 1$/m);
  assert.match(text, /^countersign_reports\{state="unverified"\} 1$/m);
  assert.ok(!text.includes(token) && !text.includes("secret-alias"));
  for (const wrong of [tokens.domain, "x".repeat(43)])
    assert.equal((await fetch(`${origin}/-/metrics`, { headers: { authorization: `Bearer ${wrong}` } })).status, 401);
  assert.equal((await fetch(`${origin}/-/health`)).status, 200);
});
