import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import type { Database } from "../../core/cli/serve/database.ts";
import { destinationBy, readPushRule } from "../../core/cli/serve/destinations.ts";
import { handOut, type WaysOut } from "../../core/cli/serve/hand-out.ts";
import { pushReports } from "../../core/cli/serve/push.ts";
import { needsJsonSchema } from "../ipp/json-schema.ts";
import { xarfFaults } from "../ipp/xarf.ts";
import { needsPostfix, startPostfix } from "../world/postfix.ts";
import { startSmtpSink } from "../world/smtp-sink.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { NOW, operator, queued } from "./operator.ts";
import { FILER } from "./support.ts";

// Counted reports on their way to the operators of the senders: by mail through Postfix, and by HTTPS.

const pusher = (database: Database, rules: readonly string[], ways: Partial<WaysOut>) => ({
  database,
  destination: destinationBy(rules.flatMap((text) => readPushRule(text) ?? [])),
  send: handOut(FILER, { sendmail: "/nowhere/sendmail", patience: 5000, ...ways }),
});

const states = async (database: Database) =>
  (await database.query("SELECT domain, state, attempts FROM deliveries ORDER BY report")).map(
    ({ domain, state, attempts }) => `${domain} ${state} ${attempts}`,
  );

/** Everything that Python's own reader of mail finds in a feedback report. */
function readByPython(message: Uint8Array) {
  const program = `
import email, email.policy, json, sys
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = list(message.iter_parts())
feedback = parts[1].get_payload()[0]
evidence = parts[2].get_payload(decode=True) if not parts[2].is_multipart() else b""
print(json.dumps({
  "defects": [str(d) for part in [message, *parts] for d in part.defects],
  "type": message.get_content_type(), "report-type": message.get_param("report-type"),
  "to": str(message["to"]), "from": str(message["from"]), "auto": str(message["auto-submitted"]),
  "parts": [part.get_content_type() for part in parts],
  "feedback": [[name, str(value)] for name, value in feedback.items()],
  "evidence": evidence.decode("latin-1"),
}))`;
  const { stdout, stderr, status } = spawnSync("python3", ["-c", program], { input: message });
  assert.equal(status, 0, String(stderr));
  return JSON.parse(String(stdout));
}

test("a counted report reaches the sender's operator through Postfix, as RFC 5965 asks", needsPostfix(), async (t) => {
  const world = createWorld("serve-push");
  t.after(() => world.end());
  const sink = await startSmtpSink(world);
  const masterCf = "submission inet n - n - - smtpd\n";
  const postfix = await startPostfix(world, { mainCf: "", masterCf, relayPort: sink.port });
  const database = await queued(t, "example.org");
  const by = pusher(database, ["example.org=abuse"], { sendmail: postfix.sendmail });
  assert.equal(await pushReports(by, NOW), 1);
  assert.deepEqual(await states(database), ["example.org sent 1"]);
  await until(`the mail\n${readFileSync(postfix.log, "utf8").slice(-2000)}`, () => sink.sent.length > 0);
  assert.equal(await pushReports(by, NOW + 86_400), 0, "once is enough");
  const [mail, ...more] = sink.sent;
  assert.ok(mail !== undefined && more.length === 0);
  assert.match(mail.from, /FROM:<abuse@home\.example>/);
  assert.match(mail.to.join(), /TO:<abuse@example\.org>/);
  const read = readByPython(mail.raw);
  assert.deepEqual(read.defects, []);
  assert.deepEqual(
    [read.type, read["report-type"], read.auto],
    ["multipart/report", "feedback-report", "auto-generated"],
  );
  assert.deepEqual(read.parts, ["text/plain", "message/feedback-report", "text/rfc822-headers"]);
  assert.deepEqual([read.to, read.from], ["abuse@example.org", "abuse@home.example"]);
  assert.deepEqual(read.feedback, [
    ["Feedback-Type", "abuse"],
    ["User-Agent", "countersign/test"],
    ["Version", "1"],
    ["Reported-Domain", "example.org"],
    ["IPP-Code", "nature-mismatch"],
    ["IPP-Nature", "list"],
  ]);
  assert.match(read.evidence, /^From: J\xf6rg <alice@example\.org>\r?\nDate: [^\n]*\n/);
  assert.doesNotMatch(mail.raw.toString("latin1"), /bob/);
});

