import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { issueToken } from "../../core/ipp/issued-token.ts";
import { idempotencyKey } from "../../core/ipp/report.ts";
import { bareReport, HOME, newToken, rows, SECRET, send, startServer } from "./support.ts";

test("REP-03: a report counts once, whatever the reason and however often it comes", async (t) => {
  const { origin, database } = await startServer(t);
  const token = newToken();
  assert.equal(await send(origin, bareReport(token)), 201);
  assert.equal(await send(origin, bareReport(token)), 409);
  assert.equal(await send(origin, bareReport(token, "example.org", "impersonation")), 409);
  assert.equal(await send(origin, bareReport(token), { alias: "carol" }), 409);
  assert.deepEqual(await rows(database), [{ domain: "example.org", token, state: "unverified" }]);
  assert.equal(await send(origin, bareReport(token, "example.net")), 201);
});

test("50 clients that send each report several times at once: each counts once", async (t) => {
  const { origin, database } = await startServer(t);
  const reports = Array.from({ length: 40 }, () => bareReport(newToken()));
  const statuses = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const mine = [];
      for (const report of reports) mine.push(await send(origin, report));
      return mine;
    }),
  );
  const all = statuses.flat();
  assert.equal(all.filter((status) => status === 201).length, reports.length);
  assert.equal(all.filter((status) => status === 409).length, 49 * reports.length);
  assert.equal((await rows(database)).length, reports.length);
});

/** Sends a report by the sender route. */
async function oneClick(origin: string, alias: string, token: string, body = "IPP-Report=One-Click") {
  const key = idempotencyKey({ domain: HOME, token });
  const { status } = await fetch(`${origin}/ipp/${alias}.report/${token}/malware`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "idempotency-key": key },
    body,
  });
  return status;
}

test("the sender route takes only tokens that were issued here, for this address, in their time", async (t) => {
  const { origin, database } = await startServer(t);
  const expires = Math.floor(Date.now() / 1000) + 100;
  const mine = { address: `alice@${HOME}`, expires, nature: "marketing" };
  const token = issueToken(SECRET, mine, randomBytes(16));
  const strange = issueToken(new Uint8Array(32).fill(8), mine, randomBytes(16));
  assert.equal(await oneClick(origin, "alice", strange), 404);
  assert.equal(await oneClick(origin, "alice", newToken()), 404);
  assert.equal(await oneClick(origin, "carol", token), 404);
  assert.equal(
    await oneClick(origin, "alice", issueToken(SECRET, { ...mine, expires: expires - 200 }, randomBytes(16))),
    410,
  );
  assert.equal(await oneClick(origin, "alice", token, "IPP-Report=Two"), 422);
  assert.deepEqual(await rows(database), []);
  assert.equal(await oneClick(origin, "alice", token), 201);
  assert.equal(await oneClick(origin, "alice", token), 409);
  assert.deepEqual(await rows(database), [{ domain: HOME, token, state: "verified" }]);
  assert.deepEqual(await database.query("SELECT nature FROM reports"), [{ nature: "marketing" }]);
});

test("REP-01: asking for a report's address with GET reports nothing", async (t) => {
  const { origin, database } = await startServer(t);
  const url = `${origin}/ipp/bob.report/${newToken()}/malware`;
  for (const method of ["GET", "HEAD", "PUT", "OPTIONS"]) assert.equal((await fetch(url, { method })).status, 405);
  assert.deepEqual(await rows(database), []);
});

test("what is no report is refused, and writes nothing", async (t) => {
  const { origin, database } = await startServer(t);
  const token = newToken();
  const report = bareReport(token);
  const url = `${origin}/ipp/bob.report/${token}/malware`;
  const key = idempotencyKey(report);
  const post = async (body: BodyInit, headers: Record<string, string> = {}, to = url) =>
    (
      await fetch(to, {
        method: "POST",
        body,
        headers: { "content-type": "application/json", "idempotency-key": key, ...headers },
      })
    ).status;
  const text = JSON.stringify(report);
  assert.equal(await post("{"), 422);
  assert.equal(await post(text.replace("malware", "nothing")), 422);
  assert.equal(await post(JSON.stringify({ ...report, token: newToken() })), 422);
  assert.equal(await post(JSON.stringify({ ...report, code: "impersonation" })), 422);
  assert.equal(await post(text, { "idempotency-key": "0".repeat(64) }), 422);
  assert.equal(await post(text, { "content-type": "text/plain" }), 415);
  assert.equal(await post(text, { "content-encoding": "gzip" }), 413);
  assert.equal(await post(`${text}${" ".repeat(300_000)}`), 413);
  assert.equal(await post(Uint8Array.of(0xff, 0xfe)), 413);
  assert.equal(await post(text, {}, `${origin}/ipp/bob.report/short/malware`), 404);
  assert.equal(await post(text, {}, `${origin}/ipp/bob.report/${token}/nothing`), 404);
  assert.equal(await post(text, {}, `${origin}/other/bob.report/${token}/malware`), 404);
  assert.deepEqual(await rows(database), []);
});

test("a client or a reporting address that asks too often is told when to come again", async (t) => {
  const at = Date.now();
  const { origin } = await startServer(t, { perMinute: 3, perDay: 2, clock: () => at });
  assert.equal(await send(origin, bareReport(newToken())), 201);
  assert.equal(await send(origin, bareReport(newToken())), 201);
  assert.equal(await send(origin, bareReport(newToken())), 429);
  const token = newToken();
  const response = await fetch(`${origin}/ipp/carol.report/${token}/malware`, { method: "POST" });
  assert.equal(response.status, 429);
  assert.ok(Number(response.headers.get("retry-after")) > 0);
});
