import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import type { Found } from "../../core/cli/certificate-finder.ts";
import { makeAccount, readAccount } from "../../core/cli/serve/access.ts";
import { STAMPED } from "../gmp/support.ts";
import { certificateOf } from "../ipp/certificates.ts";
import { until } from "../world/until.ts";
import { signedReport } from "./signed-report.ts";
import { bareReport, logIn, newToken, PASSWORD, rows, send, startServer } from "./support.ts";

// What strangers try with a receiver of reports.

const clock = () => (STAMPED + 60) * 1000;
const known = async (): Promise<Found> => ({
  kind: "found",
  certificates: { address: "alice@example.org", pub: await certificateOf(), anchor: "dnssec", since: STAMPED },
});
const states = async (database: Parameters<typeof rows>[0]) => (await rows(database)).map(({ state }) => state);

/** The same report with evidence that nothing proves. */
const junk = (report: Awaited<ReturnType<typeof signedReport>>, n: number) => ({
  ...report,
  fields: report.fields.map((field) => field.replace("Invoice 4711", `Invoice ${n}`)),
});

test("REP-04: a sender that knows its tokens cannot shut the true reports out by reporting them first", async (t) => {
  const found = await known();
  const { origin, database } = await startServer(t, { clock, find: () => found });
  const report = await signedReport();
  for (let n = 0; n < 6; n++) {
    await send(origin, junk(report, n));
    await until("its proof", async () => (await states(database))[0] === "unverified");
  }
  assert.equal(await send(origin, report), 409);
  await until("the true one", async () => (await states(database))[0] === "verified");
  assert.equal(await send(origin, junk(report, 7)), 409);
  assert.deepEqual(await states(database), ["verified"], "and what is proven stays so");
});

test("REP-04: junk that arrives while the true evidence is looked at takes nothing from it", async (t) => {
  const found = await known();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const find = async () => {
    asked += 1;
    if (asked === 1) await held;
    return found;
  };
  const { origin, database } = await startServer(t, { clock, find });
  const report = await signedReport();
  await send(origin, report);
  await until("the look at it", () => asked === 1);
  assert.equal(await send(origin, junk(report, 1)), 409);
  release();
  await until("the proof", async () => (await states(database))[0] === "verified");
  const [row] = await database.query("SELECT fields FROM reports");
  assert.match(String(row?.fields), /Invoice 4711/);
});

test("REP-04: who reports in the name of somebody else leaves them what they may report", async (t) => {
  const listening = { address: "127.0.0.1", port: 0, proxies: ["127.0.0.1"] };
  const { origin } = await startServer(t, { clock, listening, perDay: 2 });
  const from = (client: string) => send(origin, bareReport(newToken()), { headers: { "x-forwarded-for": client } });
  const stranger = [await from("192.0.2.66"), await from("192.0.2.66"), await from("192.0.2.66")];
  assert.deepEqual(stranger, [201, 201, 429]);
  assert.equal(await from("192.0.2.1"), 201);
});

test("REP-05: a sender's operator is not told at the moment of the complaint", async (t) => {
  const found = await known();
  const destination = () => ({ kind: "mail", to: "abuse@example.org" }) as const;
  const { origin, database } = await startServer(t, { clock, find: () => found, destination, atOnce: false });
  await send(origin, await signedReport());
  await until("the proof", async () => (await states(database))[0] === "verified");
  const [row] = await database.query("SELECT queued_at, try_at, attempts FROM deliveries");
  const delay = Number(row?.try_at) - Number(row?.queued_at);
  // Whoever took it at once has moved the time by now.
  assert.equal(Number(row?.attempts), 0);
  assert.ok(delay > 0 && delay < 86_400, String(delay));
});

