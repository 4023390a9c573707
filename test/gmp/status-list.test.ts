import assert from "node:assert/strict";
import { test } from "node:test";
import { makeStatusList, readStatusList, replaces, type StatusList } from "../../core/gmp/status-list.ts";
import type { Knowledge, TrustRecord } from "../../core/knowledge.ts";
import { MAX_STATUS_LIST_TEXT } from "../../core/limits.ts";
import { check, knowing, mail, OPTIONS, ORG, record, STAMPED, stamped, verdict } from "./support.ts";
import { publicKey, stampKey, TEST_KEYS, type TestKey } from "./test-keys.ts";

const DAY = 86_400;
const NOW = knowing().now;
const LIST: StatusList = { orgId: ORG, serial: 7, issued: STAMPED, expires: STAMPED + 30 * DAY, kids: [], rids: [] };
const URL = "https://verify.example.org/status";

async function made(changes: Partial<StatusList> = {}, key: TestKey = TEST_KEYS.ed25519): Promise<string> {
  const jws = await makeStatusList({ ...LIST, ...changes }, stampKey(key));
  assert.ok(typeof jws === "string", JSON.stringify(jws));
  return jws;
}

/** Bob's knowledge with a record that names a status list, and the copies he has. */
function listing(copies: readonly string[], more: Partial<TrustRecord> = {}, rest: Partial<Knowledge> = {}): Knowledge {
  const statusLists = copies.map((jws) => ({ org_id: ORG, jws, fetchedAt: NOW }));
  return knowing({ trust: [record({ statusList: { url: URL, maxAge: 7 * DAY }, ...more })], statusLists, ...rest });
}

test("a list that revokes nothing and is young enough leaves a message VALID (G56)", async () => {
  const bytes = await stamped(mail());
  assert.equal(await verdict(bytes, listing([await made()])), "VALID valid");
  assert.equal(await verdict(bytes, knowing()), "VALID valid");
});

test("ST-05: a revoked key or receipt is UNTRUSTED as soon as the list says so (H15)", async () => {
  const bytes = await stamped(mail());
  const before = listing([await made()]);
  assert.equal(await verdict(bytes, before), "VALID valid");
  const kid = listing([await made({ serial: 8, kids: ["2026a"] })]);
  assert.equal(await verdict(bytes, kid), "UNTRUSTED malformed-trusted KEY_STATUS");
  const rid = listing([await made({ serial: 8, rids: [OPTIONS.rid] })]);
  assert.equal(await verdict(bytes, rid), "UNTRUSTED malformed-trusted RID_REVOKED");
  assert.equal(await verdict(bytes, listing([await made({ kids: ["2026b"] })])), "VALID valid");
});

test("ST-01: a missing, old, expired or future list is no statement (H17)", async () => {
  const bytes = await stamped(mail());
  const missing = await check(bytes, listing([]));
  assert.deepEqual([missing.word, missing.state, missing.reasons[0]?.code], ["VALID", "valid", "REVOCATION_UNKNOWN"]);
  assert.deepEqual(missing.wants, [{ kind: "status-list", org_id: ORG, url: URL }]);
  const stale = "VALID valid REVOCATION_STALE";
  const aged = (issued: number) => made({ issued, expires: NOW + DAY });
  assert.equal(await verdict(bytes, listing([await aged(NOW - 7 * DAY)])), "VALID valid");
  assert.equal(await verdict(bytes, listing([await aged(NOW - 7 * DAY - 1)])), stale);
  assert.equal(await verdict(bytes, listing([await made({ expires: NOW - 1 })])), stale);
  const future = await made({ issued: NOW + 601, expires: NOW + DAY });
  assert.equal(await verdict(bytes, listing([future])), "VALID valid REVOCATION_UNKNOWN");
});

test("ST-01: the highest serial counts, in whatever order the copies lie, and a lower one never replaces it", async () => {
  const bytes = await stamped(mail());
  const young = await made({ serial: 8 });
  const old = await made({ serial: 7, issued: NOW - 9 * DAY });
  for (const copies of [
    [young, old],
    [old, young],
  ])
    assert.equal(await verdict(bytes, listing(copies)), "VALID valid");
  assert.equal(replaces({ ...LIST, serial: 7 }, LIST), false);
  assert.equal(replaces({ ...LIST, serial: 8 }, LIST), true);
  assert.equal(replaces(LIST, undefined), true);
});

test("ST-02: a fresh list never takes back what an older genuine one revoked", async () => {
  const bytes = await stamped(mail());
  const revoking = await made({ serial: 7, rids: [OPTIONS.rid], issued: NOW - 40 * DAY, expires: NOW - 30 * DAY });
  const silent = await made({ serial: 8 });
  for (const copies of [[revoking], [revoking, silent], [silent, revoking]])
    assert.equal(await verdict(bytes, listing(copies)), "UNTRUSTED malformed-trusted RID_REVOKED");
  assert.equal(await verdict(bytes, listing([silent])), "VALID valid");
});

