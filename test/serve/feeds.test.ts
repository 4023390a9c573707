import assert from "node:assert/strict";
import { test } from "node:test";
import type { NewReport } from "../../core/cli/serve/store.ts";
import { countReport } from "../../core/cli/serve/store.ts";
import { newToken, startServer } from "./support.ts";

const DAY = 86_400;
const now = () => Math.floor(Date.now() / 1000);
/** A time of yesterday whose digits stand nowhere else. */
const yesterday = () => now() - (now() % DAY) - DAY + 13 * 3600 + 37 * 60 + 11;

const report = (change: Partial<NewReport> = {}): NewReport => ({
  domain: "example.org",
  token: newToken(),
  code: "nature-mismatch",
  route: "provider",
  state: "verified",
  sender: "alice@example.org",
  nature: "transaction",
  messageId: "<bob-4711@example.org>",
  fields: JSON.stringify([
    "From: alice@example.org",
    "To: bob@home.example",
    "Date: today",
    "Subject: =1+1",
    "From nobody",
  ]),
  host: "home.example",
  receivedAt: yesterday(),
  ...change,
});

async function filled(t: Parameters<typeof startServer>[0]) {
  const served = await startServer(t);
  for (const one of [
    report(),
    report({ code: "malware", nature: "marketing" }),
    report({ domain: "other.example", sender: "eve@other.example" }),
    report({ state: "unverified", sender: "=cmd@example.org" }),
    report({ state: "pending" }),
  ])
    await countReport(served.database, one);
  const get = async (what: string, token = served.tokens.all) => {
    const answer = await fetch(`${served.origin}/-/feed/${what}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, next: answer.headers.get("x-next"), text: await answer.text() };
  };
  return { ...served, get };
}

test("figures of a domain hold what is proven about it, and nothing about others", async (t) => {
  const { get, tokens } = await filled(t);
  const mine = JSON.parse((await get("figures", tokens.domain)).text);
  assert.deepEqual([mine.verified, mine.other], [2, 0]);
  assert.deepEqual(mine.domains, [{ name: "example.org", verified: 2, other: 0 }]);
  assert.deepEqual(
    mine.codes.map(({ name }: { name: string }) => name),
    ["malware", "nature-mismatch"],
  );
  const all = JSON.parse((await get("figures")).text);
  assert.deepEqual([all.verified, all.other], [3, 2]);
  assert.equal((await get("figures?domain=other.example", tokens.domain)).status, 403);
  for (const token of [tokens.metrics, "x".repeat(43), ""]) assert.equal((await get("figures", token)).status, 401);
});

test("REP-05: what a sender's operator gets does not name who complained", async (t) => {
  const { get, tokens } = await filled(t);
  for (const form of ["arf", "xarf", "csv"]) {
    const { text, status, next } = await get(form, tokens.domain);
    assert.equal(status, 200);
    const plain =
      form === "xarf"
        ? text
            .split("\n")
            .map((line) => line && atob(JSON.parse(line).evidence[0].payload) + line)
            .join()
        : text;
    assert.ok(plain.includes("alice@example.org"), form);
    assert.doesNotMatch(plain, /bob|4711|IPP-Token|Subject: =1/, form);
    assert.doesNotMatch(plain, /13:37/, `${form} tells the time`);
    assert.doesNotMatch(next ?? "", new RegExp(String(yesterday())), "nor does the way to the next page");
  }
  const own = await get("arf");
  assert.match(own.text, /To: bob@home\.example/);
  assert.match(own.text, /^From MAILER-DAEMON \w{3} \w{3} [ \d]\d 13:37:11 \d{4}$/m);
  assert.match(own.text, /^>From nobody/m);
  assert.match((await get("csv")).text, /,'=cmd@example\.org,/);
});

test("a feed goes on where it was left, and gives each report once", async (t) => {
  const { get, database } = await filled(t);
  const first = await get("xarf");
  assert.equal(first.text.trim().split("\n").length, 4);
  const again = await get(`xarf?after=${first.next}`);
  assert.deepEqual([again.text, again.next], ["", first.next]);
  await countReport(database, report({ receivedAt: now() - 100 }));
  await countReport(database, report({ receivedAt: now() }));
  const more = await get(`xarf?after=${first.next}`);
  assert.equal(more.text.trim().split("\n").length, 1, "what has just been settled waits");
  assert.equal((await get("xarf?after=x")).status, 400);
});

test("REP-05: a sender's operator sees the reports of a day when the day is over", async (t) => {
  const { get, tokens, database } = await filled(t);
  const lines = async (query: string) => (await get(`csv${query}`, tokens.domain)).text.split("\r\n").length - 2;
  const before = await lines("");
  const verified = JSON.parse((await get("figures", tokens.domain)).text).verified;
  await countReport(database, report({ receivedAt: now() }));
  const late = report();
  await countReport(database, late);
  await database.query("UPDATE reports SET settled_at = $1 WHERE token = $2", [now() - 100, late.token]);
  assert.equal(await lines(""), before, "nor one of yesterday that was proven today");
  await database.query("DELETE FROM reports WHERE token = $1", [late.token]);
  assert.equal(JSON.parse((await get("figures", tokens.domain)).text).verified, verified);
  assert.equal(JSON.parse((await get("figures?domain=example.org")).text).verified, verified + 1);
});

test("a sender's operator goes on behind the last report, and begins anew where that was forgotten", async (t) => {
  const { get, tokens, database } = await filled(t);
  const first = await get("csv", tokens.domain);
  assert.match(first.next ?? "", /^[0-9a-f-]{36}$/);
  const again = await get(`csv?after=${first.next}`, tokens.domain);
  assert.deepEqual([again.text.split("\r\n").length, again.next], [2, first.next]);
  await countReport(database, report({ receivedAt: yesterday() + 1 }));
  assert.equal((await get(`csv?after=${first.next}`, tokens.domain)).text.split("\r\n").length, 3);
  await database.query("DELETE FROM reports WHERE uid = $1", [String(first.next)]);
  assert.equal((await get(`csv?after=${first.next}`, tokens.domain)).text.split("\r\n").length, 4);
  assert.equal((await get("csv?after=1-1", tokens.domain)).status, 400);
  for (const domain of ["Example.org", "x", "a\u0000b.example"])
    assert.equal((await get(`figures?domain=${encodeURIComponent(domain)}`)).status, 400, domain);
});
