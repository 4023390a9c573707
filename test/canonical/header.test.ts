import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import fc from "fast-check";
import { relaxedHeader } from "../../core/canonical/header.ts";
import { messageWithField } from "./message-of.ts";

function relaxed(field: string): string {
  const { message, field: only } = messageWithField(Uint8Array.from(Buffer.from(field, "latin1")));
  return Buffer.from(relaxedHeader(message, only)).toString("latin1");
}

test("RFC 6376 s3.4.5: the example of the RFC", () => {
  assert.equal(relaxed("A: X\r\n"), "a:X\r\n");
  assert.equal(relaxed("B : Y\t\r\n\tZ  \r\n"), "b:Y Z\r\n");
});

test("G04: an empty value gives the name and CRLF", () => {
  for (const field of [
    "Reply-To:\r\n",
    "Reply-To: \r\n",
    "Reply-To:\r\n \r\n",
    "Reply-To: \t\r\n\t \r\n \r\n",
    "Reply-To:",
  ])
    assert.equal(relaxed(field), "reply-to:\r\n", JSON.stringify(field));
});

test("G07: only SP and HTAB are blanks in a header", () => {
  assert.equal(relaxed("S:\v a \0\fb\xa0 \r\n\t\x85\r\r\n"), "s:\v a \0\fb\xa0 \x85\r\r\n");
});

test("G04: folds and blanks collapse, at most one blank stays, none at the edges", () => {
  assert.equal(relaxed("S: a\r\n \r\n\t b  c\r\n"), "s:a b c\r\n");
  assert.equal(relaxed("S:a b\r\n"), "s:a b\r\n");
  assert.equal(relaxed("S:\r\n\ta:b\r\n"), "s:a:b\r\n");
});

test("relaxed fields equal mailauth's", () => {
  const { formatRelaxedLine } = createRequire(import.meta.url)("mailauth/lib/tools.js");
  const value = fc
    .array(fc.constantFrom("a", ":", " ", "\t", "\r\n ", "\r\n\t", "\x80", "\0", "\v"), { maxLength: 30 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.constantFrom("Subject", "X-A", "sUBJECT "), value, (name, text) => {
      const field = `${name}:${text}\r\n`;
      assert.equal(relaxed(field), formatRelaxedLine(Buffer.from(field, "latin1"), "\r\n").toString("latin1"));
    }),
    { numRuns: 3000 },
  );
});
