import assert from "node:assert/strict";
import { test } from "node:test";
import PostalMime from "postal-mime";
import { type AbuseReport, mailDate, makeArf } from "../../core/ipp/arf.ts";
import { REPORT_CODES } from "../../core/ipp/report-codes.ts";
import { makeXarf } from "../../core/ipp/xarf.ts";
import { readMessage } from "../../core/message/reader.ts";
import { octets, text } from "../gmp/support.ts";
import { TOKEN } from "./support.ts";

const REPORT: AbuseReport = {
  code: "undeclared-marketing",
  domain: "example.org",
  token: TOKEN,
  nature: "transaction",
  messageId: "<4711@example.org>",
  reportedAt: 1_795_300_000,
  reporter: { organisation: "Home", address: "abuse@home.example" },
  evidence: { kind: "headers", octets: octets("From: Alice <alice@example.org>\r\nSubject: caf\xe9\r\n") },
};
const ENVELOPE = {
  from: "reports@home.example",
  to: "abuse@example.org",
  messageId: "<r1@home.example>",
  boundary: "0123456789abcdefghij",
  userAgent: "Countersign/0.1.0",
};

test("a report is a feedback message of three parts (RFC 5965 s2)", () => {
  const message = readMessage(makeArf(REPORT, ENVELOPE));
  assert.deepEqual(message.ambiguities, []);
  assert.deepEqual([message.root.type, message.root.subtype], ["multipart", "report"]);
  assert.equal(message.root.typeParams.get("report-type"), "feedback-report");
  assert.deepEqual(
    message.root.children.map(({ type, subtype }) => `${type}/${subtype}`),
    ["text/plain", "message/feedback-report", "text/rfc822-headers"],
  );
  const [, feedback, headers] = message.root.children;
  const body = message.text(feedback?.bodyStart ?? 0, feedback?.bodyEnd ?? 0);
  for (const line of [
    "Feedback-Type: abuse",
    "Version: 1",
    "User-Agent: Countersign/0.1.0",
    "Reported-Domain: example.org",
  ])
    assert.ok(body.split("\r\n").includes(line), line);
  assert.ok(text(message.bytes.subarray(headers?.bodyStart, headers?.bodyEnd)).includes("Subject: caf\xe9"));
});

test("octets beyond ASCII are announced where they stand and around it (RFC 2045 s6.2), and only then", () => {
  const eightBit = (report: AbuseReport) => {
    const made = text(makeArf(report, ENVELOPE));
    return made.match(/^Content-Transfer-Encoding: 8bit$/gm)?.length ?? 0;
  };
  assert.equal(eightBit(REPORT), 2);
  assert.equal(eightBit({ ...REPORT, evidence: { kind: "headers", octets: octets("From: a@b.example\r\n") } }), 0);
});

test("another parser reads the same", async () => {
  const parsed = await PostalMime.parse(makeArf(REPORT, ENVELOPE));
  assert.equal(parsed.subject, "Report: undeclared-marketing (example.org)");
  assert.equal(parsed.date, "2026-11-21T22:26:40.000Z");
  assert.equal(parsed.messageId, "<r1@home.example>");
});

test("REP-08: foreign text adds no line to a report", () => {
  const evil = "x\r\nBcc: everybody@example.net\r\n\r\nbody";
  const made = makeArf({ ...REPORT, messageId: evil, nature: evil, token: evil, domain: evil }, ENVELOPE);
  const message = readMessage(made);
  assert.ok(!message.fields.some(({ lowerName }) => lowerName === "bcc"));
  assert.equal(message.root.children.length, 3);
});

test("the whole message goes along only as message/rfc822", () => {
  const evidence = { kind: "message", octets: octets("From: a@example.org\r\n\r\nText.\r\n") } as const;
  const [, , last] = readMessage(makeArf({ ...REPORT, evidence }, ENVELOPE)).root.children;
  assert.equal(`${last?.type}/${last?.subtype}`, "message/rfc822");
});

test("every reason has a Feedback-Type of RFC 5965", () => {
  for (const code of REPORT_CODES)
    assert.match(text(makeArf({ ...REPORT, code }, ENVELOPE)), /\r\nFeedback-Type: (?:abuse|fraud|virus|other)\r\n/);
});

test("dates are those of RFC 5322", () => {
  assert.equal(mailDate(1_795_291_303), "Sat, 21 Nov 2026 20:01:43 +0000");
  assert.equal(mailDate(0), "Thu, 1 Jan 1970 00:00:00 +0000");
});

test("XARF: the required members of version 4 and of its messaging/spam type", () => {
  const made: Readonly<Record<string, unknown>> = {
    ...makeXarf(REPORT, { reportId: "550e8400-e29b-41d4-a716-446655440000", reporterDomain: "home.example" }),
  };
  const required = "xarf_version report_id timestamp reporter sender source_identifier category type protocol".split(
    " ",
  );
  for (const member of required) assert.ok(Object.hasOwn(made, member), member);
  assert.equal(made.timestamp, "2026-11-21T22:26:40.000Z");
  assert.deepEqual([made.category, made.type, made.evidence_source], ["messaging", "spam", "user_complaint"]);
  assert.deepEqual(made.tags, ["ipp:undeclared-marketing"]);
});
