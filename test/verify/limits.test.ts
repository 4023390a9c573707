import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_DEPTH, MAX_FIELD_OCTETS, MAX_HEADER_FIELDS, MAX_MESSAGE_OCTETS, MAX_PARTS } from "../../core/index.ts";
import { notChecked } from "../../core/verdict/not-checked.ts";
import { edit, knowing, mail, octets, record, signedAnyway, stamped, text } from "../gmp/support.ts";
import { above, delivered, knowingServer, told, verdictOf } from "./support.ts";

const required = { trust: [record({ requireStamp: true })] };

const nested = (depth: number): string => {
  let body = "Content-Type: text/plain\r\n\r\nx";
  for (let level = depth; level > 0; level--)
    body = `Content-Type: multipart/mixed; boundary=b${level}x\r\n\r\n--b${level}x\r\n${body}\r\n--b${level}x--`;
  return body;
};

const withParts = (count: number) =>
  mail({ "Content-Type": "multipart/mixed; boundary=b" }, `${"--b\r\n\r\nx\r\n".repeat(count)}--b--\r\n`);

const field = (length: number) => `X-Long: ${"x".repeat(length)}`;

/** One message beyond each limit. */
const BEYOND: readonly (readonly [string, () => Uint8Array])[] = [
  [
    "E_TOO_LARGE",
    () => {
      const bytes = new Uint8Array(MAX_MESSAGE_OCTETS + 1).fill(0x41);
      bytes.set(mail());
      return bytes;
    },
  ],
  ["E_TOO_MANY_FIELDS", () => above(mail(), ...Array.from({ length: MAX_HEADER_FIELDS + 1 }, (_, i) => `X-A: ${i}`))],
  ["E_FIELD_TOO_LONG", () => above(mail(), field(MAX_FIELD_OCTETS))],
  ["E_TOO_MANY_PARTS", () => withParts(MAX_PARTS + 1)],
  ["E_TOO_DEEP", () => octets(`From: Alice <alice@example.org>\r\n${nested(MAX_DEPTH + 2)}\r\n`)],
];

test("DOS-08: every limit is UNCHECKED with its code, CAUTION where stamps are required", async () => {
  for (const [code, make] of BEYOND) {
    const bytes = make();
    const result = await verdictOf(bytes);
    assert.equal(result.badge, "UNCHECKED", code);
    assert.equal(result.gmp, "UNTRUSTED", code);
    assert.deepEqual(result.reasons[0], { code, params: {}, effect: "unchecked" });
    assert.equal(result.summary.unchanged.code, "not_checked");
    assert.equal((await verdictOf(bytes, knowing(required))).badge, "CAUTION", code);
  }
});

test("DOS-08, GMR-13: a limit reached on purpose does not hide that the stamp is missing", async () => {
  // From stands behind the limit, so nobody can say that this domain requires nothing.
  const hidden = above(mail(), ...Array.from({ length: MAX_HEADER_FIELDS + 1 }, (_, i) => `X-A: ${i}`));
  assert.equal((await verdictOf(hidden, knowing(required))).badge, "CAUTION");
  const failed = delivered(withParts(MAX_PARTS + 1), "dmarc=fail header.from=example.org");
  assert.equal((await verdictOf(failed, knowingServer())).badge, "CAUTION");
  assert.equal((await verdictOf(failed, knowingServer(required))).badge, "ALERT");
});

test("DOS-08: a message at the limit of fields, parts and depth is checked as any other", async () => {
  const fields = text(await stamped(mail()));
  const most = MAX_HEADER_FIELDS - (fields.match(/^[A-Za-z-]+:/gm)?.length ?? 0);
  assert.equal(await told(above(octets(fields), ...Array.from({ length: most }, (_, i) => `X-A: ${i}`))), "VERIFIED");
  assert.equal(await told(await signedAnyway(withParts(MAX_PARTS - 1))), "VERIFIED");
});

test("ACQ-07: half a message is UNCHECKED, never tampered and never without a stamp", async () => {
  const partialSource = true;
  const whole = await stamped(mail());
  const half = whole.subarray(0, whole.length - 20);
  const torn = mail({ "Content-Type": "multipart/mixed; boundary=b" }, "--b\r\n\r\nfirst half");
  for (const bytes of [whole, half, mail(), torn]) {
    const result = await verdictOf(bytes, knowing({ partialSource }));
    assert.equal(`${result.gmp} ${result.badge}`, "UNTRUSTED UNCHECKED");
    assert.equal(result.reasons[0]?.code, "E_SOURCE_PARTIAL");
    assert.equal((await verdictOf(bytes, knowing({ partialSource, ...required }))).badge, "CAUTION");
  }
});

test("ST-04: a clock set back by more than a day makes a stamp UNCHECKED, and a changed message stays changed", async () => {
  const bytes = await stamped(mail());
  const { now } = knowing();
  assert.equal(await told(bytes, knowing({ latestSeen: now + 86_400 })), "VERIFIED");
  assert.equal(await told(bytes, knowing({ latestSeen: now + 86_401 })), "UNCHECKED E_CLOCK");
  assert.match(await told(bytes, knowing({ latestSeen: now + 86_401, ...required })), /^CAUTION/);
  assert.match(await told(edit(bytes, "1 000", "9 000"), knowing({ latestSeen: now + 90_000 })), /^ALERT/);
});

test("DOS-07: what a host could not read, or not in time, has a result too", () => {
  for (const code of ["E_TIMEOUT", "E_SOURCE_MISSING", "E_SOURCE_MISMATCH"] as const) {
    assert.equal(notChecked(code, false).badge, "UNCHECKED");
    assert.equal(notChecked(code, true).badge, "CAUTION");
    assert.deepEqual(notChecked(code, false, "Invoice").subject, "Invoice");
    assert.equal(notChecked(code, false).reasons[0]?.code, code);
  }
});
