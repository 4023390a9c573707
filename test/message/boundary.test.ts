import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, codes, shape, withHeader } from "./mail.ts";

const mixed = (...body: string[]) => withHeader('Content-Type: multipart/mixed; boundary="A"', "", ...body);
const part = (text: string, type = "text/plain") => ["--A", `Content-Type: ${type}`, "", text];

/** The message of {@link mixed} with another Content-Type value. */
const typed = (value: string, ...body: string[]) => withHeader(`Content-Type: ${value}`, "", ...body);

test("MIME-05: conflicting or unusual boundary parameters are AMBIG_BOUNDARY", () => {
  const values = [
    "multipart/mixed; boundary=A; boundary=B",
    "multipart/mixed; boundary=A; boundary*0=B",
    "multipart/mixed; boundary*0=A; boundary*1=B",
    "multipart/mixed; boundary*=utf-8''A",
    "multipart/mixed; boundary=(comment)A",
    "multipart/mixed; boundary=A(comment)",
    'multipart/mixed; boundary="\\A"',
    'multipart/mixed; boundary="A',
    "multipart/mixed; boundary=A B",
    'multipart/mixed; boundary="A "',
    'multipart/mixed; boundary="A"B',
    `multipart/mixed; boundary=${"A".repeat(71)}`,
    "multipart/mixed; junk; boundary=A",
    "multipart/mixed boundary=A",
    'multipart/mixed; x=y\\";boundary=A',
    'multipart/mixed; x="y\\";boundary=A"; boundary=A',
  ];
  for (const value of values) {
    const found = codes(typed(value, ...part("x"), "--A--"));
    assert.ok(found.includes("AMBIG_BOUNDARY") || found.includes("AMBIG_CONTENT_TYPE"), value);
  }
  for (const value of [
    "multipart/mixed;boundary=A;",
    'multipart/mixed; type=x; BOUNDARY = "A" ; charset=x',
    "Multipart/Mixed;\r\n boundary=A",
  ])
    assert.deepEqual(codes(typed(value, ...part("x"), "--A--")), [], value);
});

test("MIME-05: the first parameter named exactly boundary counts", () => {
  assert.equal(
    shape(typed("multipart/mixed; boundary=A; boundary=B", ...part("x"), "--A--").root),
    "mixed[text/plain]",
  );
  assert.equal(typed("multipart/mixed; boundary*0=A", ...part("x"), "--A--").root.isMultipart, false);
});

test("MIME-06: near misses of a delimiter are AMBIG_BOUNDARY", () => {
  const fixtures = [
    [...part("x"), "--AB", "", "y", "--A--"],
    [...part("x"), "--A ", "", "y", "--A--"],
    [...part("x"), "--A--\t"],
    [...part("x"), "--A text", "", "y", "--A--"],
    [...part("x"), "--A\0", "", "y", "--A--"],
    [...part("x"), "--A---", "--A--"],
    part("x"),
    [...part("x"), "--A--", "", "--A", "", "y"],
    ["--A", "Content-Type: multipart/mixed; boundary=AB", "", "--AB", "", "x", "--AB--", "--A--"],
    ["--A", "Content-Type: multipart/mixed; boundary=A", "", "--A", "", "x", "--A--", "--A--"],
  ];
  for (const body of fixtures) assert.ok(codes(mixed(...body)).includes("AMBIG_BOUNDARY"), body.join("|"));
});

test("a boundary longer than any may be is searched as a whole", () => {
  const long = "A".repeat(100);
  const message = typed(
    `multipart/mixed; boundary=${long}`,
    `--${long}`,
    "",
    "x",
    `--${"A".repeat(99)}B`,
    `--${long}--`,
  );
  assert.equal(shape(message.root), "mixed[text/plain]");
  assert.equal(bodyOf(message, message.leaves[0]), `x\r\n--${"A".repeat(99)}B`);
});

test("a boundary of regular-expression characters means itself", () => {
  const boundary = "=_?+.(a|b)*'/:[x]{2}^$";
  const message = typed(`multipart/mixed; boundary="${boundary}"`, `--${boundary}`, "", "x", `--${boundary}--`);
  assert.deepEqual([shape(message.root), codes(message)], ["mixed[text/plain]", []]);
});
