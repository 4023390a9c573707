import assert from "node:assert/strict";
import { test } from "node:test";
import { findStamp } from "../../core/gmp/parse.ts";
import { readStamp } from "../../core/gmp/stamp.ts";
import { readMessage } from "../../core/message/reader.ts";
import { edit, knowing, mail, octets, record, stamped, text, verdict } from "./support.ts";

const RID = "0123456789abcdef";
const HASH = "0".repeat(64);

/** A well-formed tag list, with some tags replaced or (undefined) left out. */
function tags(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const all = new Map<string, string | undefined>([
    ["v", "1"],
    ["rid", RID],
    ["sender_id", "alice@example.org"],
    ["org_id", "example.org"],
    ["kid", "2026a"],
    ["hdr_hash", HASH],
    ["body_hash", HASH],
    ["att_hash", "NONE"],
    ["ts", "2026-11-21T20:01:43Z"],
    ["sig_alg", "ed25519"],
    ["signature", "AAAA"],
    ["verify_url", "https://verify.example.org/r/1"],
    ...Object.entries(changes),
  ]);
  return [...all].flatMap(([name, value]) => (value === undefined ? [] : [` ${name}=${value}`])).join(";");
}

function reading(changes: Readonly<Record<string, string | undefined>>): string {
  const found = readStamp(tags(changes));
  return "tag" in found ? `${found.kind} ${found.tag}` : found.kind;
}

const MANDATORY = "rid sender_id org_id hdr_hash body_hash att_hash ts sig_alg signature verify_url".split(" ");

test("GMR-02: each tag missing, empty, repeated or re-cased makes the stamp malformed", () => {
  assert.equal(reading({}), "stamp");
  for (const name of MANDATORY) {
    assert.equal(reading({ [name]: undefined }), `malformed ${name}`);
    assert.equal(reading({ [name]: "" }), `malformed ${name}`);
    assert.equal(readStamp(`${tags()}; ${name}=x`).kind, "malformed", `repeated ${name}`);
    const upper = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    assert.equal(readStamp(`${tags()}; ${upper}=x`).kind, "malformed", `re-cased ${name}`);
  }
  assert.equal(reading({ kid: undefined }), "malformed kid");
  assert.equal(reading({ v: "" }), "malformed v");
  assert.equal(reading({ c: "nofws" }), "malformed c");
  assert.equal(reading({ c: "" }), "malformed c");
  assert.equal(reading({ policy_id: "" }), "malformed policy_id");
  assert.equal(reading({ kid: "-a" }), "malformed kid");
  assert.equal(reading({ kid: "2026A" }), "malformed kid");
});

test("GMR-02: unknown tags are read over, whatever they say (G22)", () => {
  assert.equal(reading({ x: "1", key: "MCowBQ" }), "stamp");
});

test("GMR-12: only RFC 3339 UTC times are times (G57)", () => {
  const bad = [
    "2026-13-45T00:00:00Z",
    "1",
    "2026-11-21",
    "2026-11-21T20:01:43",
    "2026-11-21T20:01:43z",
    "2026-11-21t20:01:43Z",
    "2026-11-21T20:01:43+00:00",
    "2026-11-21T20:01:43.5Z",
    "2026-02-30T00:00:00Z",
    "2026-11-21T24:00:00Z",
    "2026-11-21T23:59:60Z",
    "1999-12-31T23:59:59Z",
    "P1D",
    "NaN",
  ];
  for (const ts of bad) assert.equal(reading({ ts }), "malformed ts", ts);
  assert.equal(reading({ ts: "2028-02-29T23:59:59Z" }), "stamp");
});

test("GMR-20: a hash is 64 lower-case hex digits, and only att_hash may be NONE", () => {
  const bad = [
    HASH.slice(1),
    `${HASH}0`,
    `0x${HASH.slice(2)}`,
    "A".repeat(64),
    `${HASH.slice(2)}zz`,
    "none",
    "NONE0",
    "-",
  ];
  for (const value of bad)
    for (const name of ["hdr_hash", "body_hash", "att_hash"])
      assert.equal(reading({ [name]: value }), `malformed ${name}`, value);
  assert.equal(reading({ hdr_hash: "NONE" }), "malformed hdr_hash");
  assert.equal(reading({ body_hash: "NONE" }), "malformed body_hash");
});