test("ST-03: only an active key of the organisation signs its list", async () => {
  const bytes = await stamped(mail());
  const kids = ["2026a"];
  const unknown = "VALID valid REVOCATION_UNKNOWN";
  const jws = await made({ kids });
  const [head = "", body = "", signature = ""] = jws.split(".");
  const zeros = Buffer.alloc(64).toString("base64url");
  for (const forged of [`${head}.${body}.${zeros}`, `${head}.${body}.`, `${head}.${body}`, "", "a.b.c", `${jws}.x`])
    assert.equal(await verdict(bytes, listing([forged])), unknown, forged);
  const none = Buffer.from('{"alg":"none","kid":"2026a"}').toString("base64url");
  assert.equal(await verdict(bytes, listing([`${none}.${body}.${signature}`])), unknown);
  assert.equal(await verdict(bytes, listing([await made({ kids }, TEST_KEYS.other)])), unknown);
  assert.equal(await verdict(bytes, listing([await made({ kids, orgId: "other.example" })])), unknown);
  const retired = { ...publicKey(TEST_KEYS.next), status: "retired" as const };
  const keys = [publicKey(TEST_KEYS.ed25519), retired];
  assert.equal(await verdict(bytes, listing([await made({ kids }, TEST_KEYS.next)], { keys })), unknown);
});

test("a list has one spelling (G56)", async () => {
  const keys = [publicKey(TEST_KEYS.ed25519)];
  assert.deepEqual(await readStatusList(await made(), ORG, keys), LIST);
  const { sign } = await import("../../core/crypto/signature.ts");
  const signed = async (payload: string) => {
    const text = [Buffer.from('{"alg":"EdDSA","kid":"2026a"}'), Buffer.from(payload)]
      .map((part) => part.toString("base64url"))
      .join(".");
    const signature = await sign("ed25519", stampKey(TEST_KEYS.ed25519).privateKey, Buffer.from(text));
    return `${text}.${Buffer.from(signature).toString("base64url")}`;
  };
  const good = `{"exp":${LIST.expires},"iat":${LIST.issued},"kids":[],"org_id":"${ORG}","rids":[],"serial":7,"v":"gmp-status/1"}`;
  assert.deepEqual(await readStatusList(await signed(good), ORG, keys), LIST);
  for (const other of [
    good.replace('"kids":[],', '"kids":["2026a"],"kids":[],'),
    good.replace("{", "{ "),
    good.replace('"serial":7', '"serial":7.0'),
    good.replace('"serial":7', '"serial":-7'),
    good.replace('"v"', '"extra":1,"v"'),
    good.replace("gmp-status/1", "gmp-status/2"),
    good.replace('"kids":[]', '"kids":{}'),
    good.replace('"kids":[]', '"kids":["BAD ID"]'),
    "[]",
    "null",
    "not json",
  ])
    assert.equal(await readStatusList(await signed(other), ORG, keys), undefined, other);
});

test("L4: octets that are no JWS neither throw nor hide what a genuine list revoked", async () => {
  const [header, , signature] = (await made()).split(".");
  const bytes = await stamped(mail());
  for (const payload of ["\u00e9", "\ud800", "", "a b"]) {
    const broken = `${header}.${payload}.${signature}`;
    assert.equal(await readStatusList(broken, ORG, [publicKey(TEST_KEYS.ed25519)]), undefined, payload);
    const revoked = listing([broken, await made({ kids: ["2026a"] })]);
    assert.equal(await verdict(bytes, revoked), "UNTRUSTED malformed-trusted KEY_STATUS", payload);
  }
});

test("a list that would not be read is not made", async () => {
  const fault = async (changes: Partial<StatusList>) => {
    const result = await makeStatusList({ ...LIST, ...changes }, stampKey(TEST_KEYS.ed25519));
    return typeof result === "string" ? "" : result.fault;
  };
  assert.equal(await fault({ orgId: "Example.org" }), "org_id");
  assert.equal(await fault({ serial: -1 }), "serial");
  assert.equal(await fault({ expires: LIST.issued }), "times");
  assert.equal(await fault({ kids: ["A"] }), "kids");
  assert.equal(await fault({ rids: ["short"] }), "rids");
  const many = Array.from({ length: MAX_STATUS_LIST_TEXT / 16 }, (_, n) => String(n).padStart(16, "0"));
  assert.equal(await fault({ rids: many }), "too-long");
});
