import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { evidenceOctets, evidenceOf, makeArf, makeXarf } from "../../core/index.ts";
import { findDeclaration } from "../../core/ipp/parse.ts";
import { providerReport, reportSubject } from "../../core/ipp/report.ts";
import { readMessage } from "../../core/message/reader.ts";
import { exportOf } from "../../extension/reports/export.ts";
import { STAMPED } from "../gmp/support.ts";
import { declared, TOKEN } from "../ipp/support.ts";

const AT = STAMPED + 60;
const OWN = "bob@example.net";
const latin1 = (octets: Uint8Array) => Buffer.from(octets).toString("latin1");

async function reported() {
  const bytes = await declared();
  const message = readMessage(bytes);
  const found = findDeclaration(message);
  assert.ok(found.kind === "declaration");
  const subject = reportSubject(message, found.declaration, "example.org", OWN, nobleEngine);
  return { bytes, report: providerReport(message, subject, "nature-mismatch") };
}

/** Both forms of the file. */
async function files(whole: boolean) {
  const { bytes, report } = await reported();
  const evidence = evidenceOf(bytes, whole);
  const made = exportOf({ report, code: report.code, address: OWN, at: AT, evidence }, "", "1.2.3");
  const xarf = JSON.stringify(makeXarf(made.report, made.xarf));
  const payload = /"payload":"([^"]+)"/.exec(xarf)?.[1] ?? "";
  const body = latin1(bytes).split("\r\n\r\n").slice(1).join("\r\n\r\n");
  return { arf: latin1(makeArf(made.report, made.arf)), xarf, payload: Buffer.from(payload, "base64"), bytes, body };
}

test("a file holds nothing of the content unless that was ticked, and then all of it", async () => {
  const without = await files(false);
  assert.ok(without.body.length > 10);
  for (const text of [without.arf, latin1(without.payload)]) {
    assert.match(text, /^Subject: /m);
    assert.ok(!text.includes(without.body.trim()));
  }
  const ticked = await files(true);
  assert.ok(ticked.arf.includes(latin1(ticked.bytes)));
  assert.deepEqual(new Uint8Array(ticked.payload), ticked.bytes);
  assert.match(ticked.arf, /Content-Type: message\/rfc822\r\n/);
});

test("a file says what was declared, about whom, by whom and to which desk", async () => {
  const { arf } = await files(false);
  for (const line of [
    "IPP-Nature: transaction",
    `IPP-Token: ${TOKEN}`,
    "Reported-Domain: example.org",
    "To: <abuse@example.org>",
    `From: <${OWN}>`,
    "User-Agent: Countersign/1.2.3",
  ])
    assert.ok(arf.includes(`\r\n${line}\r\n`) || arf.startsWith(`${line}\r\n`), line);
});

test("a report without a declaration names no nature, and one that was stored gives the fields that were sent", async () => {
  const { report } = await reported();
  const bare = { ...report, fields: [], token: "x".repeat(43) };
  const evidence = { kind: "headers", octets: evidenceOctets(report.fields) } as const;
  const made = exportOf({ report: bare, code: "malware", address: OWN, at: AT, evidence }, "Home Mail", "1");
  assert.equal(made.report.nature, undefined);
  assert.equal(made.report.reporter.organisation, "Home Mail");
  assert.match(latin1(evidence.octets), /^IPP-Declaration: .*\r\n\r\n$/s);
});