test("GMR-21: a signature has one spelling, folds apart (G28)", () => {
  for (const signature of ["QUJ=", "QUI", "QUI=QUI=", "QU I=", "QUI-", "Q", "====", "QUI=="]) {
    const kind = signature === "QU I=" ? "stamp" : "malformed";
    assert.equal(readStamp(tags({ signature })).kind, kind, signature);
  }
  assert.equal(readStamp(tags({ signature: "QU\r\n I=" })).kind, "stamp");
});

test("GMR-26: a rid is 16 to 128 harmless characters (G21)", () => {
  const bad = [
    "short",
    "a".repeat(129),
    "../../../../../etc",
    "a%0d%0aSet-Cookie",
    "<b>aaaaaaaaaaaaa",
    "aaaa/aaaaaaaaaaaa",
    "aaaaaaaaaaaaaaa?",
    '"aaaaaaaaaaaaaaaa"',
  ];
  for (const rid of bad) assert.equal(reading({ rid }), "malformed rid", rid);
  assert.equal(reading({ rid: "AZaz09._~-AZaz09" }), "stamp");
});

test("sender_id is a dot-atom address with a domain, org_id a lower-case A-label domain", () => {
  for (const sender_id of [
    "alice",
    "@example.org",
    "a@b",
    '"a"@example.org',
    "a..b@example.org",
    "a@[192.0.2.1]",
    "a@1.2.3.4",
    "<a@example.org>",
    "a,b@example.org",
  ])
    assert.equal(reading({ sender_id }), "malformed sender_id", sender_id);
  for (const org_id of [
    "Example.org",
    "example",
    "example.org.",
    "-a.org",
    "192.0.2.1",
    "*.example.org",
    "a@example.org",
  ])
    assert.equal(reading({ org_id }), "malformed org_id", org_id);
  assert.equal(reading({ sender_id: "Alice.O'Hara+x@EXAMPLE.org", org_id: "xn--bcher-kva.example" }), "stamp");
});

test("verify_url is https, a host name, a path, and nothing else (G53, H27)", () => {
  for (const url of [
    "http://example.org/",
    "https://example.org",
    "https://example.org:443/",
    "https://user@example.org/",
    "https://example.org/#x",
    "https://EXAMPLE.org/",
    "https://192.0.2.1/",
    "https://0x7f.1/",
    "https://localhost/",
    "https://example.org/%0g",
    "https://example.org/<b>",
    "https://example.org\\@evil.example/",
    "javascript:alert(1)",
  ])
    assert.equal(reading({ verify_url: url }), "malformed verify_url", url);
  assert.equal(reading({ verify_url: "https://v.example.org/a//b?c=%20&d=(1)" }), "stamp");
});

test("a stamp of another version is unsupported, whatever else it holds (G20)", async () => {
  assert.equal(reading({ v: "2", rid: "odd" }), "version v");
  const other = edit(await stamped(mail()), "v=1;", "v=2;");
  assert.equal(await verdict(other), "UNTRUSTED malformed-trusted UNSUPPORTED_VERSION");
});

test("GMR-30: a stamp in the draft's own form names no key and is never VALID (superseded by G24, H08)", async () => {
  const draft = edit(await stamped(mail()), /v=1; |kid=2026a; /g, "");
  assert.equal(await verdict(draft), "UNTRUSTED kid-unknown DRAFT_LITERAL");
  assert.equal(await verdict(draft, knowing({ trust: [] })), "UNTRUSTED no-key DRAFT_LITERAL");
  const requiring = await verdict(draft, knowing({ trust: [record({ requireStamp: true })] }));
  assert.equal(requiring, "UNTRUSTED kid-unknown DRAFT_LITERAL");
  // Dropping v must not soften what is wrong elsewhere.
  const softened = edit(draft, /rid=\w+;/, "rid=short;");
  assert.equal(await verdict(softened), "UNTRUSTED malformed-trusted STAMP_MALFORMED");
});

