import assert from "node:assert/strict";
import { test } from "node:test";
import { SIGNED_FIELDS } from "../../core/gmp/header-hash.ts";
import { MAX_FIELD_OCTETS } from "../../core/limits.ts";
import { displayHeader, unfoldedValue } from "../../core/message/display.ts";
import { SINGLE_FIELDS } from "../../core/message/duplicates.ts";
import { WINDOW } from "../../core/message/octets.ts";
import { bodyOf, codes, lines, read, withHeader } from "./mail.ts";

const names = (text: string) => read(text).fields.map(({ name }) => name);

test("fields keep their octets: offsets cut the message into names, values and line ends", () => {
  const text = "Subject: a\r\n b\r\nX-Empty:\r\nTo:b@c.example\r\n\r\nbody";
  const message = read(text);
  assert.deepEqual(
    message.fields.map((field) => [text.slice(field.start, field.valueStart), text.slice(field.valueStart, field.end)]),
    [
      ["Subject:", " a\r\n b\r\n"],
      ["X-Empty:", "\r\n"],
      ["To:", "b@c.example\r\n"],
    ],
  );
  assert.equal(bodyOf(message, message.root), "body");
});

test("G02: the first empty line ends the header; without one all is header and the body is empty", () => {
  const message = read("A: 1\r\nB: 2\r\n");
  assert.equal(message.fields.length, 2);
  assert.equal(message.root.bodyStart, message.bytes.length);
  assert.equal(read("\r\nA: 1\r\n").fields.length, 0);
});

test("G02: a line beginning with a blank continues the field, even if it is otherwise blank", () => {
  const message = read("A: 1\r\n \t\r\n\tx\r\nB: 2\r\n\r\n");
  assert.deepEqual(
    message.fields.map(({ name }) => name),
    ["A", "B"],
  );
  assert.deepEqual(codes(message), ["AMBIG_BORDER"]);
});

test("G02: any other line is kept as a stray line and makes the structure ambiguous", () => {
  for (const stray of [
    "From a@b Thu Jan  1 00:00:00 1970",
    "nonsense",
    ": empty",
    "a b: c",
    "\u00e9: x",
    " leading: x",
  ]) {
    const message = read(lines(stray, "To: b@c.example", "", "x"));
    assert.equal(message.strayLines.length, 1, stray);
    assert.ok(codes(message).includes("AMBIG_HEADER_SYNTAX"), stray);
    assert.equal(message.fields.length, 1);
  }
});

test("G03: white space before the colon is no part of the name", () => {
  const message = read(lines("From \t: a@b.example", "", "x"));
  const [field] = message.fields;
  assert.deepEqual([field?.name, field?.lowerName, field?.spaceBeforeColon], ["From", "from", true]);
});

test("H03: the same rules hold in the header of a part", () => {
  const message = withHeader(
    "Content-Type: multipart/mixed; boundary=A",
    "",
    "--A",
    "stray",
    "Content-Type : text/html",
    "",
    "x",
    "--A--",
  );
  assert.ok(codes(message).includes("AMBIG_HEADER_SYNTAX"));
  assert.equal(message.leaves[0]?.subtype, "html");
});

const SINGLES =
  "From Sender Reply-To To Cc Subject Date Message-ID MIME-Version Content-Type Content-Transfer-Encoding".split(" ");
const VALUES: Record<string, string[]> = {
  "MIME-Version": ["1.0", "1.1"],
  "Content-Type": ["text/plain", "text/html"],
  "Content-Transfer-Encoding": ["7bit", "8bit"],
};

test("MIME-01: each single field twice, before or after, with the same or another value", () => {
  for (const name of SINGLES)
    for (const place of ["before", "after"])
      for (const same of [true, false]) {
        const [value, other] = VALUES[name] ?? ["a@one.example", "b@two.example"];
        const first = `${name}: ${value}`;
        const second = `${name.toLowerCase()}: ${same ? value : other}`;
        const header = place === "before" ? [second, "X-Between: 1", first] : [first, "X-Between: 1", second];
        const message = read(lines(...header, "", "Hello."));
        const found = message.ambiguities.filter(({ code }) => code === "AMBIG_DUP_HEADER");
        assert.deepEqual(found, [{ code: "AMBIG_DUP_HEADER", params: { field: name.toLowerCase() } }], name);
      }
});

