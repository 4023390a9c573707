import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { migrate } from "../../core/cli/serve/schema.ts";
import { countReport } from "../../core/cli/serve/store.ts";
import { until } from "../world/until.ts";
import { bareReport, HOME, newToken, openFresh, rows, send, startServer } from "./support.ts";

// Who counts as one client, and how long reports are kept.

/** A clock that a slow machine does not move: what is allowed again after half a minute shall not be. */
const at = Date.now();
const stopped = () => at;

/** Sends reports with an X-Forwarded-For each; resolves with the statuses. */
async function from(origin: string, forwarded: readonly string[]): Promise<readonly number[]> {
  const statuses = [];
  for (const text of forwarded)
    statuses.push(await send(origin, bareReport(newToken()), { headers: { "x-forwarded-for": text } }));
  return statuses;
}

test("behind a proxy that was named, the last address that it noted is the client", async (t) => {
  const listening = { address: "127.0.0.1", port: 0, proxies: ["127.0.0.1"] };
  const { origin } = await startServer(t, { perMinute: 2, listening, clock: stopped });
  assert.deepEqual(await from(origin, ["192.0.2.1", "192.0.2.1", "192.0.2.1"]), [201, 201, 429]);
  assert.deepEqual(await from(origin, ["192.0.2.9, 192.0.2.1", "192.0.2.1:4711"]), [429, 429], "what a client writes");
  assert.deepEqual(await from(origin, ["192.0.2.1, 192.0.2.2"]), [201], "another client");
  const ipv6 = ["2001:db8:1:2::1", "[2001:db8:1:2::2]:4711", "2001:db8:1:2:3::4"];
  assert.deepEqual(await from(origin, ipv6), [201, 201, 429], "one subscriber of IPv6");
});

test("without a proxy's name, what a client says about its address counts for nothing", async (t) => {
  for (const proxies of [[], ["192.0.2.200"]]) {
    const listening = { address: "127.0.0.1", port: 0, proxies };
    const { origin } = await startServer(t, { perMinute: 2, listening, clock: stopped });
    assert.deepEqual(await from(origin, ["192.0.2.1", "192.0.2.2", "192.0.2.3"]), [201, 201, 429]);
  }
});

test("reports are kept for as many days as was said, and what belongs to them goes with them", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-keep-"));
  const database = await openFresh(join(folder, "reports"));
  await migrate(database);
  const now = Math.floor(Date.now() / 1000);
  const days = (count: number) => now - count * 86_400;
  const names = { code: "malware", sender: "a@example.org", nature: "list", messageId: "", fields: "[]", host: HOME };
  const kept = newToken();
  for (const [token, receivedAt] of [
    [newToken(), days(31)],
    [newToken(), days(400)],
    [kept, days(29)],
  ] as const)
    await countReport(database, {
      ...names,
      ...{ domain: "example.org", token, receivedAt, route: "provider", state: "verified" },
    });
  await database.query(
    "INSERT INTO deliveries (report, domain, state, queued_at, try_at) SELECT id, domain, 'sent', 0, 0 FROM reports",
  );
  await database.query(
    "INSERT INTO sessions (digest, account, ends_at) VALUES ('old', 'desk', $1), ('new', 'desk', $2)",
    [now - 10, now + 1000],
  );
  await startServer(t, { database, keepDays: 30 });
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  await until("the old ones to go", async () => (await rows(database)).length === 1);
  assert.deepEqual(
    (await rows(database)).map(({ token }) => token),
    [kept],
  );
  assert.equal((await database.query("SELECT report FROM deliveries")).length, 1);
  assert.deepEqual(await database.query("SELECT digest FROM sessions"), [{ digest: "new" }]);
});

test("a database of an older version is brought up to date with what is in it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-old-"));
  const database = await openFresh(join(folder, "reports"));
  await migrate(database);
  await database.query("DROP INDEX reports_uid");
  await database.query("DELETE FROM schema_version WHERE version > 1");
  const names = { code: "malware", sender: "a@example.org", nature: "list", messageId: "", fields: "[]", host: HOME };
  const when = { receivedAt: Math.floor(Date.now() / 1000), route: "provider", state: "verified" } as const;
  await countReport(database, { ...names, ...when, domain: "example.org", token: newToken() });
  await migrate(database);
  await migrate(database);
  const [version] = await database.query("SELECT max(version) AS version, count(*) AS n FROM schema_version");
  assert.deepEqual([Number(version?.version), Number(version?.n)], [2, 2]);
  assert.equal((await database.query("SELECT 1 FROM pg_indexes WHERE indexname = 'reports_uid'")).length, 1);
  assert.equal((await rows(database)).length, 1);
  await database.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
