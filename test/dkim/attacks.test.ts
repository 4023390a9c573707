import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import type { Account } from "../../core/knowledge.ts";
import { verify } from "../../core/verify.ts";
import { BODY, HEADER, MAIL, mailOf, OTHER, RSA, rsaKey, signed } from "./sign.ts";
import { check, codes, dkimKey, knowing, linesIn, octets, verdict } from "./support.ts";

const POSITIVE = new Set(["VERIFIED", "INTACT", "TRANSPORT"]);

test("AR-08: a true signature of a domain that is not aligned with From is no credit", async () => {
  // The last is above From: a public suffix aligns with nothing but itself (T55).
  for (const d of ["evil.example", "notexample.org", "example.org.evil.example", "org"]) {
    const { badge, lines, axes } = await verdict(signed(MAIL, { d }), knowing([dkimKey({ domain: d })]));
    assert.deepEqual([badge, axes.transport], ["NONE", "none"], d);
    assert.deepEqual(codes({ lines }), ["other"], d);
  }
  const below = await verdict(
    signed(MAIL, { d: "mail.example.org" }),
    knowing([dkimKey({ domain: "mail.example.org" })]),
  );
  assert.equal(below.badge, "TRANSPORT");
});

test("AR-08: two senders, or one that programs read differently, are credited to nobody", async () => {
  for (const from of [
    "Alice <alice@example.org>, Eve <eve@evil.example>",
    "alice@example.org <eve@evil.example>",
    "alice@example.org\r\nFrom: eve@evil.example",
  ]) {
    const mail = signed(MAIL.replace("Alice <alice@example.org>", from));
    assert.ok(!POSITIVE.has((await verdict(mail)).badge), from);
  }
});

test("AR-12: an ARC chain is told and never credit, and what it says repairs nothing", async () => {
  const set = (i: number, cv: string) => [
    `ARC-Seal: i=${i}; a=rsa-sha256; cv=${cv}; d=forwarder.example; s=a; b=AAAA`,
    `ARC-Message-Signature: i=${i}; a=rsa-sha256; c=relaxed/relaxed; d=forwarder.example; s=a; h=from; bh=AAAA; b=AAAA`,
    `ARC-Authentication-Results: i=${i}; mx.forwarder.example; dkim=pass header.d=example.org; dmarc=pass header.from=example.org`,
  ];
  const cases = [
    [[...set(1, "none")], "arc-changed"],
    [[...set(2, "pass"), ...set(1, "none")], "arc-changed"],
    [[...set(2, "fail"), ...set(1, "none")], "arc-failed"],
    [[...set(1, "pass")], "arc-malformed"],
    [[...set(2, "pass")], "arc-malformed"],
    [[...set(1, "none"), ...set(1, "none")], "arc-malformed"],
    [set(1, "none").slice(1), "arc-malformed"],
  ] as const;
  for (const [fields, code] of cases) {
    const plain = await verdict(mailOf([...fields, ...HEADER], BODY));
    assert.deepEqual([plain.badge, plain.axes.transport, codes(plain)], ["NONE", "none", [code]]);
    const failing = signed(mailOf([...fields, ...HEADER], BODY)).replace("Hello", "Good day");
    const broken = await verdict(failing);
    assert.deepEqual([broken.badge, codes(broken)], ["NONE", ["body-changed", code]]);
  }
});

test("AR-13: l=, a short key, SHA-1 and an unsigned Content-Type leave the badge alone", async () => {
  const short = rsaKey(1024);
  const small = rsaKey(2048, 3);
  const cases = [
    [signed(MAIL, { more: " l=12;" }), undefined, "partial"],
    [signed(MAIL, { more: " l=0;" }), undefined, "partial"],
    [signed(MAIL, { h: "from:to:subject:date" }), undefined, "partial"],
    [signed(MAIL, { key: short }), short.record, "weak"],
    [signed(MAIL, { key: small }), small.record, "weak"],
    [signed(MAIL, { key: { ...RSA, a: "rsa-sha1" } }), undefined, "sha1"],
    [signed(MAIL, { a: "rsa-sha512" }), undefined, "unsupported"],
  ] as const;
  for (const [mail, record, code] of cases) {
    const keys = [dkimKey({ records: [record ?? RSA.record] })];
    const { badge, lines, axes } = await verdict(mail, knowing(keys));
    assert.deepEqual([badge, axes.transport, codes({ lines })[0]], ["NONE", "none", code]);
    assert.deepEqual((await check(mail, knowing(keys))).covered, new Set(), code);
  }
});

test("AR-13: text behind the octets that l= covers is not covered, and fewer octets than it names are a change", async () => {
  const mail = signed(MAIL, { more: " l=12;" });
  assert.deepEqual(await linesIn(`${mail}More text.\r\n`), ["partial"]);
  assert.deepEqual(await linesIn(signed(MAIL, { more: " l=4000;" })), ["body-changed"]);
});

test("AR-14: credit of this kind never rises above TRANSPORT, replayed or not", async () => {
  const mail = signed(MAIL);
  for (const account of [["alice@example.org"], ["bob@example.net"], ["mallory@elsewhere.example"]]) {
    const knowledge = knowing(undefined, { origin: "account", account: { addresses: account, authserv: [] } });
    const result = await verdict(mail, knowledge);
    assert.deepEqual([result.badge, result.gmp, result.axes.integrity], ["TRANSPORT", "NOT_FOUND", "none"]);
  }
});