test("G41: every signed name may occur once, ipp-declaration apart", () => {
  assert.deepEqual([...SINGLE_FIELDS, "ipp-declaration"], SIGNED_FIELDS);
  for (const name of SINGLE_FIELDS)
    assert.ok(codes(read(lines(`${name}: x`, `${name}: x`, "", ""))).includes("AMBIG_DUP_HEADER"));
  assert.deepEqual(codes(withHeader("IPP-Declaration: x", "IPP-Declaration: x", "Received: x", "Received: x")), []);
});

test("MIME-02: tricks with field names are AMBIG_HEADER_SYNTAX", () => {
  const tricks = [
    "From : x@y.example",
    "From\t: x@y.example",
    "From\r\n : x@y.example",
    "From\0: x@y.example",
    "Fr\u00f6m: x@y.example",
    "From\u00a0: x@y.example",
    "From x: y",
    "Subject: x\r\n From: Boss <boss@bank.example>",
    "\u0001From: x@y.example",
  ];
  for (const trick of tricks)
    assert.ok(codes(withHeader(trick)).includes("AMBIG_HEADER_SYNTAX"), JSON.stringify(trick));
  assert.ok(codes(read(lines(" From: x@y.example", "From: a@b.example", "", ""))).includes("AMBIG_HEADER_SYNTAX"));
});

test("MIME-02: folded lists of field names are ordinary", () => {
  assert.deepEqual(
    codes(withHeader("DKIM-Signature: v=1; d=a.example; h=To:\r\n\tFrom:Subject:Date; i=@a.example;\r\n b=x")),
    [],
  );
});

test("MIME-04: a border that could stand elsewhere is AMBIG_BORDER", () => {
  const fixtures = [
    lines("From: a@b.example", " ", "Subject: x", "", "body"),
    lines("From: a@b.example", "\t", "", "body"),
    lines("From: a@b.example", "this line has no colon", "Subject: x", "", "body"),
    lines("From: a@b.example", "Subject: no empty line"),
    lines("From: a@b.example", "Subject: no empty line", "Hello, this is the body"),
  ];
  for (const fixture of fixtures) assert.ok(codes(read(fixture)).includes("AMBIG_BORDER"), fixture);
});

test("values are unfolded, and shown decoded", () => {
  const message = read(
    "Subject:  =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?b?IQ==?= there \r\nX: \u00c3\u00a9\r\nY: \u00e9\r\n\r\n",
  );
  const [subject] = message.fields;
  assert.ok(subject);
  assert.equal(unfoldedValue(message, subject), "=?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?IQ==?= there");
  assert.equal(displayHeader(message, "subject"), "Grüße! there");
  assert.equal(displayHeader(message, "x"), "é");
  assert.equal(displayHeader(message, "y"), "é");
  assert.equal(displayHeader(message, "z"), "");
});

test("fields across window borders are cut where they end", () => {
  for (let length = WINDOW - 8; length < WINDOW + 8; length++) {
    const text = `A: ${"x".repeat(length)}\r\n y\r\nB: 1\r\n\r\nC: 2`;
    assert.deepEqual(names(text), ["A", "B"], `${length}`);
  }
});

test("DOS-08: a field longer than the budget is E_FIELD_TOO_LONG", () => {
  const field = (length: number) => `A: ${"x".repeat(length - 5)}\r\n`;
  assert.equal(read(`${field(MAX_FIELD_OCTETS)}\r\n`).limit, undefined);
  assert.equal(read(`${field(MAX_FIELD_OCTETS + 1)}\r\n`).limit, "E_FIELD_TOO_LONG");
});
