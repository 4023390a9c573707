import assert from "node:assert/strict";
import { test } from "node:test";
import { check, edit, knowing, knowingKey, mail, record, signedAnyway, stamped, verdict } from "./support.ts";
import { publicKey, TEST_KEYS } from "./test-keys.ts";

const other = {
  org_id: "other.example",
  name: "Other",
  domains: ["other.example"],
  keys: [publicKey(TEST_KEYS.other)],
};

test("GMR-06: the key of one trusted organisation is no key of another", async () => {
  const crossed = await stamped(mail({ From: "eve@other.example" }), { orgId: "other.example" }, TEST_KEYS.ed25519);
  const both = knowing({ trust: [record(), other] });
  assert.equal(await verdict(crossed, both), "TAMPERED tampered SIG_INVALID");
  const genuine = await stamped(mail({ From: "eve@other.example" }), { orgId: "other.example" }, TEST_KEYS.other);
  assert.equal(await verdict(genuine, both), "VALID valid");
});

for (const from of ["eve@other.example", "eve@sub.example.org", "eve@notexample.org", "eve@example.org.evil.example"])
  test(`GMR-07: example.org may not stamp mail of ${from}`, async () => {
    assert.equal(await verdict(await stamped(mail({ From: from }))), "UNTRUSTED malformed-trusted ORG_SCOPE");
  });

test("GMR-07: includeSubdomains lets it stamp for names below, and only those", async () => {
  const wide = knowing({ trust: [record({ includeSubdomains: true })] });
  assert.equal(await verdict(await stamped(mail({ From: "a@sub.example.org" })), wide), "VALID valid");
  const above = await stamped(mail({ From: "a@notexample.org" }));
  assert.equal(await verdict(above, wide), "UNTRUSTED malformed-trusted ORG_SCOPE");
});

test("GMR-07: without a record an organisation speaks for its own name and below (G32)", async () => {
  const key = knowingKey();
  assert.equal(await verdict(await stamped(mail({ From: "a@sub.example.org" })), key), "UNTRUSTED known-key");
  assert.equal(await verdict(await stamped(mail({ From: "a@b.example" })), key), "UNTRUSTED known-key ORG_SCOPE");
  const sub = await stamped(mail(), { orgId: "mail.example.org" });
  const below = knowingKey({ org_id: "mail.example.org" });
  assert.equal(await verdict(sub, below), "UNTRUSTED known-key ORG_SCOPE");
});

test("GMR-08: a public suffix speaks for nobody, whoever proves its key", async () => {
  for (const [orgId, from] of [
    ["co.uk", "a@bank.co.uk"],
    ["github.io", "a@someone.github.io"],
  ] as const) {
    const bytes = await stamped(mail({ From: from }), { orgId });
    assert.equal(await verdict(bytes, knowingKey({ org_id: orgId })), "UNTRUSTED known-key ORG_SCOPE");
  }
});

test("a sender that is not From is a mismatch, and a listed pair is a match (G34)", async () => {
  const bytes = await stamped(mail({ From: "Boss <boss@example.org>" }), { senderId: "alice@example.org" });
  assert.equal(await verdict(bytes), "UNTRUSTED malformed-trusted IDENTITY_MISMATCH");
  assert.equal(await verdict(bytes, knowingKey()), "UNTRUSTED known-key IDENTITY_MISMATCH");
  const pair = { from: "boss@example.org", sender: "alice@EXAMPLE.org" };
  assert.equal(await verdict(bytes, knowing({ trust: [record({ delegates: [pair] })] })), "VALID valid");
  const reversed = { from: pair.sender, sender: pair.from };
  const wrong = await verdict(bytes, knowing({ trust: [record({ delegates: [reversed] })] }));
  assert.equal(wrong, "UNTRUSTED malformed-trusted IDENTITY_MISMATCH");
});

const SHOWN = [
  "manager@example.org",
  '"alice@example.org" <manager@example.org>',
  "alice <manager@example.org>",
  "alice@example.org <manager@example.org>",
  "<manager@example.org> <alice@example.org>",
  "manager@example.org, alice@example.org",
  "alice@example.org, manager@example.org",
  "manager@example.org (alice@example.org)",
  "(alice@example.org) manager@example.org",
  "alice@example.org: manager@example.org;",
  "=?utf-8?q?alice=40example=2Eorg?= <manager@example.org>",
  "<@alice.example.org:manager@example.org>",
  '"manager@example.org\u0000" <alice@example.org\u0000manager@example.org>',
  "manager@example.org\r\nFrom: alice@example.org",
  "alice@example.org\r\nFrom: manager@example.org",
];

for (const [index, shown] of SHOWN.entries())
  test(`ID-01: alice's valid stamp is nothing under another From, shape ${index + 1}`, async () => {
    const evidence = await check(await signedAnyway(mail({ From: shown })));
    assert.equal(evidence.word, "UNTRUSTED");
    assert.notEqual(evidence.axes.identity, "match");
  });

test("a sender that differs from From in case alone is said, and only the domain may differ silently (G34)", async () => {
  const local = await stamped(mail({ From: "Alice@example.org" }), { senderId: "alice@example.org" });
  assert.equal(await verdict(local), "UNTRUSTED valid-caution CASE_DIFFERS");
  const domain = await stamped(mail({ From: "alice@EXAMPLE.org" }), { senderId: "alice@example.org" });
  assert.equal(await verdict(domain), "VALID valid");
});

test("an ambiguous message is UNTRUSTED however well it is stamped (G41)", async () => {
  const bytes = await stamped(mail());
  const epilogue = edit(bytes, "X-GuardMail-Stamp", "X-Note : odd\r\nX-GuardMail-Stamp");
  assert.equal(await verdict(epilogue), "UNTRUSTED valid-caution");
  assert.equal((await check(epilogue)).axes.integrity, "bound");
});

test("GMR-25: name and source of an organisation come from the record, never from the message", async () => {
  const bytes = await stamped(mail());
  assert.deepEqual((await check(bytes)).organisation, { org_id: "example.org", name: "Example Ltd", source: "user" });
  assert.equal((await check(bytes, knowingKey())).organisation, undefined);
  const loud = edit(bytes, "org_id=example.org", "org_id=VERIFIED-Bank");
  assert.equal((await check(loud)).organisation, undefined);
  assert.equal((await check(loud)).receipt, undefined);
});
