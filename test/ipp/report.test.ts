import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { findDeclaration } from "../../core/ipp/parse.ts";
import {
  idempotencyKey,
  providerReport,
  providerRequest,
  reportSubject,
  senderRequest,
} from "../../core/ipp/report.ts";
import { REPORT_CODES, readReportCode } from "../../core/ipp/report-codes.ts";
import { readProviderReport, verifyReport } from "../../core/ipp/verify-report.ts";
import { readMessage } from "../../core/message/reader.ts";
import { mail, STAMPED } from "../gmp/support.ts";
import { certificateOf } from "./certificates.ts";
import { declared, TOKEN } from "./support.ts";

const BASE = "https://reports.home.example/ipp/";
const BOB = "bob@example.net";

/** Bob's report of a declared message. */
async function report(bytes?: Uint8Array) {
  const message = readMessage(bytes ?? (await declared()));
  const found = findDeclaration(message);
  assert.ok(found.kind === "declaration");
  const subject = reportSubject(message, found.declaration, "example.org", BOB, nobleEngine);
  return { message, subject, body: providerReport(message, subject, "nature-mismatch") };
}

const knowing = async () => ({
  senderCertificates: [
    { address: "alice@example.org", pub: await certificateOf(), anchor: "dnssec" as const, since: STAMPED },
  ],
});

test("REP-03: one key for one (domain, token), whatever the reason", async () => {
  const { subject, body } = await report();
  const key = createHash("sha256").update(`example.org\n${TOKEN}`).digest("hex");
  assert.equal(idempotencyKey(subject), key);
  for (const code of REPORT_CODES)
    assert.equal(providerRequest(BASE, BOB, { ...body, code })?.headers["Idempotency-Key"], key);
});

test("REP-01: a report is a POST, and its address is the base, one alias, the token and the code", async () => {
  const { subject, body } = await report();
  const provider = providerRequest(BASE, BOB, body);
  assert.equal(provider?.method, "POST");
  assert.equal(provider?.url, `${BASE}bob.report/${TOKEN}/nature-mismatch`);
  const sender = senderRequest("https://ipp.example.org/", subject, "malware");
  assert.deepEqual(
    [sender?.method, sender?.url, sender?.body],
    ["POST", `https://ipp.example.org/alice.report/${TOKEN}/malware`, "IPP-Report=One-Click"],
  );
  assert.equal(sender?.headers["Content-Type"], "application/x-www-form-urlencoded");
});

test("a report to the provider holds the declaration and what it covers, and nothing of the content", async () => {
  const { body } = await report(
    await declared(mail({ "X-Secret": "yes", Cc: "carol@example.net" }, "Secret text.\r\n")),
  );
  const names = body.fields.map((field) => field.slice(0, field.indexOf(":")));
  assert.deepEqual(names, ["IPP-Declaration", "From", "To", "Subject", "Date", "Message-ID", "Cc"]);
  assert.ok(!JSON.stringify(body).includes("ecret"));
});

test("REP-04: without a covered declaration the token is made here, and the sender route does not exist", async () => {
  const message = readMessage(await declared());
  const subject = reportSubject(message, undefined, "example.org", BOB, nobleEngine);
  const state = nobleEngine.sha3_256();
  state.update(new TextEncoder().encode(`<4711@example.org>\n${BOB}`));
  assert.equal(subject.token, Buffer.from(state.digest()).toString("base64url"));
  assert.equal(senderRequest("https://ipp.example.org/", subject, "malware"), undefined);
  assert.deepEqual(providerReport(message, subject, "malware").fields, []);
});

test("REP-08: codes and tokens are closed lists, so no text of a message becomes part of an address", () => {
  for (const bad of ["../x", "malware/..", "MALWARE", "malware\r\n", "", "toString", "__proto__"])
    assert.equal(readReportCode(bad), undefined, bad);
});

test("a receiver verifies that the declaration is the sender's own", async () => {
  const { body } = await report();
  const knowledge = await knowing();
  const read = readProviderReport(JSON.stringify(body));
  assert.deepEqual(read, body);
  assert.equal(await verifyReport(body, STAMPED + 60, knowledge), true);
  assert.equal(await verifyReport(body, STAMPED + 60, { senderCertificates: [] }), false);
  const lies = [
    { ...body, domain: "victim.example" },
    { ...body, token: "A".repeat(22) },
    { ...body, fields: body.fields.map((field) => field.replace("Invoice 4711", "Invoice 4712")) },
    { ...body, fields: body.fields.map((field) => field.replace("alice@example.org", "alicia@example.org")) },
    { ...body, fields: body.fields.slice(1) },
    { ...body, fields: [...body.fields, ...body.fields] },
  ];
  for (const lie of lies) assert.equal(await verifyReport(lie, STAMPED + 60, knowledge), false);
  for (const at of [STAMPED - 601, STAMPED + 14 * 86_400 + 1])
    assert.equal(await verifyReport(body, at, knowledge), false);
});

test("what is no report is refused, and nothing of it becomes a header line", async () => {
  const { body } = await report();
  const refused: readonly object[] = [
    { ...body, v: "countersign-report/2" },
    { ...body, code: "nothing" },
    { ...body, token: "../../x" },
    { ...body, domain: "a b" },
    { ...body, fields: "From: x" },
    { ...body, fields: ["From: x\r\n\r\nbody"] },
    { ...body, fields: ["From: x\r\nTo: y"] },
    { ...body, fields: ["From: x\n y"] },
    { ...body, fields: [1] },
    { ...body, fields: Array.from({ length: 101 }, () => "A: b") },
    { ...body, messageId: "x".repeat(999) },
  ];
  for (const bad of refused)
    assert.equal(readProviderReport(JSON.stringify(bad)), undefined, JSON.stringify(bad).slice(0, 90));
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      readProviderReport(text);
    }),
  );
});