test("while the mail server takes nothing the report stays in the queue, and goes out later", async (t) => {
  const database = await queued(t, "example.org");
  assert.equal(await pushReports(pusher(database, ["*=abuse"], { sendmail: "/bin/false" }), NOW), 1);
  assert.deepEqual(await states(database), ["example.org queued 1"]);
  assert.equal(await pushReports(pusher(database, ["*=abuse"], { sendmail: "/bin/true" }), NOW + 60), 0, "not yet");
  assert.equal(await pushReports(pusher(database, ["*=abuse"], { sendmail: "/bin/true" }), NOW + 121), 1);
  assert.deepEqual(await states(database), ["example.org sent 2"]);
});

test("by HTTPS a report is one POST of valid XARF, and known before counts as taken", needsJsonSchema, async (t) => {
  const taken = new Set<unknown>();
  const { got, ca, url } = await operator(t, ({ headers }, response) => {
    const key = headers["idempotency-key"];
    response.writeHead(taken.has(key) ? 409 : 202).end("ignored");
    taken.add(key);
  });
  const database = await queued(t, "example.org", "example.org");
  const by = pusher(database, [`example.org=${url}`], { ca });
  assert.equal(await pushReports(by, NOW), 2);
  assert.deepEqual(await states(database), ["example.org sent 1", "example.org sent 1"]);
  // The process died between the answer and its note: the same report goes out again under the same key.
  await database.query("UPDATE deliveries SET state = 'queued', try_at = $1", [NOW]);
  await pushReports(by, NOW + 200);
  assert.deepEqual(await states(database), ["example.org sent 2", "example.org sent 2"]);
  assert.deepEqual([got.length, new Set(got.map(({ key }) => key)).size], [4, 2]);
  assert.deepEqual(new Set(got.map(({ path }) => path)), new Set(["/in?desk=1"]));
  const reports = got.map(({ body }) => JSON.parse(body));
  for (const faults of xarfFaults(reports)) assert.deepEqual(faults, []);
  assert.deepEqual(
    reports.map((one) => one.report_id),
    got.map(({ key }) => key),
  );
  assert.doesNotMatch(atob(reports[0].evidence[0].payload), /bob|Message-ID/i);
  assert.deepEqual(Object.keys(got[0]?.headers ?? {}).sort(), [
    "connection",
    "content-length",
    "content-type",
    "host",
    "idempotency-key",
  ]);
});

test("REP-11: an operator that refuses, redirects, floods or says nothing is tried 16 times in five days, and no more", async (t) => {
  let turn = 0;
  const endless = Buffer.alloc(1 << 20);
  const answers: readonly ((response: ServerResponse) => unknown)[] = [
    (response) => response.writeHead(500).end(),
    (response) => response.writeHead(429, { "retry-after": "1" }).end(),
    (response) => response.writeHead(302, { location: "/elsewhere" }).end(),
    (response) => response.destroy(),
    // Neither an answer nor an end: patience ends it.
    () => undefined,
    (response) => {
      response.writeHead(400);
      const flood = () => {
        while (!response.destroyed && response.write(endless));
      };
      response.on("drain", flood);
      flood();
    },
  ];
  const { got, ca, url } = await operator(t, (_, response) => void answers[turn++ % answers.length]?.(response));
  const database = await queued(t, "example.org");
  const by = pusher(database, [`example.org=${url}`], { ca, patience: 2000 });
  const tries: number[] = [];
  for (let now = NOW; (await states(database)).join().includes("queued"); ) {
    if ((await pushReports(by, now)) > 0) tries.push(now);
    assert.ok(tries.length <= 16, "no end");
    const [row] = await database.query("SELECT try_at FROM deliveries");
    now = Math.max(now + 1, Number(row?.try_at));
  }
  assert.deepEqual(await states(database), ["example.org dropped 16"]);
  assert.equal(got.length, 16);
  assert.ok(!got.some(({ path }) => path === "/elsewhere"));
  const pauses = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
  assert.deepEqual(pauses, [...Array.from({ length: 9 }, (_, i) => 120 * 2 ** i), ...new Array(6).fill(43_200)]);
  assert.equal(await pushReports(by, NOW + 400 * 86_400), 0);
});

test("one operator that does not answer holds nobody up, and a certificate of somebody else gets nothing", async (t) => {
  const good = await operator(t, (_, response) => response.writeHead(200).end());
  const bad = await operator(t, () => undefined);
  const database = await queued(t, ...new Array(30).fill("slow.example"), "fast.example", "wrong.example");
  const rules = [`slow.example=${bad.url}`, `fast.example=${good.url}`, `wrong.example=${good.url}`];
  const by = pusher(database, rules, { ca: good.ca });
  await pushReports(by, NOW);
  const after = await states(database);
  assert.equal(after.filter((state) => state === "slow.example queued 1").length, 5, "five at a time");
  assert.ok(after.includes("fast.example sent 1"));
  assert.equal(bad.got.length, 0, "its certificate is not one of the authority that is believed");
});
