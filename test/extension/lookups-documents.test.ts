import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { makeStatusList } from "../../core/gmp/status-list.ts";
import type { Knowledge, MapKey, TrustRecord } from "../../core/index.ts";
import { gatherKnowledge } from "../../extension/check/knowledge.ts";
import { database } from "../../extension/database.ts";
import { type DocumentParts, fetchDocument } from "../../extension/lookups/documents.ts";
import { type Finding, settleDocument } from "../../extension/lookups/finding.ts";
import { keepFinding } from "../../extension/lookups/store.ts";
import { clockwork } from "../../extension/state/clockwork.ts";
import { KNOWLEDGE, stampKey } from "../samples/people.ts";
import { emptyInstallation } from "./empty-installation.ts";

const NOW = 1_795_300_000;
const ORG = "museum.example";
const URL_OF_LIST = "https://museum.example/gmp-status";
const WANT = { kind: "status-list", org_id: ORG, url: URL_OF_LIST } as const;
const trust: readonly TrustRecord[] = KNOWLEDGE.trust;

/** An empty installation, and a web that serves one document everywhere. */
async function fresh(t: TestContext) {
  await emptyInstallation();
  await clockwork();
  const web = { asked: [] as string[], answer: "" };
  t.mock.method(globalThis, "fetch", async (url: URL) => {
    web.asked.push(url.href);
    return new Response(web.answer);
  });
  return web;
}

const parts = (more: Partial<DocumentParts> = {}): DocumentParts => ({
  now: NOW,
  knowledge: { trust, keys: [] },
  before: undefined,
  allowed: async () => true,
  ...more,
});

async function list(serial: number, rids: readonly string[] = [], org = ORG): Promise<string> {
  const times = { issued: NOW - 60, expires: NOW + 86_400 };
  const made = await makeStatusList({ orgId: ORG, serial, ...times, kids: [], rids }, stampKey(org));
  if (typeof made === "string") return made;
  throw new Error(made.fault);
}
const kept = async () => (await database()).getAll("statusLists");

test("ST-01: a fetched status list replaces none with a higher serial, and none of the same", async (t) => {
  const web = await fresh(t);
  for (const [serial, expected] of [
    [5, 5],
    [4, 5],
    [5, 5],
    [6, 6],
    [1, 6],
  ] as const) {
    web.answer = await list(serial);
    assert.equal((await fetchDocument(WANT, parts())).code, "READ");
    assert.deepEqual(
      (await kept()).map((one) => one.serial),
      [expected],
    );
  }
});

test("ST-03: a status list that the organisation's own key did not sign is not kept", async (t) => {
  const web = await fresh(t);
  const good = await list(7);
  for (const bad of [
    await list(7, [], "harbourbank.example"),
    good.replace(/.{4}$/, "AAAA"),
    "",
    "<html>login</html>",
  ]) {
    web.answer = bad;
    assert.equal((await fetchDocument(WANT, parts())).code, "REFUSED");
  }
  assert.deepEqual(await kept(), []);
});

test("ST-05: a list that revokes something ends every verdict from before", async (t) => {
  const web = await fresh(t);
  const about = { now: NOW, origin: "account", addresses: [] } as const;
  const { epoch } = await gatherKnowledge(about);
  web.answer = await list(8, ["r".repeat(26)]);
  await fetchDocument(WANT, parts());
  const after = await gatherKnowledge(about);
  assert.ok(after.epoch > epoch);
  assert.equal(after.knowledge.statusLists.length, 1);
});

test("NET-06: the host of a list is asked only after it was allowed, and only the list that the trust record names", async (t) => {
  const web = await fresh(t);
  web.answer = await list(9);
  assert.equal((await fetchDocument(WANT, parts({ allowed: async () => false }))).code, "NOT_ALLOWED");
  const other = { ...WANT, url: "https://tracker.example/list" };
  assert.equal((await fetchDocument(other, parts())).code, "NOT_LISTED");
  assert.equal((await fetchDocument({ ...WANT, org_id: "stranger.example" }, parts())).code, "NOT_LISTED");
  assert.deepEqual(web.asked, []);
});

test("NET-02: a list at a local or odd address is not asked for, even where a trust record names it", async (t) => {
  const web = await fresh(t);
  for (const url of ["https://127.0.0.1/list", "https://museum.example:8443/list", "http://museum.example/list"]) {
    const local = trust.map((record) =>
      record.org_id === ORG ? { ...record, statusList: { url, maxAge: 1 } } : record,
    );
    const knowledge: DocumentParts["knowledge"] = { trust: local, keys: [] };
    assert.equal((await fetchDocument({ ...WANT, url }, parts({ knowledge }))).code, "HOST_REFUSED");
  }
  assert.deepEqual(web.asked, []);
});

test("MAP-11: a bootstrap document is asked for after a proven insecure delegation only, never after a failure", async (t) => {
  const web = await fresh(t);
  const want = { kind: "map-bootstrap", domain: "plain.example" } as const;
  const mapKey = (state: MapKey["state"], anchor: MapKey["anchor"] = "dnssec"): Pick<Knowledge, "mapKeys"> => ({
    mapKeys: [{ domain: "plain.example", id: "a", anchor, state }],
  });
  for (const known of [{}, mapKey("secure"), mapKey("bogus"), mapKey("indeterminate"), mapKey("insecure", "https")]) {
    const knowledge = { trust, keys: [], ...known };
    assert.equal((await fetchDocument(want, parts({ knowledge }))).code, "NOT_UNSIGNED");
  }
  assert.deepEqual(web.asked, []);
  const knowledge = { trust, keys: [], ...mapKey("insecure") };
  assert.equal((await fetchDocument(want, parts({ knowledge }))).code, "REFUSED");
  assert.deepEqual(web.asked, ["https://plain.example/.well-known/map-bootstrap"]);
});

test("the keys of a document count until it expires, through failures, and not a second longer", async (t) => {
  await fresh(t);
  const want = { kind: "map-bootstrap", domain: "plain.example" } as const;
  const key = { domain: "plain.example", id: "a", anchor: "https", state: "insecure" } as const;
  const read = { code: "READ", at: NOW, issued: NOW, until: NOW + 100, keys: [key], wait: 50 } as const;
  const good = settleDocument(undefined, want, read, () => 0);
  const failed: Finding = settleDocument(good, want, { code: "NO_CONNECTION", at: NOW + 60, wait: 50 }, () => 0);
  await keepFinding(failed);
  const known = async (now: number) =>
    (await gatherKnowledge({ now, origin: "account", addresses: [] })).knowledge.mapKeys;
  assert.deepEqual(await known(NOW + 100), [key]);
  assert.equal(await known(NOW + 101), undefined);
  assert.equal(failed.document?.failures, 1);
});
