import assert from "node:assert/strict";
import { test } from "node:test";
import { isAttachment } from "../../core/message/attachment.ts";
import { WINDOW } from "../../core/message/octets.ts";
import { bodyOf, codes, lines, read, shape, withHeader } from "./mail.ts";

const mixed = (...body: string[]) => withHeader('Content-Type: multipart/mixed; boundary="A"', "", ...body);
const part = (text: string, type = "text/plain") => ["--A", `Content-Type: ${type}`, "", text];

/** The message of {@link mixed} with another Content-Type value. */
const typed = (value: string, ...body: string[]) => withHeader(`Content-Type: ${value}`, "", ...body);

test("one tree: types, section numbers, bodies without the delimiter's CRLF", () => {
  const message = mixed(
    "This is a multi-part message in MIME format.",
    "--A",
    "Content-Type: multipart/alternative; boundary=B",
    "",
    "--B",
    "",
    "plain",
    "--B",
    "Content-Type: text/html",
    "",
    "<p>html",
    "",
    "--B--",
    "",
    ...part("third", "application/pdf"),
    "--A--",
  );
  assert.equal(shape(message.root), "mixed[alternative[text/plain text/html] application/pdf]");
  assert.deepEqual(codes(message), []);
  assert.deepEqual(
    message.leaves.map((leaf) => [leaf.path, bodyOf(message, leaf)]),
    [
      ["1.1", "plain"],
      ["1.2", "<p>html\r\n"],
      ["2", "third"],
    ],
  );
  assert.deepEqual([message.root.path, message.root.children[0]?.path], ["", "1"]);
});

test("G10: a single part has section number 1, whatever its type", () => {
  for (const type of ["text/plain", "message/rfc822", "multipart/mixed"])
    assert.equal(typed(type, "x").leaves[0]?.path, "1");
});

test("G08: messages inside are leaves and never opened", () => {
  const inner = ["From: x@y.example", "Content-Type: multipart/mixed; boundary=B", "", "--B", "", "x", "--B--"];
  const message = mixed("--A", "Content-Type: message/rfc822", "", ...inner, "--A--");
  assert.equal(shape(message.root), "mixed[message/rfc822]");
});

test("G12: parts of a digest are messages unless they say otherwise", () => {
  const message = typed("multipart/digest; boundary=A", "--A", "", "Subject: x", "", "y", ...part("x"), "--A--");
  assert.equal(shape(message.root), "digest[message/rfc822 text/plain]");
});

test("G12, H28: a Content-Type that is none means text/plain, and says so", () => {
  for (const value of [
    "",
    "text",
    "text/",
    "/plain",
    "text/plain charset=x",
    "text /html",
    "te xt/html",
    "text/html/x",
    '"text/html"',
    "text/html,",
  ]) {
    const message = typed(value, "x");
    assert.equal(shape(message.root), "text/plain", value);
    assert.deepEqual(codes(message), ["AMBIG_CONTENT_TYPE"], value);
  }
  for (const value of [
    "TEXT/Html",
    " text/html ; charset=utf-8",
    "text/html;",
    "text/html\r\n ;\r\n\tcharset=koi8-r",
  ]) {
    assert.equal(shape(typed(value, "x").root), "text/html", value);
    assert.deepEqual(codes(typed(value, "x")), [], value);
  }
  assert.equal(shape(typed("(a)text/html(b(c))", "x").root), "text/html");
});

test("MIME-11: a charset that programs read differently is ambiguous", () => {
  for (const charset of [
    "charset=utf-8; charset*=us-ascii''utf-7",
    "charset*0=utf-; charset*1=8",
    "charset=utf-8; charset=utf-7",
    "charset=utf-7",
    "charset=x-unknown",
    "charset=utf-8(x)",
  ])
    assert.deepEqual(codes(typed(`text/plain; ${charset}`, "x")), ["AMBIG_CONTENT_TYPE"], charset);
  for (const charset of ["charset=UTF-8", 'charset="iso-8859-1"', "charset=", "charset=us-ascii", "charset=utf-16"])
    assert.deepEqual(codes(typed(`text/plain; ${charset}`, "x")), [], charset);
  assert.deepEqual(codes(typed("application/pdf; charset=binary", "x")), []);
});

test("MIME-11: a related multipart whose start is not its first part is ambiguous", () => {
  const related = (start: string) =>
    read(
      lines(
        `Content-Type: multipart/related; boundary=A${start}`,
        "",
        "--A",
        "Content-ID: <one@x>",
        "",
        "1",
        "--A",
        "Content-ID: <two@x>",
        "",
        "2",
        "--A--",
      ),
    );
  for (const start of ["", '; start="<one@x>"', '; start="one@x"']) assert.deepEqual(codes(related(start)), [], start);
  assert.deepEqual(codes(related('; start="<two@x>"')), ["AMBIG_CONTENT_TYPE"]);
});

test("MIME-08: an encoded message inside is ambiguous", () => {
  const inside = (encoding: string) =>
    codes(mixed("--A", "Content-Type: message/rfc822", `Content-Transfer-Encoding: ${encoding}`, "", "QUJD", "--A--"));
  assert.deepEqual(inside("base64"), ["AMBIG_ENCODING"]);
  assert.deepEqual(inside("quoted-printable"), ["AMBIG_ENCODING"]);
  assert.deepEqual(inside("8bit"), []);
});

test("G15: MIME-Version is not consulted", () => {
  assert.equal(shape(mixed(...part("x"), "--A--").root), "mixed[text/plain]");
});