test("GMR-18: nothing in a stamp chooses which header fields it covers (superseded by G54)", async () => {
  const bytes = await stamped(mail());
  const narrowed = edit(bytes, "v=1;", "v=1; hs=from;");
  assert.equal(await verdict(narrowed), "TAMPERED tampered SIG_INVALID");
});

test("GMR-01: two stamps are never one, in either order, of one organisation or two", async () => {
  const bytes = await stamped(mail());
  const field = /X-GuardMail-Stamp:.*?\r\n(?=[A-Z])/s.exec(text(bytes))?.[0] ?? "";
  assert.ok(field.length > 300);
  const foreign = `X-GuardMail-Stamp:${tags({ org_id: "evil.example" })}\r\n`;
  for (const second of [field, foreign]) {
    for (const twice of [octets(second + text(bytes)), edit(bytes, "From:", `${second}From:`)])
      assert.equal(await verdict(twice), "UNTRUSTED malformed-trusted MULTI_STAMP");
  }
  const two = octets(foreign + foreign + text(mail({ From: "x@evil.example" })));
  assert.equal(await verdict(two), "UNTRUSTED malformed MULTI_STAMP");
});

const MANGLED = [
  "X-GuardMail-Stamp :",
  "X-GuardMail-Stamp\t:",
  "X-GuardMail-Stamp2:",
  "X_GuardMail_Stamp:",
  "XGuardMailStamp:",
  "X-GuardMail--Stamp:",
  "X-GuardMail-Stamp\r\n :",
  "X-Guard\r\n Mail-Stamp:",
  "X-Guard\u0000Mail-Stamp:",
  "=?utf-8?q?X-GuardMail-Stamp?=:",
  "Old-X-GUARDMAIL-STAMP:",
  "X-GuardMail-Stamp",
];

for (const name of MANGLED)
  test(`GMR-14: ${JSON.stringify(name)} is a mangled stamp, never none`, async () => {
    const mangled = edit(await stamped(mail()), "X-GuardMail-Stamp:", name);
    const trusted = await verdict(mangled);
    assert.equal(trusted, "UNTRUSTED malformed-trusted STAMP_MALFORMED");
    assert.equal(await verdict(mangled, knowing({ trust: [] })), "UNTRUSTED malformed STAMP_MALFORMED");
  });

test("GMR-14: any ASCII case of the name is the stamp itself, and a near-miss beside it breaks it", async () => {
  const bytes = await stamped(mail());
  assert.equal(await verdict(edit(bytes, "X-GuardMail-Stamp", "x-GUARDMAIL-stamp")), "VALID valid");
  const beside = edit(bytes, "From:", "X-Old-GuardMail-Stamp: x\r\nFrom:");
  assert.equal(await verdict(beside), "UNTRUSTED malformed-trusted STAMP_MALFORMED");
});

test("a broken stamp names every organisation whose name stands in it (G44)", () => {
  const found = (field: string) => {
    const stamp = findStamp(readMessage(octets(`${field}\r\nFrom: a@b.example\r\n\r\n`)));
    return stamp.kind === "broken" ? stamp.orgIds : [];
  };
  assert.deepEqual(found("X-GuardMail-Stamp: x; ORG_ID = Exa\r\n mple.ORG ;; org_id=b.example"), [
    "example.org",
    "b.example",
  ]);
  assert.deepEqual(found("X-GuardMail-Stamp2: org_id=a.example"), ["a.example"]);
  assert.ok(found("X-GuardMail-Stamp: v=1; org_id=org_id=a.example; x=y").includes("a.example"));
});

test("white space in any value but the signature's makes the stamp malformed (G19)", () => {
  for (const name of [...MANDATORY.filter((tag) => tag !== "signature"), "x"])
    assert.equal(readStamp(tags({ [name]: "a b" })).kind, "malformed", name);
});
