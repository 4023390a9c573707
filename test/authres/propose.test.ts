import assert from "node:assert/strict";
import { test } from "node:test";
import type { Origin } from "../../core/knowledge.ts";
import { ar, BORDER, check, FOREIGN } from "./build.ts";

const PASS = "dmarc=pass header.from=bank.example";
const LMTP =
  "Received: from mx.example ([127.0.0.1]) by imap.example with LMTP id x (envelope-from <a@bank.example>); Sun, 22 Nov 2026 01:00:01 +0000";

/** What would be proposed, as `id<host`. */
function proposed(fields: readonly string[], origin: Origin = "account"): string[] {
  const { proposals } = check(fields, { authserv: [], origin });
  return proposals.map(
    ({ authservId, profile, borderHosts, placement }) =>
      `${authservId ?? profile}${placement === "above" ? "<" : ">"}${borderHosts.join()}`,
  );
}

test("AR-02: what the own server wrote at the border is proposed, and believed by nobody", () => {
  const found = check([ar(PASS), BORDER, FOREIGN], { authserv: [] });
  assert.equal(found.transport, "none");
  assert.deepEqual(proposed([ar(PASS), BORDER, FOREIGN]), ["mx.example<mx.example"]);
  assert.deepEqual(proposed([LMTP, ar(PASS, "Mail.Example"), BORDER]), ["mail.example<mx.example"]);
  assert.deepEqual(proposed([ar(PASS), ar("spf=none"), ar("arc=none", "arc.example"), BORDER]), [
    "mx.example<mx.example",
    "arc.example<mx.example",
  ]);
});

const FILTER =
  "Received: from filter (localhost [127.0.0.1]) by inner.example (Postfix) with ESMTP id x for <me@reader.example>; Sun, 22 Nov 2026 01:00:01 +0000";

test("AR-02: hand-overs inside the own system, by LMTP or from a filter on the same machine, are looked through", () => {
  assert.deepEqual(proposed([LMTP, FILTER, ar(PASS), BORDER, FOREIGN]), ["mx.example<mx.example"]);
  assert.deepEqual(proposed([FILTER.replace("127.0.0.1", "IPv6:::1"), ar(PASS), BORDER]), ["mx.example<mx.example"]);
  for (const real of ["192.0.2.9", "2001:db8::9"])
    for (const helo of ["[127.0.0.1]", "x ([127.0.0.1])", "(localhost [127.0.0.1])"])
      assert.deepEqual(
        proposed([LMTP, FILTER.replace("filter (localhost [127.0.0.1])", `${helo} (h [${real}])`), ar(PASS), BORDER]),
        [],
      );
  assert.deepEqual(proposed([FILTER.replace("(localhost [127.0.0.1])", "(10.0.0.1)"), ar(PASS), BORDER]), []);
  // A machine on which everything comes from its own loopback.
  assert.deepEqual(proposed([LMTP, FILTER, ar(PASS), FILTER.replace("inner", "mx"), ar(PASS, "evil.example")]), [
    "mx.example<mx.example",
  ]);
  // Under the border's own name T30 takes the upper field for the border, and the report is no report.
  assert.deepEqual(proposed([FILTER.replace("inner.example", "mx.example"), ar(PASS), BORDER]), []);
});

test("AR-01, AR-02: nothing that a sender can write is proposed", () => {
  const forged = "Received: from x by mx.evil.example with LMTP; Sun, 22 Nov 2026 00:59:00 +0000";
  const cases: readonly (readonly string[])[] = [
    [BORDER, ar(PASS), FOREIGN],
    [BORDER, ar(PASS, "evil.example"), FOREIGN],
    // A hand-over that the sender invented below the border, and one in its HELO name.
    [BORDER, forged, ar(PASS, "evil.example"), FOREIGN],
    [
      "Received: from x by y with LMTP (evil.example [192.0.2.9]) by mx.example with ESMTP; Sun, 22 Nov 2026 01:00:00 +0000",
      ar(PASS, "evil.example"),
      FOREIGN,
    ],
    [ar(PASS)],
    [ar(PASS, '"mx.example"'), BORDER],
    [ar("dkim=pass x"), BORDER],
    [ar(PASS, "mx.example 2"), BORDER],
    [`X-${ar(PASS)}`, `ARC-${ar(PASS)}`, BORDER],
    // The same id once more below the border: nobody can tell which is whose.
    [ar(PASS), BORDER, ar(PASS)],
    [LMTP, LMTP, LMTP, LMTP, LMTP, ar(PASS), BORDER],
  ];
  for (const fields of cases) assert.deepEqual(proposed(fields), [], fields.join("\n"));
});

test("ACQ-14, AR-15: nothing is proposed out of a file, another message or local folders", () => {
  for (const origin of ["file", "attached", "local"] as const)
    assert.deepEqual(proposed([ar(PASS), BORDER], origin), [], origin);
});

const MICROSOFT =
  "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=bank.example; dkim=pass (signature was verified) header.d=bank.example;dmarc=pass action=none header.from=bank.example;compauth=pass reason=100";
const STORE =
  "Received: from a.eurprd01.prod.outlook.com (2603::1) by b.eurprd01.prod.outlook.com with HTTPS; Sun, 22 Nov 2026 01:00:02 +0000";
const EDGE =
  "Received: from mail.bank.example (192.0.2.1) by c.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server; Sun, 22 Nov 2026 01:00:00 +0000";

test("T35: Microsoft 365 is proposed as what it is, where its own servers stored the message, and nowhere else", () => {
  const wanted = ["microsoft365<mail.protection.outlook.com"];
  assert.deepEqual(proposed([STORE, MICROSOFT, "Received-SPF: Pass", EDGE, FOREIGN]), wanted);
  assert.deepEqual(proposed([STORE, MICROSOFT, EDGE]), wanted);
  assert.deepEqual(proposed([BORDER, STORE, MICROSOFT, EDGE]), []);
  assert.deepEqual(proposed([STORE, EDGE, MICROSOFT]), []);
  assert.deepEqual(proposed([STORE, ar(PASS), EDGE]), []);
});

test("T30: Gmail's report below its Received field is proposed in mail that Google's own store holds, and nowhere else", () => {
  const store = "Received: by 2002:a05:6358:1: with SMTP id abc; Sat, 21 Nov 2026 17:00:01 -0800 (PST)";
  const edge =
    "Received: from mail.bank.example (mail.bank.example. [192.0.2.1]) by mx.google.com with ESMTPS id x; Sat, 21 Nov 2026 17:00:00 -0800 (PST)";
  const google = ar(PASS, "mx.google.com");
  assert.deepEqual(proposed([store, edge, google, FOREIGN]), ["mx.google.com>mx.google.com"]);
  assert.deepEqual(proposed([edge, google, FOREIGN]), []);
  assert.deepEqual(proposed([BORDER, edge, google, FOREIGN]), []);
  assert.deepEqual(proposed([store, FOREIGN, edge, google]), []);
});

test("DOS-04: a megabyte behind a server's name is looked through once", { timeout: 60_000 }, () => {
  for (const unit of ["A", "1", ":", "a:", "1.", "[", "x "]) {
    const border = `Received: from mail.bank.example by mx.example ${unit.repeat(1_000_000 / unit.length)}`;
    assert.deepEqual(proposed([ar(PASS), border]), ["mx.example<mx.example"], unit);
  }
});
