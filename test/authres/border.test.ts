import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthservTrust } from "../../core/knowledge.ts";
import { ar, BORDER, check, codes, FOREIGN, MX, reported } from "./build.ts";

const PASS = "dmarc=pass header.from=bank.example";
const FAIL = "dmarc=fail header.from=bank.example";
const GENUINE = ar(FAIL);
const FORGED = ar(PASS);

test("AR-01: the six orders of genuine results, forged results and the border", () => {
  const orders: [string[], string][] = [
    [[GENUINE, FORGED, BORDER], "fail"],
    [[FORGED, GENUINE, BORDER], "fail"],
    [[GENUINE, BORDER, FORGED], "conflict"],
    [[FORGED, BORDER, GENUINE], "conflict"],
    [[BORDER, GENUINE, FORGED], "conflict"],
    [[BORDER, FORGED, GENUINE], "conflict"],
  ];
  for (const [fields, transport] of orders) {
    const found = check([...fields, FOREIGN]);
    assert.equal(found.transport, transport, fields.join(" | "));
    if (transport === "conflict")
      assert.deepEqual(found.reasons, [{ code: "AR_CONFLICT", params: { server: "mx.example" } }]);
  }
});

test("AR-01: a single field counts above the border only, and never without a border", () => {
  assert.equal(check([FORGED, BORDER, FOREIGN]).transport, "pass");
  for (const fields of [
    [BORDER, FORGED, FOREIGN],
    [BORDER, FOREIGN, FORGED],
    [FORGED, FOREIGN],
    [FORGED],
    [FOREIGN, FORGED],
  ]) {
    const found = check(fields);
    assert.equal(found.transport, "none", fields.join(" | "));
    assert.deepEqual(codes(found), []);
  }
});

test("AR-01: a forged border below the genuine one gives nothing", () => {
  const found = check([BORDER, FORGED, BORDER.replace("bank.example (", "forged.example ("), FOREIGN]);
  assert.equal(found.transport, "none");
});

test("AR-01: a HELO name or a comment cannot hide the genuine border", () => {
  const received = (from: string) =>
    `Received: from ${from} by mx.example (Postfix) with ESMTP; Sun, 22 Nov 2026 01:00:00 +0000`;
  const names = [
    "x by evil.example (unknown [192.0.2.9])",
    "x (by (",
    "x) by evil.example (",
    "by",
    "by by",
    "x by",
    "x\r\n by evil.example",
    '"',
  ];
  for (const name of names) {
    const found = check([received(name), FORGED, received("forged.example"), FOREIGN]);
    assert.equal(found.transport, "none", name);
  }
});

test("AR-01: the border host is compared by labels", () => {
  const by = (host: string) => check([FORGED, BORDER.replace("by mx.example", `by ${host}`)]).transport;
  assert.equal(by("in-1.mx.example"), "pass");
  assert.equal(by("MX.Example"), "pass");
  for (const host of ["evilmx.example", "mx.example.evil.example", "mx.examples", "mx_example", "xn--mx.example-"]) {
    assert.equal(by(host), "none", host);
  }
  const none: AuthservTrust = { ...MX, borderHosts: [] };
  assert.equal(check([FORGED, BORDER], { authserv: [none] }).transport, "none");
  assert.equal(check([FORGED, BORDER], { authserv: [{ ...MX, borderHosts: ["", "."] }] }).transport, "none");
});

test("T30: below means between the border and the next Received", () => {
  const authserv = [{ ...MX, placement: "below" } as const];
  const results = (fields: string[]) => check(fields, { authserv }).transport;
  assert.equal(results([BORDER, FORGED, FOREIGN]), "pass");
  assert.equal(results([BORDER, "Received-SPF: pass", FORGED]), "pass");
  assert.equal(results([FORGED, BORDER, FOREIGN]), "none");
  assert.equal(results([BORDER, FOREIGN, FORGED]), "none");
  assert.equal(results([BORDER, FORGED, FOREIGN, FORGED]), "conflict");
  assert.equal(results([FORGED, BORDER, FORGED, FOREIGN]), "conflict");
});

