import assert from "node:assert/strict";
import { test } from "node:test";
import { normaliseLineEnds } from "../../core/message/line-ends.ts";
import { octetString, stringOctets, WINDOW } from "../../core/message/octets.ts";
import { readMessage } from "../../core/message/reader.ts";
import { codes, octets, read } from "./mail.ts";

const normalised = (text: string) => Buffer.from(normaliseLineEnds(octets(text)).bytes).toString("latin1");

/** G01, octet by octet. */
function slowly(text: string): string {
  return text.replace(/(?<!\r)\n/g, "\r\n");
}

test("the windows-1252 view gives every octet a character of its own, and ASCII itself", () => {
  const all = Uint8Array.from({ length: 256 }, (_, octet) => octet);
  const text = octetString(all);
  assert.equal(new Set(text).size, 256);
  assert.equal(text.slice(0, 128), String.fromCharCode(...all.subarray(0, 128)));
  assert.deepEqual(stringOctets(text), all);
});

test("G01: LF alone becomes CRLF, and nothing else changes", () => {
  for (const text of [
    "a\nb\n",
    "a\r\nb\n",
    "\n",
    "\n\n",
    "a\rb\n",
    "\r\n\n\r\n",
    "\u00ff\n\u0080\r\n\n",
    "a\r\r\nb\n\r",
  ])
    assert.equal(normalised(text), slowly(text), JSON.stringify(text));
});

test("G01: lines longer than a window, and windows that end inside CRLF, in UTF-8 and other octets", () => {
  for (const filler of ["x", "\u00c3\u00a9", "\u00e9"])
    for (const length of [WINDOW - 2, WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW])
      for (const end of ["\r\n", "\n", "\r", "\r\r\n"]) {
        const text = `${filler.repeat(length / filler.length)}${end}tail\n${end}`;
        assert.equal(normalised(text), slowly(text));
      }
});

test("G01: octets that need no change are not copied", () => {
  const bytes = octets("From: a@b.example\r\n\r\nx\r\n");
  assert.equal(readMessage(bytes).bytes, bytes);
});

test("MIME-03: bare CR, bare LF among CRLF and NUL are AMBIG_EOL; uniform LF is not", () => {
  const fixtures = [
    "From: a@x.example\rSubject: injected\r\nTo: b@y.example\r\n\r\nHi\r\n",
    "From: a@x.example\nSubject: injected\r\nTo: b@y.example\r\n\r\nHi\r\n",
    "From: a@x.example\r\nSubject: nul\0here\r\n\r\nHi\r\n",
    "From: a@x.example\r\nSubject: s\r\n\r\nHi\rthere\r\n",
    "From: a@x.example\r\nSubject: s\r\n\r\nHi\nthere\r\n",
    "From: a@x.example\r\nSubject: s\r\n\r\nHi\0there\r\n",
    "From: a@x.example\nSubject: s\n\nHi\n.\r\n",
    "From: a@x.example\nSubject: s\n\nHi\r\r\n",
  ];
  for (const fixture of fixtures) assert.ok(codes(read(fixture)).includes("AMBIG_EOL"), JSON.stringify(fixture));
  assert.deepEqual(codes(read("From: a@x.example\nSubject: s\n\nHi\n")), []);
});

test("MIME-03: a bare CR injects no field", () => {
  const message = read("From: a@x.example\rSubject: injected\r\n\r\nHi\r\n");
  assert.deepEqual(
    message.fields.map(({ name }) => name),
    ["From"],
  );
});

test("ACQ-04: octets that decode to the same text stay different, and no byte order mark is dropped", () => {
  const texts = ["\u00ff", "\u00fe"].map((octet) => `Subject: ${octet}\r\n\r\n\u00ef\u00bb\u00bf${octet}\r\n`);
  for (const text of texts) assert.deepEqual(read(text).bytes, octets(text));
});
