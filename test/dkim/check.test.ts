import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BODY, ED25519, HEADER, MAIL, mailOf, OTHER, RSA, rsaKey, SIGNED_AT, signed } from "./sign.ts";
import { check, codes, dkimKey, knowing, linesIn, verdict } from "./support.ts";

test("a true signature of the sender's domain under a proven key is credit, in every form and algorithm", async () => {
  for (const c of ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple", "simple", "relaxed"])
    for (const key of [RSA, ED25519]) {
      const evidence = await check(signed(MAIL, { key, c }), knowing([dkimKey({ records: [key.record] })]));
      assert.deepEqual([codes(evidence), evidence.signedBy], [["signed"], "example.org"], `${c} ${key.a}`);
      assert.deepEqual([evidence.reasons, evidence.wants, evidence.refuted], [[], [], []]);
      assert.ok(evidence.covered.has("subject") && !evidence.covered.has("received"));
    }
});

test("the badge is TRANSPORT, and the words say who signed and who checked", async () => {
  const result = await verdict(signed(MAIL));
  assert.deepEqual([result.badge, result.gmp, result.axes.transport], ["TRANSPORT", "NOT_FOUND", "pass"]);
  assert.deepEqual(result.summary.from, { code: "from_signed", params: { signer: "example.org" } });
  const plain = await verdict(MAIL);
  assert.deepEqual([plain.badge, plain.axes.transport, plain.keys], ["NONE", "none", undefined]);
});

test("an empty body and one of blank lines only are hashed as RFC 6376 s3.4.3 and s3.4.4 say", async () => {
  for (const body of ["", "\r\n", "\r\n\r\n \t\r\n", "no line end", " \r\n"])
    for (const c of ["relaxed/relaxed", "simple/simple"])
      assert.deepEqual(await linesIn(signed(mailOf(HEADER, body), { c })), ["signed"], JSON.stringify([body, c]));
});

test("a changed body, a changed header and both are told apart, and none of them moves a badge", async () => {
  const mail = signed(MAIL);
  const body = mail.replace("Hello", "Good day");
  const header = mail.replace("Minutes", "Hours");
  const cases = [
    [body, ["body-changed"]],
    [header, ["header-changed"]],
    [body.replace("Minutes", "Hours"), ["both-changed"]],
  ] as const;
  for (const [changed, expected] of cases) {
    const { badge, lines, reasons } = await verdict(changed);
    assert.deepEqual([badge, codes({ lines }), reasons], ["NONE", [...expected], []]);
  }
});

test("what a mailing list does is named: a prefix in Subject, a footer, a field it adds", async () => {
  const mail = signed(MAIL, { h: "from:to:subject:date:reply-to:content-type" });
  const prefixed = mail.replace("Subject: ", "Subject: [Town] ");
  const { lines } = await check(prefixed);
  assert.deepEqual(lines, [
    { system: "dkim", code: "fields-changed", params: { domain: "example.org", fields: "subject" } },
  ]);
  const listed = `${prefixed.replace("To: bob", "Reply-To: town@list.example\r\nTo: bob").trimEnd()}\r\n-- \r\nTown list\r\n`;
  const all = (await check(listed)).lines.map(({ code, params }) => [code, params.fields]);
  assert.deepEqual(all, [
    ["body-changed", undefined],
    ["fields-changed", "subject, reply-to"],
  ]);
});

test("a broken signature of another domain is told too, and its key is never asked for", async () => {
  const forwarded = signed(MAIL).replace("alice@example.org", "alice@list.example").replace("Hello", "Good day");
  const evidence = await check(forwarded, knowing([]));
  assert.deepEqual([codes(evidence), evidence.wants], [["body-changed"], []]);
});

test("without a key the key is wanted, for the sender's own domain alone", async () => {
  const mail = signed(signed(MAIL), { d: "mail.example.org", s: "Two" });
  const evidence = await check(signed(mail, { d: "elsewhere.example" }), knowing([]));
  assert.deepEqual(evidence.wants, [
    { kind: "dkim-key", domain: "mail.example.org", selector: "two" },
    { kind: "dkim-key", domain: "example.org", selector: "sel" },
  ]);
  assert.deepEqual(codes(evidence), ["not-checked", "not-checked"]);
  assert.equal(evidence.signedBy, undefined);
});

test("AR-17: a key that is unknown, unproven, withdrawn, gone or odd is said, and is never a forgery", async () => {
  const mail = signed(MAIL);
  const cases = [
    [{ state: "indeterminate" }, "not-checked"],
    [{ state: "bogus" }, "key-unproven"],
    [{ records: [] }, "key-gone"],
    [{ state: "insecure", records: [] }, "key-gone"],
    [{ records: ["v=spf1 -all"] }, "key-gone"],
    [{ records: ["v=DKIM1; p="] }, "key-revoked"],
    [{ records: [RSA.record, RSA.record] }, "key-unusable"],
    [{ records: [ED25519.record] }, "key-unusable"],
    [{ records: [rsaKey(512).record] }, "key-weak"],
    [{ state: "insecure" }, "unproven"],
  ] as const;
  for (const [change, code] of cases) {
    const { badge, lines, reasons } = await verdict(mail, knowing([dkimKey(change)]));
    const own = lines.filter(({ system }) => system === "dkim");
    assert.deepEqual([badge, codes({ lines: own }), reasons], ["NONE", [code], []], code);
  }
});

test("two answers to one question are none", async () => {
  assert.deepEqual(await linesIn(signed(MAIL), knowing([dkimKey(), dkimKey({ records: [] })])), ["not-checked"]);
});

test("expired and future signatures are judged when the mail was first seen, not today", async () => {
  const expires = signed(MAIL, { more: ` t=${SIGNED_AT}; x=${SIGNED_AT + 3600};` });
  assert.deepEqual(await linesIn(expires), ["signed"]);
  const year = 365 * 86_400;
  const late = { now: SIGNED_AT + year };
  assert.deepEqual(await linesIn(expires, knowing(undefined, late)), ["expired"]);
  assert.deepEqual(await linesIn(expires, knowing(undefined, { ...late, firstSeen: SIGNED_AT + 60 })), ["signed"]);
  const early = signed(MAIL, { more: ` t=${SIGNED_AT + 3600};` });
  assert.deepEqual(await linesIn(early), ["future"]);
  assert.deepEqual(await linesIn(signed(MAIL, { more: ` t=${SIGNED_AT + 600};` })), ["signed"]);
});

test("a domain that only tests DKIM, and one whose flag s forbids the subdomain in i=, are no credit", async () => {
  const flags = (t: string) => knowing([dkimKey({ records: [`${RSA.record}; t=${t}`] })]);
  assert.deepEqual(await linesIn(signed(MAIL), flags("y")), ["testing"]);
  const below = signed(MAIL, { more: " i=@lists.example.org;" });
  assert.deepEqual(await linesIn(below, flags("s")), ["key-unusable"]);
  assert.deepEqual(await linesIn(below), ["signed"]);
  assert.deepEqual(await linesIn(signed(MAIL), flags("s")), ["signed"]);
});

test("shown fields that the signature leaves out are named, and second ones of those it lists", async () => {
  const mail = mailOf(["Reply-To: eve@else.example", ...HEADER], BODY);
  const lines = (await check(signed(mail, { h: "from:to:date:content-type" }))).lines;
  assert.deepEqual(
    lines.map(({ code, params }) => [code, params.fields]),
    [
      ["signed", undefined],
      ["unsigned", "subject, reply-to"],
    ],
  );
  const twice = signed(MAIL)
    .replace("Date:", "Subject: another\r\nDate:")
    .replace("Received:", "To: eve@e.example\r\nReceived:");
  const added = (await check(twice)).lines.map(({ code, params }) => [code, params.fields]);
  assert.deepEqual(added[0], ["header-changed", undefined]);
  const above = signed(MAIL).replace("Received:", "Subject: another\r\nReceived:");
  assert.deepEqual(
    (await check(above)).lines.map(({ code, params }) => [code, params.fields]),
    [
      ["signed", undefined],
      ["added", "subject"],
    ],
  );
  // A signer who lists Subject once more than there is one forbids it ("oversigning").
  const oversigned = signed(MAIL, { h: "from:from:subject:subject:date:to:content-type" });
  assert.deepEqual(await linesIn(oversigned), ["signed"]);
  assert.deepEqual(
    (await check(oversigned.replace("Received:", "Subject: another\r\nReceived:"))).lines.map(({ code }) => code),
    ["fields-changed"],
  );
});

test("of several signatures the one that is credit comes first, and a broken one beside it changes nothing", async () => {
  const good = signed(MAIL);
  const broken = signed(MAIL.replace("Hello", "Hi"), { s: "old" });
  const own = broken.slice(0, broken.indexOf("Received:"));
  const mail = signed(own + good, { d: "list.example", key: OTHER });
  const keys = [dkimKey(), dkimKey({ selector: "old" }), dkimKey({ domain: "list.example", records: [OTHER.record] })];
  const evidence = await check(mail, knowing(keys));
  assert.equal(evidence.signedBy, "example.org");
  assert.deepEqual(codes(evidence), ["signed", "body-changed", "other"]);
  // Whoever asks by which key is told that of the credit, and no other.
  assert.deepEqual(evidence.keys, [{ kind: "dkim-key", domain: "example.org", selector: "sel" }]);
  assert.deepEqual(evidence.refuted, [{ domain: "example.org", selector: "old" }]);
});

test("L5: the same signature twice says nothing more", async () => {
  const mail = signed(MAIL);
  const field = mail.slice(0, mail.indexOf("Received:"));
  const [once, twice] = [await check(mail), await check(field + mail)];
  assert.deepEqual([twice.lines, twice.signedBy, twice.keys], [once.lines, once.signedBy, once.keys]);
});

test("L2: no changed octet of the body or of a signed field leaves the signature true", async () => {
  const mail = signed(MAIL, { c: "simple/simple" });
  const start = mail.indexOf("From:");
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: start, max: mail.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, by) => {
        const changed = mail.slice(0, at) + String.fromCharCode(mail.charCodeAt(at) ^ by) + mail.slice(at + 1);
        // Blank lines at the end are not covered (RFC 6376 s3.4.3), and LF storage is (G01).
        if (changed.trimEnd() === mail.trimEnd() || /^[\r\n]$/.test(mail.charAt(at))) return;
        assert.equal((await check(changed)).signedBy, undefined, JSON.stringify(changed.slice(at - 5, at + 5)));
      },
    ),
    { numRuns: 150 },
  );
});

test("half a message and one that reached a limit say nothing about signatures (ACQ-07)", async () => {
  assert.deepEqual(await linesIn(signed(MAIL), knowing(undefined, { partialSource: true })), []);
  assert.deepEqual(await linesIn(`${"X: y\r\n".repeat(1001)}${signed(MAIL)}`), []);
});

test("mail stored with bare LF verifies as it was sent (G01)", async () => {
  assert.deepEqual(await linesIn(signed(MAIL).replaceAll("\r\n", "\n")), ["signed"]);
});