test("T31, U31: several fields together are one list; anything foreign between them is a conflict", () => {
  const spf = ar("spf=pass smtp.mailfrom=bank.example");
  const between = (...fields: string[]) =>
    check([spf, ...fields, ar("dkim=pass header.d=bank.example"), BORDER]).transport;
  assert.equal(between(), "pass");
  assert.equal(
    between("Received-SPF: pass", "ARC-Seal: i=1", "ARC-Authentication-Results: i=1; x; none", "X-Spam: no"),
    "pass",
  );
  for (const field of [
    "DKIM-Filter: x",
    "Received: from a by b",
    "Return-Path: <>",
    ar(PASS, "other.example"),
    "Xspam: no",
    "ARCX: x",
  ])
    assert.equal(between(field), "conflict", field);
});

test("AR-02: without a configured server nothing is believed, and that is said", () => {
  const found = check([FORGED, BORDER], { authserv: [] });
  assert.equal(found.transport, "none");
  assert.deepEqual(codes(found), ["not-configured"]);
});

test("AR-03: a missing or empty id is never read", () => {
  for (const field of [
    `Authentication-Results: ${PASS}`,
    `Authentication-Results: ; ${PASS}`,
    `Authentication-Results: (mx.example); ${PASS}`,
    `Authentication-Results: 1; ${PASS}`,
  ])
    assert.equal(check([field, BORDER]).transport, "none", field);
  assert.equal(
    check([`Authentication-Results: ; ${PASS}`, BORDER], { authserv: [{ ...MX, authservId: "" }] }).transport,
    "none",
  );
});

test("AR-04: ids that only look like the configured one", () => {
  const look = [
    "mx.example.evil.example",
    "evil-mx.example",
    "mx.exampl\xe9",
    "mx.example.",
    ".mx.example",
    "mx.example(.evil)",
    '"mx.example"',
    "mx.example 2",
    "mx.example 1 1",
    "mx. example",
    "mx.example/1",
    "mx.e\u00adxample",
    "xn--mx.example",
    "mx.example,evil.example",
  ];
  for (const id of look) assert.equal(check([ar(PASS, id), BORDER]).transport, "none", id);
  for (const id of ["MX.example", "mx.example 1", "(c) mx.example (c) 01 (c)"])
    assert.equal(check([ar(PASS, id), BORDER]).transport, "pass", id);
  // U+212A is a k only to other folding than ASCII's.
  assert.equal(
    check([ar(PASS, "mx.ban\u212a.example"), BORDER], { authserv: [{ ...MX, authservId: "mx.bank.example" }] })
      .transport,
    "none",
  );
});

test("AR-05: one irregular token drops the field, and that is said", () => {
  const found = reported(`dkim=pass header.d=legit.example(.evil; ${PASS}`);
  assert.equal(found.transport, "none");
  assert.deepEqual(found.lines, [{ system: "authres", code: "AR_IRREGULAR", params: { server: "mx.example" } }]);
  assert.equal(reported(`${PASS} header.from=bank.example`).transport, "none");
});

test("AR-11: fields of other names are not read", () => {
  const relatives = [
    "ARC-Authentication-Results: i=1;",
    "X-Authentication-Results:",
    "Original-Authentication-Results:",
    "Authentication-Results-Original:",
    "Received-SPF:",
    "Authentication-Result:",
    "Authentication-Results :",
  ];
  for (const name of relatives) {
    const found = check([`${name} mx.example; ${PASS}`, BORDER]);
    assert.equal(found.transport, "none", name);
    assert.deepEqual(codes(found), [], name);
  }
  assert.equal(check([`AUTHENTICATION-results: mx.example; ${PASS}`, BORDER]).transport, "pass");
});

test("AR-15: reports in opened files, attached and local messages are nobody's", () => {
  for (const origin of ["file", "attached", "local"] as const) {
    const found = check([FORGED, BORDER], { origin });
    assert.equal(found.transport, "none");
    assert.deepEqual(codes(found), ["AR_NOT_FROM_ACCOUNT"]);
    assert.deepEqual(codes(check([GENUINE, BORDER], { origin })), ["AR_NOT_FROM_ACCOUNT"]);
    assert.deepEqual(codes(check([BORDER], { origin })), []);
  }
});

