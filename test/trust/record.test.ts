import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readKnownKeys, readTrustRecords } from "../../core/trust/record.ts";

const KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="; // RFC 8032 section 7.1, test 1
const OTHER_KEY = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="; // test 2
const SMALL_ORDER = Buffer.from(`01${"00".repeat(31)}`, "hex").toString("base64");

const record = (more: object = {}) => ({
  org_id: "bank.example",
  name: "Example Bank",
  domains: ["bank.example"],
  keys: [{ kid: "2026a", alg: "ed25519", key: KEY }],
  ...more,
});

const faultsOf = (more: object) => readTrustRecords([record(more)]).faults.map((f) => `${f.path} ${f.code}`);
const readOne = (more: object) => readTrustRecords([record(more)]).records[0];

test("a whole record is read as it was written", () => {
  const whole = record({
    includeSubdomains: true,
    requireStamp: true,
    delegates: [{ from: "ceo@bank.example", sender: "office@bank.example" }],
    policies: ["default"],
    acceptBcc: false,
    verifyHosts: ["verify.bank.example"],
    statusList: { url: "https://verify.bank.example/status", maxAge: 604800 },
    source: "policy",
    addedAt: "2026-11-21T20:01:43Z",
    keys: [
      { kid: "2026a", alg: "ed25519", key: KEY, notBefore: "2026-01-01T00:00:00Z", notAfter: "2027-01-01T00:00:00Z" },
      { kid: "2025a", alg: "ed25519", key: OTHER_KEY, status: "compromised", compromisedAt: "2026-02-01T00:00:00Z" },
    ],
  });
  assert.deepEqual(readTrustRecords([whole]), { records: [whole], faults: [] });
  assert.deepEqual(readTrustRecords(whole), { records: [whole], faults: [] });
});

test("GMR-08, ADM-03, ADM-04: scopes at or above a public suffix, wildcards and empty scopes are refused", () => {
  for (const [domain, code] of [
    ["*", "wildcard"],
    ["*.bank.example", "wildcard"],
    ["", "empty"],
    ["com", "public-suffix"],
    ["co.uk", "public-suffix"],
    ["github.io", "public-suffix"],
    ["mm", "public-suffix"],
    ["@com", "not-a-domain"],
    [".bank.example", "not-a-domain"],
    ["bank.example.", "not-a-domain"],
    ["192.0.2.1", "not-a-domain"],
    ["localhost", "public-suffix"],
  ] as const) {
    const { records, faults } = readTrustRecords([record({ domains: [domain] })]);
    assert.deepEqual(records, [], domain);
    assert.equal(faults[0]?.code, code, domain);
    assert.equal(faults[0]?.path, "/0/domains/0", domain);
    assert.equal(readTrustRecords([record({ org_id: domain })]).records.length, 0, domain);
  }
  // One good domain beside a refused one: the record lives on, narrower.
  const mixed = readTrustRecords([record({ domains: ["co.uk", "bank.example"] })]);
  assert.deepEqual(mixed.records[0]?.domains, ["bank.example"]);
  assert.equal(mixed.faults.length, 1);
});

test("ADM-04: a record for a mail provider of everybody counts, and is shown as such", () => {
  const { records, faults } = readTrustRecords([record({ domains: ["gmail.com"] })]);
  assert.equal(records.length, 1);
  assert.deepEqual(
    faults.map((f) => [f.path, f.code, f.severity, f.value]),
    [["/0/domains/0", "shared-provider", "note", "gmail.com"]],
  );
});

test("ADM-02: every wrong value is reported with its place", () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ org_id: 7 }, "/0/org_id wrong-type"],
    [{ domains: "bank.example" }, "/0/domains not-a-list"],
    [{ name: "" }, "/0/name empty"],
    [{ name: "x".repeat(81) }, "/0/name too-long"],
    [{ name: "Bank\u202Eknab" }, "/0/name hidden-characters"],
    [{ name: "Bank\u{E0041}" }, "/0/name hidden-characters"],
    [{ includeSubdomains: "yes" }, "/0/includeSubdomains wrong-type"],
    [{ requireStamp: 1 }, "/0/requireStamp wrong-type"],
    [{ acceptBcc: "true" }, "/0/acceptBcc wrong-type"],
    [{ requirestamp: true }, "/0/requirestamp unknown-member"],
    [{ "a/b~": 1 }, "/0/a~1b~0 unknown-member"],
    [{ delegates: [{ from: "a@b.example" }] }, "/0/delegates/0/sender missing"],
    [{ delegates: [{ from: "a b@c.example", sender: "a@b.example" }] }, "/0/delegates/0/from not-an-address"],
    [{ policies: ["a b"] }, "/0/policies/0 unknown-value"],
    [{ verifyHosts: ["https://bank.example"] }, "/0/verifyHosts/0 not-a-domain"],
    [{ statusList: { url: "http://bank.example/", maxAge: 1 } }, "/0/statusList/url not-an-https-url"],
    [{ statusList: { url: "https://a@bank.example/", maxAge: 1 } }, "/0/statusList/url not-an-https-url"],
    [{ statusList: { url: "https://bank.example/s", maxAge: 0 } }, "/0/statusList/maxAge wrong-type"],
    [{ source: "admin" }, "/0/source unknown-value"],
    [{ addedAt: "yesterday" }, "/0/addedAt not-a-time"],
    [{ keys: {} }, "/0/keys not-a-list"],
    [{ keys: [7] }, "/0/keys/0 not-an-object"],
    [{ keys: [{ alg: "ed25519", key: KEY }] }, "/0/keys/0/kid missing"],
    [{ keys: [{ kid: "A", alg: "ed25519", key: KEY }] }, "/0/keys/0/kid not-a-key-id"],
    [{ keys: [{ kid: "a", alg: "hmac", key: KEY }] }, "/0/keys/0/alg unknown-value"],
    [{ keys: [{ kid: "a", alg: "ed25519", key: `${KEY} ` }] }, "/0/keys/0/key not-base64"],
    [{ keys: [{ kid: "a", alg: "ed25519", key: KEY, notAfter: "2026-13-45" }] }, "/0/keys/0/notAfter not-a-time"],
    [{ keys: [{ kid: "a", alg: "ed25519", key: KEY, status: "revoked" }] }, "/0/keys/0/status unknown-value"],
  ];
  for (const [more, expected] of cases) assert.deepEqual(faultsOf(more), [expected]);
  assert.deepEqual(
    readTrustRecords("bank.example").faults.map((f) => f.code),
    ["not-an-object"],
  );
});

