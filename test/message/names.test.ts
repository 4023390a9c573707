import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName, isAttachment } from "../../core/message/attachment.ts";
import { decodeEncodedWords } from "../../core/message/encoded-word.ts";
import { codes, withHeader } from "./mail.ts";

test("RFC 2047: encoded words are decoded, white space between two disappears", () => {
  const pairs: Record<string, string> = {
    "=?ISO-8859-1?Q?a?=": "a",
    "=?ISO-8859-1?Q?a?= b": "a b",
    "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=": "ab",
    "=?ISO-8859-1?Q?a?=  \t =?ISO-8859-1?Q?b?=": "ab",
    "=?ISO-8859-1?Q?a_b?=": "a b",
    "=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=": "a b",
    "=?iso-8859-1?q?Andr=E9?=": "André",
    "=?utf-8?b?w6k?=": "é",
    "=?utf-8?b?w6k=?=": "é",
    "=?utf-8?q?=C3?= =?utf-8?q?=A9?=": "é",
    "=?utf-8*de?q?x?=": "x",
    "=?x-unknown?q?=E9?=": "é",
    "x =?utf-8?b?!!!?= y": "x =?utf-8?b?!!!?= y",
    "=?utf-8?x?abc?=": "=?utf-8?x?abc?=",
    "=?utf-8?q?a": "=?utf-8?q?a",
    "=?utf-8?q?=ZZ=4?=": "=ZZ=4",
    "=?iso-2022-jp?b?GyRCJCIbKEI=?=": "あ",
  };
  for (const [text, decoded] of Object.entries(pairs)) assert.equal(decodeEncodedWords(text), decoded, text);
});

/** A message that is one attachment with these fields. */
const named = (disposition: string, type = "application/pdf") =>
  withHeader(`Content-Type: ${type}`, `Content-Disposition: ${disposition}`, "", "x");
const nameOf = (disposition: string, type?: string) => fileName(named(disposition, type).root);

test("RFC 2231: extended and continued file names are decoded", () => {
  assert.equal(nameOf("attachment; filename*=utf-8''%e2%82%ac.txt"), "€.txt");
  assert.equal(nameOf("attachment; filename*=iso-8859-1'en'%A3.txt"), "£.txt");
  assert.equal(nameOf("attachment; filename*0=a; filename*1=b; filename*2=c.txt"), "abc.txt");
  assert.equal(nameOf("attachment; filename*0*=utf-8''%e2%82; filename*1*=%ac; filename*2=%.txt"), "€%.txt");
  assert.equal(nameOf("attachment; filename*1=b; filename*0=a"), "ab");
  assert.equal(nameOf('attachment; filename="=?utf-8?b?4oKs?=.txt"'), "€.txt");
  assert.equal(nameOf('attachment; filename="\u00e2\u0082\u00ac.txt"'), "€.txt");
  assert.equal(nameOf("attachment", 'x/y; name="a b.txt"'), "a b.txt");
  assert.equal(nameOf("attachment", "x/y"), "");
});

test("H01: filename beside filename* is no ambiguity, filename* is shown", () => {
  const message = named("attachment; filename=EUR.txt; filename*=utf-8''%e2%82%ac.txt", "x/y; name=EUR.txt");
  assert.deepEqual([codes(message), fileName(message.root)], [[], "€.txt"]);
});

test("MIME-12: names that programs read differently are AMBIG_FILENAME", () => {
  const fixtures = [
    named("attachment; filename=a.pdf", "x/y; name=b.exe"),
    named("attachment; filename=a.pdf; filename=b.exe"),
    named("attachment; filename=a.pdf; filename*=utf-8''b.exe", "x/y; name=third.js"),
    named("attachment; filename*0=a; filename*2=.exe"),
    named("attachment; filename*1=b; filename*0=a"),
    named("attachment; filename*=utf-8''a; filename*0=b"),
    named("attachment; filename=my file.exe"),
    named("attachment; filename=a(1).pdf"),
    named('attachment; filename="a.pdf'),
    named('attachment; filename="a".exe'),
    named("attachment filename=a.pdf"),
    named("attachment; filename=a.pdf; name=b.pdf"),
  ];
  for (const message of fixtures) assert.deepEqual(codes(message), ["AMBIG_FILENAME"]);
  for (const message of [
    named('attachment; filename="a b.pdf"', 'x/y; name="a b.pdf"'),
    named('attachment; filename="a\\"b.pdf"'),
    named("attachment; filename*=utf-8''a.pdf", 'x/y; name="=?utf-8?q?a.pdf?="'),
    named("attachment; size=5; filename=a.pdf;"),
  ])
    assert.deepEqual(codes(message), []);
});

test("MIME-12: turning characters, dots, blanks and paths stay in the name for the display to show", () => {
  assert.equal(nameOf("attachment; filename*=utf-8''gpj.%E2%80%AEexe"), "gpj.\u202eexe");
  assert.equal(nameOf('attachment; filename="a.pdf  . ."'), "a.pdf  . .");
  assert.equal(nameOf('attachment; filename="../../etc/passwd"'), "../../etc/passwd");
});

test("G08, G13, H07, H21: which leaves are attachments", () => {
  const yes = [
    named("attachment", "text/plain"),
    named("", "text/plain"),
    named("form-data", "text/plain"),
    named('"attachment"', "text/plain"),
    named("inline; filename=a.txt", "text/plain"),
    named("inline; filename*=utf-8''a", "text/plain"),
    named("inline; name*1=x", "text/plain"),
    named("inline; filename=; filename=x", "text/plain"),
    named("inline", "text/plain; name=a.txt"),
    named("inline", "text/calendar"),
    named("inline", "image/png"),
    withHeader("Content-Type: message/rfc822", "", "x"),
  ];
  for (const { root } of yes) assert.equal(isAttachment(root), true);
  const no = [
    named("INLINE", "text/plain"),
    named("inline (x); filename=", "text/html"),
    withHeader("Content-Type: text/html; charset=utf-8"),
    withHeader("Content-Type: text/html; filenames=a; namely=b"),
    withHeader(),
    withHeader(
      "Content-Type: multipart/mixed; boundary=A",
      "Content-Disposition: attachment",
      "",
      "--A",
      "",
      "x",
      "--A--",
    ),
  ];
  for (const { root } of no) assert.equal(isAttachment(root), false);
});

test("DOS-04: 100 kB of parameters or encoded words is read to the end", () => {
  for (const piece of [
    "(",
    ";a(x",
    ';a="',
    "; a=b",
    ";",
    ";boundary=x",
    "\\",
    ";name*0=a",
    "=?a?q?",
    ";name*1=b;name*0=a",
  ])
    assert.ok(
      codes(withHeader(`Content-Type: multipart/mixed${piece.repeat(100_000 / piece.length)}`)).length > 0,
      piece,
    );
  for (const piece of ["=?a?q?", "=?", "=?a?q??=", "?=", "=?a?b?AA=?= ", " "])
    decodeEncodedWords(piece.repeat(100_000 / piece.length));
});
