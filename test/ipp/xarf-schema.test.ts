import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { AbuseReport } from "../../core/ipp/arf.ts";
import { REPORT_CODES } from "../../core/ipp/report-codes.ts";
import { makeXarf } from "../../core/ipp/xarf.ts";
import { octets } from "../gmp/support.ts";
import { needsJsonSchema } from "./json-schema.ts";
import { TOKEN } from "./support.ts";
import { xarfFaults } from "./xarf.ts";

// Reports in XARF against the schema that xarf.org publishes.

/** SHA-256 of the files at the commit that the README names. */
const DIGESTS = [
  "510601620f01d59e49feb0850b0e56fbfdc7a58b5ace6990644f4d98ad098453",
  "3a7b41e1fe943486acecc83ffad698964c14b4332a63a23d7abc3cbf3627d245",
];
const ENVELOPE = { reportId: "e973a3c2-80d7-4184-823d-8861eb1f8084", reporterDomain: "home.example" };
const report = (change: Partial<AbuseReport> = {}): AbuseReport => ({
  code: "nature-mismatch",
  domain: "example.org",
  token: TOKEN,
  nature: "transaction",
  messageId: "<4711@example.org>",
  reportedAt: 1_795_300_000,
  reporter: { organisation: "Home", address: "abuse@home.example" },
  evidence: { kind: "headers", octets: octets("From: Alice <alice@example.org>\r\nSubject: caf\xe9\r\n") },
  ...change,
});
const made = (change: Partial<AbuseReport> = {}) => makeXarf(report(change), ENVELOPE);
const payloadOf = (xarf: object): Buffer => {
  const text = JSON.stringify(xarf);
  return Buffer.from(/"payload":"([^"]*)"/.exec(text)?.[1] ?? "", "base64");
};

test("the schema is the published one", () => {
  const digests = ["xarf-core.json", "types/messaging-spam.json"].map((name) =>
    createHash("sha256")
      .update(readFileSync(`test/ipp/xarf-schema/${name}`))
      .digest("hex"),
  );
  assert.deepEqual(digests, DIGESTS);
});

test(
  "every report is valid XARF 4, whatever its reason, its evidence and the foreign text in it",
  needsJsonSchema,
  () => {
    const long = "x".repeat(5000);
    const evil = '"}\r\n\u0000\ud800<script>';
    const all = [
      ...REPORT_CODES.map((code) => made({ code })),
      made({ messageId: "" }),
      made({ domain: "" }),
      made({ messageId: long, reporter: { organisation: long, address: "abuse@home.example" } }),
      made({ messageId: evil, domain: evil, reporter: { organisation: evil, address: "abuse@home.example" } }),
      made({ evidence: { kind: "message", octets: octets("From: a@b.example\r\n\r\nText\r\n") } }),
      made({ evidence: { kind: "headers", octets: new Uint8Array(0) } }),
    ];
    for (const [index, faults] of xarfFaults(all).entries()) assert.deepEqual(faults, [], JSON.stringify(all[index]));
  },
);

test("a message that is longer than a report may carry is reported by its header section", needsJsonSchema, () => {
  const head = "From: alice@example.org\r\nSubject: long\r\nA\r\n\r\n";
  const whole = Buffer.concat([Buffer.from(head), Buffer.alloc(5 * 1024 * 1024, "a")]);
  const cut = made({ evidence: { kind: "message", octets: whole } });
  assert.deepEqual(xarfFaults([cut]), [[]]);
  assert.equal(payloadOf(cut).toString(), head);
  assert.match(JSON.stringify(cut), /"text\/rfc822-headers"/);
  const headless = made({ evidence: { kind: "headers", octets: Buffer.alloc(6 * 1024 * 1024, "a") } });
  assert.equal(payloadOf(headless).length, 5 * 1024 * 1024);
});

test("the schema finds what is wrong with a report", needsJsonSchema, () => {
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ ...made(), xarf_version: "3" }, /^\/xarf_version/],
    [{ ...made(), report_id: "17" }, /^\/report_id/],
    [{ ...made(), timestamp: "yesterday" }, /^\/timestamp/],
    [{ ...made(), protocol: "mail" }, /^\/protocol/],
    [{ ...made(), protocol: "smtp" }, /smtp_from/],
    [{ ...made(), tags: ["Nature mismatch"] }, /^\/tags\/0/],
    [{ ...made(), category: "phishing" }, /^\/category/],
    [{ ...made(), evidence: [{ payload: "" }] }, /^\/evidence\/0/],
    [{ ...made(), reporter: { org: "x", contact: "nobody", domain: "a b" } }, /^\/reporter\/contact/],
  ];
  const faults = xarfFaults(wrong.map(([value]) => value));
  for (const [index, [value, expected]] of wrong.entries())
    assert.match((faults[index] ?? []).join("\n"), new RegExp(expected, "m"), JSON.stringify(value));
});