test("ADM-02: a wrong value never makes a record wider", () => {
  // By name would mean every DNSSEC-proven key (G37): the list stays, empty.
  assert.deepEqual(readOne({ keys: "none" })?.keys, []);
  assert.deepEqual(readOne({ keys: [{ kid: "a", alg: "ed25519", key: KEY, notAfter: "soon" }] })?.keys, []);
  assert.deepEqual(readOne({ policies: 5 })?.policies, []);
  assert.equal(readOne({ requireStamp: "no" })?.requireStamp, true);
  assert.equal(readOne({ acceptBcc: 1 })?.acceptBcc, false);
  assert.equal(readOne({ includeSubdomains: "*" })?.includeSubdomains, false);
  assert.equal(readOne({ statusList: "https://bank.example/s" }), undefined);
});

test("CRY-01, CRY-04, G55: a weak key is noted on import and stays, so that its stamps are KEY_WEAK", () => {
  const { records, faults } = readTrustRecords([record({ keys: [{ kid: "weak", alg: "ed25519", key: SMALL_ORDER }] })]);
  assert.equal(records[0]?.keys?.length, 1);
  assert.deepEqual(
    faults.map((f) => [f.path, f.code, f.severity]),
    [["/0/keys/0/key", "weak-key", "note"]],
  );
});

test("ID-17: a second organisation that looks like the first is refused", () => {
  const first = record();
  const codes = (second: object, present: readonly object[] = []) => {
    const held = readTrustRecords(present).records;
    const { records, faults } = readTrustRecords(present.length > 0 ? [second] : [first, second], held);
    return [records.length, ...faults.map((f) => `${f.path} ${f.code}`)];
  };
  const other = record({ org_id: "other.example", domains: ["other.example"] });
  assert.deepEqual(codes({ ...other, name: "Ехample Bаnk" }), [1, "/1/name looks-like-another"]);
  assert.deepEqual(codes({ ...other, name: "EXAMPLE  BANK".replace("  ", " ") }), [1, "/1/name looks-like-another"]);
  for (const name of ["Example  Bank", "Example\u00A0Bank", "ExampleBank"])
    assert.deepEqual(codes({ ...other, name }), [1, "/1/name looks-like-another"], name);
  assert.deepEqual(codes(record({ name: "Another" })), [1, "/1/org_id duplicate"]);
  const twin = record({ org_id: "bаnk.example", domains: ["bаnk.example"], name: "Twin" });
  assert.deepEqual(codes(twin), [1, "/1/org_id looks-like-another"]);
  assert.deepEqual(codes({ ...other, name: "Other Ltd" }), [2]);
  assert.deepEqual(codes({ ...other, name: "Example Bank" }, [first]), [0, "/0/name looks-like-another"]);
  assert.deepEqual(codes(record({ name: "Renamed" }), [first]), [1]);
});

test("domains are read as lower-case A-labels", () => {
  const read = readOne({ org_id: "BÜCHER.example", domains: ["Bücher.Example"] });
  assert.deepEqual([read?.org_id, read?.domains], ["xn--bcher-kva.example", ["xn--bcher-kva.example"]]);
});

test("known keys are read by the same rules", () => {
  const key = { org_id: "shop.example", kid: "a1", alg: "ed25519", key: KEY, proof: { how: "user", at: 1795291303 } };
  assert.deepEqual(readKnownKeys([key]), { keys: [key], faults: [] });
  const faults = (more: object) => readKnownKeys([{ ...key, ...more }]).faults.map((f) => `${f.path} ${f.code}`);
  assert.deepEqual(faults({ org_id: "co.uk" }), ["/0/org_id public-suffix"]);
  assert.deepEqual(faults({ proof: { how: "mail", at: 1 } }), ["/0/proof/how unknown-value"]);
  assert.deepEqual(faults({ proof: { how: "user", at: "now" } }), ["/0/proof/at wrong-type"]);
  assert.deepEqual(faults({ trusted: true }), ["/0/trusted unknown-member"]);
});

test("ADM-10: no value makes the reader throw or hands a wrong type on", () => {
  const anything = fc.anything({ withBigInt: false, withNullPrototype: true, maxDepth: 3 });
  const members = fc.dictionary(fc.constantFrom(...Object.keys(record()), "requireStamp", "statusList"), anything);
  fc.assert(
    fc.property(members, (more) => {
      for (const read of readTrustRecords([{ ...record(), ...more }]).records) {
        assert.equal(typeof read.org_id, "string");
        assert.ok(read.domains.length > 0 && read.domains.every((d) => typeof d === "string"));
        assert.ok(read.keys?.every((k) => k.alg === "ed25519") ?? true);
        assert.ok(["boolean", "undefined"].includes(typeof read.requireStamp));
      }
    }),
  );
});