test("G16: outer delimiters are cut first", () => {
  const message = mixed(
    "--A",
    "Content-Type: multipart/mixed; boundary=B",
    "",
    "--B",
    "",
    "inner",
    "--A",
    "",
    "outer",
    "--B--",
    "--A--",
  );
  assert.equal(shape(message.root), "mixed[mixed[text/plain] text/plain]");
  assert.deepEqual(codes(message), ["AMBIG_BOUNDARY"]);
  assert.equal(bodyOf(message, message.leaves[1]), "outer\r\n--B--");
});

test("G16: white space behind a delimiter belongs to it", () => {
  const message = mixed("--A \t", "", "x", "--A--  ");
  assert.deepEqual([shape(message.root), bodyOf(message, message.leaves[0])], ["mixed[text/plain]", "x"]);
});

test("G16: unclosed, without boundary, without delimiter line: ambiguous, the last two are leaves", () => {
  const unclosed = mixed(...part("x"), ...part("y"));
  assert.equal(shape(unclosed.root), "mixed[text/plain text/plain]");
  assert.equal(bodyOf(unclosed, unclosed.leaves[1]), "y\r\n");
  for (const message of [
    typed("multipart/mixed", ...part("x")),
    typed('multipart/mixed; boundary=""', ...part("x")),
    mixed("nothing"),
  ]) {
    assert.equal(message.root.isMultipart, false);
    assert.equal(message.leaves.length, 1);
    assert.ok(codes(message).includes("AMBIG_BOUNDARY"));
  }
  assert.deepEqual(codes(unclosed), ["AMBIG_BOUNDARY"]);
});

test("H04: a closing delimiter before any opening one is no delimiter line", () => {
  assert.equal(mixed("--A--", "x").root.isMultipart, false);
  const message = mixed("--A--", ...part("x"), "--A--");
  assert.equal(shape(message.root), "mixed[text/plain]");
  assert.deepEqual(codes(message), ["AMBIG_BOUNDARY"]);
});

test("H20: a multipart without a delimiter line is a leaf of its own type and an attachment", () => {
  const [leaf] = mixed("nothing").leaves;
  assert.ok(leaf);
  assert.deepEqual([leaf.type, isAttachment(leaf)], ["multipart", true]);
});

test("a delimiter line directly behind another makes an empty part, and AMBIG_BOUNDARY", () => {
  const message = read('Content-Type: multipart/mixed; boundary="A"\r\n\r\n--A\r\n--A\r\n\r\n--A--');
  assert.equal(shape(message.root), "mixed[text/plain text/plain]");
  assert.deepEqual(
    message.leaves.map((leaf) => bodyOf(message, leaf)),
    ["", ""],
  );
  assert.deepEqual(codes(message), ["AMBIG_BOUNDARY"]);
  assert.deepEqual(codes(mixed("--A", "", "--A", "Content-Type: text/html", "", "--A--")), []);
});

test("MIME-07: text behind the closing delimiter is EXTRA_BYTES, blank lines and preambles are not", () => {
  assert.deepEqual(codes(mixed("preamble", ...part("x"), "--A--", "", " ", "")), []);
  assert.deepEqual(codes(mixed(...part("x"), "--A--", "footer")), ["EXTRA_BYTES"]);
  const inner = ["--A", "Content-Type: multipart/mixed; boundary=B", "", "--B", "", "x", "--B--", "extra"];
  assert.deepEqual(codes(mixed(...inner, "--A--")), ["EXTRA_BYTES"]);
});

test("MIME-14: external bodies and partial messages are UNSUPPORTED_PART, calendars and TNEF are leaves", () => {
  for (const type of ["message/external-body; access-type=url", "message/partial; number=1; total=2; id=x"]) {
    const message = mixed(...part("x", type), "--A--");
    assert.deepEqual(codes(message), ["UNSUPPORTED_PART"], type);
    assert.deepEqual(message.ambiguities[0]?.params, { part: "1", type: type.split(";")[0] });
  }
  const message = mixed(
    ...part("x", "text/calendar"),
    ...part("y", "application/ms-tnef"),
    ...part("z", "message/delivery-status"),
    "--A--",
  );
  assert.deepEqual(codes(message), []);
  assert.equal(message.leaves.filter(isAttachment).length, 3);
});

test("ACQ-06: a part that names an external attachment is EXTERNAL_ATTACHMENT, in a message inside too", () => {
  const field = "X-Mozilla-External-Attachment-URL: https://canary.example/";
  assert.deepEqual(codes(withHeader(field)), ["EXTERNAL_ATTACHMENT"]);
  assert.deepEqual(codes(mixed("--A", field.toLowerCase(), "", "x", "--A--")), ["EXTERNAL_ATTACHMENT"]);
  const inner = mixed(...part("", "message/rfc822").slice(0, 3), "From: x@y.example", field, "", "x", "--A--");
  assert.deepEqual(codes(inner), ["EXTERNAL_ATTACHMENT"]);
});

test("delimiters across window borders are found", () => {
  for (let length = WINDOW - 120; length < WINDOW + 4; length += 3) {
    const text = lines(
      "Content-Type: multipart/mixed; boundary=ABCDEFGH",
      "",
      "--ABCDEFGH",
      "",
      "x".repeat(length),
      "--ABCDEFGH--",
    );
    assert.deepEqual(codes(read(text)), [], `${length}`);
  }
});
