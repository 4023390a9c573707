import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodedLeaf, decodeText } from "../../core/message/leaf.ts";
import { WINDOW } from "../../core/message/octets.ts";
import { transferDecode } from "../../core/message/transfer.ts";
import { decodingEngine } from "./engine.ts";
import { codes, lines, octets, read, withHeader } from "./mail.ts";

const decode = (text: string, encoding: string) => {
  const { octets: out, strict } = transferDecode(octets(text), encoding, decodingEngine);
  return strict ? Buffer.from(out).toString("latin1") : undefined;
};

test("base64 is decoded when it is canonical after removal of SP, HTAB and CRLF", () => {
  assert.equal(decode("aGVsbG8=", "base64"), "hello");
  assert.equal(decode("aG Vs\r\n\tbG8=\r\n\r\n", "base64"), "hello");
  assert.equal(decode("", "base64"), "");
  assert.equal(decode("\r\n \r\n", "base64"), "");
});

test("G14: base64 that is not canonical is left undecoded", () => {
  for (const text of [
    "aGVsbG8",
    "aGVsbG9=",
    "aGVs=bG8=",
    "aGVsbG8=aGVs",
    "aGVsbG8=\r\n.",
    "aGVs\rbG8=",
    "aGVs\nbG8=",
    "aGVs\fbG8=",
    "=",
    "====",
    "aGVsbG8==",
    "aGVsbG8_",
    "a",
    "aA==".replace("A", "B"),
    "\0",
  ])
    assert.equal(decode(text, "base64"), undefined, JSON.stringify(text));
});

test("base64: every text is either left alone or encodes again to itself", () => {
  const text = fc.string({ unit: fc.constantFrom("A", "B", "Q", "/", "=", " ", "\r\n", "-"), maxLength: 12 });
  fc.assert(
    fc.property(text, (encoded) => {
      const decoded = decode(encoded, "base64");
      const bare = encoded.replace(/ |\r\n/g, "");
      const canonical = Buffer.from(bare, "base64").toString("base64") === bare;
      assert.equal(decoded !== undefined, canonical);
    }),
  );
});

test("base64 larger than a window, folded anywhere", () => {
  const data = Buffer.from(Uint8Array.from({ length: 3 * WINDOW + 1 }, (_, i) => (i * 7) & 255));
  for (const width of [76, 75, 4 * WINDOW + 3, 1000]) {
    const text = data.toString("base64").replace(new RegExp(`.{${width}}`, "g"), "$&\r\n");
    assert.equal(decode(text, "base64"), data.toString("latin1"), `${width}`);
  }
});

test("quoted-printable: escapes in either case (H06), soft line ends, blanks before line ends", () => {
  assert.equal(decode("a=3Db=3d=\r\nc", "quoted-printable"), "a=b=c");
  assert.equal(decode("a \t\r\nb= \t\r\nc ", "quoted-printable"), "a\r\nbc");
  assert.equal(decode("=C3=A9=\r\n=E9", "quoted-printable"), "\u00c3\u00a9\u00e9");
  assert.equal(decode("100%25=", "quoted-printable"), "100%25");
  assert.equal(decode("=EF=BB=BF=00\u00c3\u00a9", "quoted-printable"), "\u00ef\u00bb\u00bf\0\u00c3\u00a9");
});

test("G14: quoted-printable with an invalid escape is left undecoded", () => {
  for (const text of ["a=b", "=4", "=4 1", "=G0", "==", "=\r41", "=3D=\n"])
    assert.equal(decode(text, "quoted-printable"), undefined, JSON.stringify(text));
});

test("quoted-printable: what was encoded comes back, in UTF-8 and in other octets", () => {
  const unit = fc.constantFrom(" ", "\t", "=", "%", "a", "é", "\u00ff", "\r\n", "€");
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 30 }), fc.constantFrom("utf8", "latin1"), (words, charset) => {
      const data = Buffer.from(words.join(""), charset === "utf8" ? "utf8" : "latin1").toString("latin1");
      const hex = (char: string) => `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
      const encoded = data
        .replace(/[=\u0080-\u00ff]|[ \t](?=\r|$)/g, hex)
        .replace(/(.{10}(?<!=.?))(?=[^\r\n])/g, "$1=\r\n");
      assert.equal(decode(encoded, "quoted-printable"), data);
    }),
  );
});

test("MIME-08: broken or doubtful encodings are AMBIG_ENCODING", () => {
  const encoded = (encoding: string, body: string) => withHeader(`Content-Transfer-Encoding: ${encoding}`, "", body);
  const fixtures = [
    encoded("base64", "aGVsbG8=aGVsbG8="),
    encoded("base64", "aGVsbG8=aGVs"),
    encoded("base64", "aGVsbG8"),
    encoded("quoted-printable", "a =ZZ b"),
    encoded("x-uuencode", "begin 644 x"),
    encoded("", "x"),
    encoded("base64 x", "aGVs"),
    encoded("base64; x=y", "aGVs"),
    withHeader("Content-Transfer-Encoding: 7bit", "Content-Transfer-Encoding: base64", "", "aGVs"),
    withHeader(
      "Content-Type: multipart/mixed; boundary=A",
      "Content-Transfer-Encoding: base64",
      "",
      "--A",
      "",
      "x",
      "--A--",
    ),
  ];
  for (const message of fixtures)
    assert.ok(
      codes(message).some((code) => code === "AMBIG_ENCODING" || code === "AMBIG_DUP_HEADER"),
      codes(message).join(),
    );
  for (const encoding of ["7bit", "8BIT", "binary", " Base64 ", "base64 (comment)"])
    assert.deepEqual(codes(encoded(encoding, "aGVsbG8=")), [], encoding);
  assert.deepEqual(codes(encoded("quoted-printable", "a=3D=")), []);
});

test("MIME-08: the example of the catalogue is not decoded in two ways", () => {
  const message = read(lines("Content-Transfer-Encoding: base64", "", "aGVsbG8=IHdvcmxk"));
  assert.equal(Buffer.from(decodedLeaf(message, message.root, decodingEngine)).toString(), "aGVsbG8=IHdvcmxk\r\n");
});

test("text leaves are decoded with their charset, unknown ones as UTF-8 or windows-1252", () => {
  const text = (charset: string, body: string) => {
    const message = read(lines(`Content-Type: text/plain; charset=${charset}`, "", body));
    return decodeText(message, message.root, decodingEngine).trimEnd();
  };
  assert.equal(text("utf-8", "\u00c3\u00a9\u00ff"), "é\ufffd");
  assert.equal(text("iso-8859-2", "\u00b1"), "ą");
  assert.equal(text("x-unknown", "\u00c3\u00a9"), "é");
  assert.equal(text("x-unknown", "\u00e9"), "é");
  assert.equal(text("us-ascii", "\u00e9"), "é");
  assert.equal(text("utf-7", "+AOk-"), "+AOk-");
  assert.equal(text("iso-2022-jp", '\u001b$B$"\u001b(B'), "あ");
});