test("text that databases do not take, and control characters in an address, never end as an error of ours", async (t) => {
  const { origin, database } = await startServer(t);
  const nul = { ...bareReport(newToken()), messageId: "<1\u0000@x>\u001b[2J" };
  assert.equal(await send(origin, nul), 201);
  assert.deepEqual(await database.query("SELECT message_id FROM reports"), [{ message_id: "<1?@x>?[2J" }]);
  const token = newToken();
  const declaration = `IPP-Declaration: v=IPP1; d=example.org; l=a%00b; nature=list; n=${token}; t=1795291303; x=1895291303`;
  assert.ok((await send(origin, { ...bareReport(token), fields: [declaration, "From: a@b.example"] })) < 500);
  for (const fields of [["From: \u0000"], ["X: \u00ff\u0080"], ["[".repeat(9000)], ["A:".repeat(4000)]])
    assert.ok((await send(origin, { ...bareReport(newToken()), fields })) < 500, fields[0]?.slice(0, 10));
  const deep = `{"v":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
  const url = `${origin}/ipp/bob.report/${newToken()}/malware`;
  const { status } = await fetch(url, { method: "POST", body: deep, headers: { "content-type": "application/json" } });
  assert.equal(status, 422);
});

test("evidence that proves nothing fills no disk", async (t) => {
  const { origin, database } = await startServer(t, { clock, find: () => ({ kind: "none" }) });
  const report = await signedReport();
  const more = Array.from({ length: 8 }, (_, i) => `X-Filler-${i}: ${"a".repeat(9000)}`);
  assert.equal(await send(origin, { ...bareReport(newToken()), fields: more }), 201);
  assert.equal(await send(origin, { ...report, fields: [...report.fields, ...more] }), 201);
  await until("the proof", async () => (await states(database)).every((state) => state === "unverified"));
  const sizes = await database.query("SELECT length(fields) AS size FROM reports");
  assert.deepEqual(
    sizes.map(({ size }) => Number(size)),
    [2, 2],
  );
  assert.equal(await send(origin, { ...bareReport(newToken()), fields: [...more, ...more] }), 413);
});

/** Opens a connection that says nothing. */
function silent(port: number, localAddress: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", localAddress }, () => resolve(socket));
    socket.on("error", () => resolve(socket));
  });
}

test("one client that opens connections without an end takes its own part and no more", async (t) => {
  const { origin } = await startServer(t);
  const port = Number(new URL(origin).port);
  const sockets = await Promise.all(Array.from({ length: 300 }, () => silent(port, "127.0.0.2")));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (const socket of sockets) socket.resume();
  await until("the others to be closed", () => sockets.filter((socket) => socket.closed).length === 50);
  assert.equal(await send(origin, bareReport(newToken())), 201, "another client is served");
  for (const socket of sockets) socket.destroy();
  await until("its part to be free again", async () => {
    const socket = await silent(port, "127.0.0.2");
    socket.write("GET /-/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      socket.on("data", (data) => {
        text += data.toString("latin1");
      });
      socket.on("close", () => resolve(text));
    });
    return answer.startsWith("HTTP/1.1 200");
  });
});

test("a session ends with the password that opened it, with its account, and with a log-out", async (t) => {
  const first = await startServer(t);
  const cookie = await logIn(first.origin);
  const overview = async (origin: string) => {
    const text = await (await fetch(`${origin}/-/`, { headers: { cookie } })).text();
    return text.includes("Reports per day") ? "in" : "out";
  };
  assert.equal(await overview(first.origin), "in");
  for (const [line, expected] of [
    [await makeAccount("desk", "another good password"), "out"],
    [await makeAccount("front", PASSWORD), "out"],
  ] as const) {
    const account = readAccount(line);
    const second = await startServer(t, {
      database: { ...first.database, close: async () => undefined },
      accounts: account === undefined ? [] : [account],
    });
    assert.equal(await overview(second.origin), expected, line.slice(0, 5));
  }
  assert.equal(await overview(first.origin), "in");
  await fetch(`${first.origin}/-/logout`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie, origin: first.origin },
  });
  assert.equal(await overview(first.origin), "out");
});

test("forms of other origins, of no origin and of a host that only looks the same open and end nothing", async (t) => {
  const { origin } = await startServer(t);
  const cookie = await logIn(origin);
  const post = async (path: string, headers: Record<string, string>) => {
    const body = path === "login" ? new URLSearchParams({ name: "desk", password: PASSWORD }).toString() : "";
    const kind = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(`${origin}/-/${path}`, {
      method: "POST",
      redirect: "manual",
      body,
      headers: { ...kind, ...headers },
    });
    return [answer.status, answer.headers.has("set-cookie")];
  };
  for (const wrong of [{}, { origin: "null" }, { origin: "https://evil.example" }, { origin: `${origin}0` }])
    for (const path of ["login", "logout"]) assert.deepEqual(await post(path, { ...wrong, cookie }), [403, false]);
  const text = await (await fetch(`${origin}/-/`, { headers: { cookie } })).text();
  assert.match(text, /Reports per day/);
});

test("guesses of a password are few for one client", async (t) => {
  const at = Date.now();
  const { origin } = await startServer(t, { clock: () => at });
  const statuses = [];
  for (let i = 0; i < 12; i++) {
    const answer = await fetch(`${origin}/-/login`, {
      method: "POST",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ name: "desk", password: `guess ${i}` }).toString(),
    });
    statuses.push(answer.status);
  }
  assert.deepEqual(statuses, [...new Array(10).fill(401), 429, 429]);
});

const HOSTILE = `"><svg onload=alert(1)>'\u202emoc.elpmaxe`;

test("names that are markup, and letters that turn the line round, are shown as text apart from ours", async (t) => {
  const { origin, database } = await startServer(t);
  const declaration = {
    sender: `${HOSTILE}@evil.example`,
    nature: HOSTILE,
    messageId: HOSTILE,
    domain: "evil.example",
  };
  await database.query(
    `INSERT INTO reports (uid, domain, token, code, route, state, sender, nature, message_id, fields, host, received_at, try_at, settled_at)
     VALUES ('00000000-0000-4000-8000-000000000000', $1, 't', 'malware', 'provider', 'verified', $2, $3, $4, $5, $6, $7, 0, $7)`,
    [
      ...[declaration.domain, declaration.sender, declaration.nature, declaration.messageId],
      ...[JSON.stringify([`From: ${HOSTILE}`]), HOSTILE, Math.floor(Date.now() / 1000)],
    ],
  );
  const cookie = await logIn(origin);
  const pages = [
    "",
    `?sender=${encodeURIComponent(HOSTILE)}`,
    `?nature=${encodeURIComponent(HOSTILE)}`,
    "report?id=00000000-0000-4000-8000-000000000000",
  ];
  for (const path of pages) {
    const answer = await fetch(`${origin}/-/${path}`, { headers: { cookie } });
    const text = await answer.text();
    assert.equal(answer.status, 200, path);
    assert.ok(!text.includes("<svg onload"), path);
    assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'/);
    // An attribute or a choice of a form is alone in its line; everything else stands in an element of its own direction.
    const loose = [...text.matchAll(/<(\w+)[^>]*>[^<]*\u202e/g)].map(([, name]) => name);
    assert.deepEqual(
      loose.filter((name) => name !== "bdi" && name !== "option" && name !== "pre"),
      [],
      path,
    );
  }
  const odd = await fetch(`${origin}/-/?sender=${encodeURIComponent("a\u0000b")}`, { headers: { cookie } });
  assert.equal(odd.status, 200);
});