test("AR-16: the servers of another account are not believed", () => {
  const other: AuthservTrust = {
    authservId: "mx.other.example",
    borderHosts: ["mx.other.example"],
    placement: "above",
  };
  assert.equal(check([FORGED, BORDER], { authserv: [other] }).transport, "none");
  assert.equal(check([FORGED, BORDER], { authserv: [other, MX] }).transport, "pass");
});

test("DOS-03: more than twenty fields of one server are not read, and that is no quiet nothing", () => {
  assert.equal(check([...Array<string>(20).fill(FORGED), BORDER]).transport, "pass");
  const found = check([...Array<string>(21).fill(FORGED), BORDER]);
  assert.equal(found.transport, "none");
  assert.deepEqual(codes(found), ["E_TOO_MANY_FIELDS"]);
});

const MICROSOFT: AuthservTrust = {
  profile: "microsoft365",
  borderHosts: ["mail.protection.outlook.com"],
  placement: "above",
};
const M365_BORDER =
  "Received: from mail.bank.example (192.0.2.1) by DB1.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server; Sun, 22 Nov 2026 01:00:00 +0000";
const M365 = (dmarc: string) =>
  `Authentication-Results: spf=pass (sender IP is 192.0.2.1)\n smtp.mailfrom=bank.example; dkim=pass (signature was verified)\n header.d=bank.example;dmarc=${dmarc} action=none\n header.from=bank.example;compauth=pass reason=100`;

test("T35, U35: Microsoft 365 directly above its border, and only where the user opted in", () => {
  const read = (fields: string[], authserv: readonly AuthservTrust[] = [MICROSOFT]) =>
    check(fields, { authserv }).transport;
  const inner = "Received: from DB1.mail.protection.outlook.com by AB2.prod.outlook.com";
  assert.equal(read([inner, M365("pass"), M365_BORDER]), "pass");
  assert.equal(read([inner, M365("pass"), "Received-SPF: Pass (x)", M365_BORDER]), "pass");
  assert.equal(read([inner, M365("fail"), M365_BORDER, FOREIGN, M365("pass")]), "fail");
  assert.equal(check([M365("pass"), M365_BORDER], { authserv: [MICROSOFT] }).server, "db1.mail.protection.outlook.com");
  for (const fields of [
    [M365("pass"), "Received-SPF: Pass", "Received-SPF: Pass", M365_BORDER],
    [M365("pass"), "X-Something: x", M365_BORDER],
    [inner, M365_BORDER, M365("pass")],
    [M365("pass"), inner],
    [M365("pass")],
    [M365("pass").replace("Results: ", "Results: mx.example; "), M365_BORDER],
  ])
    assert.equal(read(fields), "none", fields.join(" | "));
  assert.equal(read([M365_BORDER, M365("pass"), FOREIGN], [{ ...MICROSOFT, placement: "below" }]), "none");
  const { profile: _, ...withoutProfile } = MICROSOFT;
  assert.equal(read([M365("pass"), M365_BORDER], [withoutProfile]), "none");
  assert.equal(read([M365("pass"), M365_BORDER], [{ ...withoutProfile, authservId: "spf=pass" }]), "none");
});

test("DOS-04: addresses of a list that never end are looked through once", () => {
  const fields = [ar("spf=fail smtp.mailfrom=other.example"), BORDER, `List-Post: ${"mailto:".repeat(140_000)}`];
  assert.equal(check(fields).transport, "none");
});

test("DOS-04: many signatures and many results about them are read once", () => {
  const signatures = new Array<string>(400).fill(`DKIM-Signature: d=bank.example; h=from; ${"x=y; ".repeat(500)}b=a`);
  // Not remembered, this reads gigabytes.
  const results = new Array<string>(5000).fill("dkim=pass header.d=other.example").join("; ");
  assert.equal(check([ar(results), BORDER, ...signatures]).transport, "none");
});
