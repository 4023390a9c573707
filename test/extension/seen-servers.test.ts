import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthservTrust } from "../../core/index.ts";
import { database } from "../../extension/database.ts";
import { listSeenServers, noteServers, sameServer } from "../../extension/state/seen-servers.ts";

const DAY = 86_400;
const NOW = 1_795_300_000;
const server = (authservId: string): AuthservTrust => ({ authservId, borderHosts: ["mx.example"], placement: "above" });
const list = async () =>
  (await listSeenServers()).map(({ accountId, server: { authservId }, last }) => `${accountId} ${authservId} ${last}`);

test("AR-16: servers seen are remembered for the account that saw them, once a day", async () => {
  await (await database()).clear("seenServers");
  await noteServers("account1", [server("mx.example")], NOW);
  await noteServers("account1", [server("MX.example")], NOW + 10);
  await noteServers("account2", [server("mx.example")], NOW + 20);
  assert.deepEqual(await list(), [`account2 mx.example ${NOW + 20}`, `account1 mx.example ${NOW}`]);
  await noteServers("account1", [server("mx.example")], NOW + DAY);
  assert.deepEqual(await list(), [`account1 mx.example ${NOW + DAY}`, `account2 mx.example ${NOW + 20}`]);
  assert.ok(sameServer(server("a"), server("A")) && !sameServer(server("a"), { ...server("a"), placement: "below" }));
});

test("AR-02: a server that changes its name with every message does not push out the one that was seen first", async () => {
  await (await database()).clear("seenServers");
  await noteServers("account1", [server("mx.example")], NOW);
  for (let n = 0; n < 50; n++) await noteServers("account1", [server(`n${n}.example`)], NOW + n);
  const first = await list();
  assert.equal(first.length, 8);
  assert.ok(first.includes(`account1 mx.example ${NOW}`));
  // What was not seen for three months makes room.
  await noteServers("account1", [server("new.example")], NOW + 91 * DAY);
  assert.deepEqual(await list(), [`account1 new.example ${NOW + 91 * DAY}`]);
});