test("AR-14: a message that programs read differently gets no TRANSPORT from a signature", async () => {
  const mail = signed(MAIL).replace("Received:", "Subject: another\r\nReceived:");
  const result = await verdict(mail);
  assert.deepEqual([result.axes.transport, result.badge], ["pass", "NONE"]);
});

/** The reader's server, and its word about a message. */
const account: Account = {
  addresses: ["bob@example.net"],
  authserv: [{ authservId: "mx.example", borderHosts: ["mx.example"], placement: "above" }],
};
const told = (results: string, mail: string) => `Authentication-Results: mx.example; ${results}\r\n${mail}`;
const here = knowing(undefined, { origin: "account", account });

test("AR-18: who checked is named each time, and a failure here is lifted by no server's word", async () => {
  const word = "dkim=pass header.d=example.org header.s=sel; dmarc=pass header.from=example.org";
  const changed = signed(MAIL).replace("Hello", "Good day");
  const lifted = await verdict(told(word, changed), here);
  assert.deepEqual([lifted.badge, lifted.axes.transport], ["NONE", "none"]);
  assert.deepEqual(
    lifted.lines.map(({ system, code }) => `${system} ${code}`),
    ["authres pass", "authres pass", "dkim body-changed"],
  );
  const unnamed = "dkim=pass header.i=@example.org";
  assert.equal((await verdict(told(unnamed, changed), here)).badge, "NONE");
  // Another selector's signature, or what is no signature at all, may carry the server's word (T37).
  const other = "dkim=pass header.d=example.org header.s=other";
  assert.equal((await verdict(told(other, changed), here)).badge, "TRANSPORT");
  const spf = `${word}; spf=pass smtp.mailfrom=alice@example.org`;
  const carried = await verdict(told(spf, changed), here);
  assert.deepEqual([carried.badge, carried.summary.from.code], ["TRANSPORT", "from_server"]);
  const both = await verdict(told(word, signed(MAIL)), here);
  assert.deepEqual([both.badge, both.summary.from.code], ["TRANSPORT", "from_signed"]);
});

test("AR-18: a server's failure stays a failure beside a true signature here", async () => {
  const failed = await verdict(told("dmarc=fail header.from=example.org", signed(MAIL)), here);
  assert.deepEqual([failed.badge, failed.axes.transport], ["CAUTION", "fail"]);
  assert.equal(failed.summary.from.code, "from_server_failed");
});

test("AR-15: a signature in an attached message is nobody's credit, and an opened file's own signature is", async () => {
  const inner = `--b\r\nContent-Type: message/rfc822\r\n\r\n${signed(MAIL)}\r\n--b--\r\n`;
  const head = HEADER.map((field) =>
    field.startsWith("Content-Type") ? 'Content-Type: multipart/mixed; boundary="b"' : field,
  );
  assert.deepEqual(await linesIn(mailOf(head, inner)), []);
  const file = await verdict(signed(MAIL), knowing(undefined, { origin: "file" }));
  assert.equal(file.badge, "TRANSPORT");
});

test("MIME-11: a Content-Type put in after signing, or changed, is no credit", async () => {
  const without = mailOf(
    HEADER.filter((field) => !field.startsWith("Content-Type")),
    "<b>Hello</b>\r\n",
  );
  const mail = signed(without, { h: "from:to:subject:date:message-id" });
  assert.deepEqual(await linesIn(mail), ["signed"]);
  assert.deepEqual(await linesIn(mail.replace("Received:", "Content-Type: text/html\r\nReceived:")), ["partial"]);
  const changed = signed(MAIL).replace("text/plain", "text/html");
  assert.deepEqual(await linesIn(changed), ["header-changed"]);
});

test("DOS-03: hundreds of signatures cost what eight do, and foreign ones crowd out none of the sender's", async (t) => {
  const long = mailOf(HEADER, "Hello Bob\r\n".repeat(3000));
  const good = signed(long);
  const foreign = Array.from({ length: 90 }, (_, n) => {
    const one = signed(long, { d: `d${n}.example`, key: OTHER, more: ` l=${30_000 - n};` });
    return one.slice(0, one.indexOf("Received:"));
  }).join("");
  const digest = t.mock.method(crypto.subtle, "digest");
  const result = await verify(octets(foreign + good), knowing(), nobleEngine);
  // Each wants a hash of its own; long ones are made where they can be counted.
  const hashes = digest.mock.callCount();
  assert.equal(result.badge, "TRANSPORT");
  assert.ok(codes(result).includes("not-tried"));
  assert.equal(hashes, 8);
  assert.deepEqual(await linesIn(`${"DKIM-Signature: x\r\n".repeat(101)}${MAIL}`), ["malformed", "not-tried"]);
});

test("DOS-03: a signature over more header than the limit is not tried", async () => {
  const big = `X-Big: ${"a".repeat(600_000)}`;
  const mail = signed(mailOf([big, big, ...HEADER], BODY), { h: "from:x-big:x-big:content-type" });
  assert.deepEqual(await linesIn(mail), ["not-tried"]);
});
