import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalBody } from "../../core/canonical/body.ts";

type Mode = "relaxed" | "simple";

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

/** Runs {@link canonicalBody} and joins what it hands over, as windows-1252-free Latin-1 text. */
function canonical(text: string, mode: Mode, window?: number): string {
  // Octets on both sides must not matter: a body is a range of a message.
  const all = bytes(`\r\n \t${text}\r\n \t`);
  const chunks: Buffer[] = [];
  canonicalBody(all, 4, all.length - 4, mode, (chunk) => chunks.push(Buffer.from(chunk)), window);
  return Buffer.concat(chunks).toString("latin1");
}

/** RFC 6376 s3.4.3 and s3.4.4 with G06, octet by octet and line by line, as the text of the RFC says it. */
function reference(text: string, mode: Mode): string {
  const lines: string[] = [];
  let line = "";
  let open = false;
  for (let i = 0; i < text.length; i++) {
    open = true;
    if (text[i] === "\r" && text[i + 1] === "\n") {
      lines.push(line);
      line = "";
      open = false;
      i++;
    } else line += text[i];
  }
  if (open) lines.push(line);
  const done = mode === "simple" ? lines : lines.map(relaxedLine);
  while (done.at(-1) === "") done.pop();
  if (done.length === 0) return mode === "simple" ? "\r\n" : "";
  return done.map((l) => `${l}\r\n`).join("");
}

function relaxedLine(line: string): string {
  let out = "";
  let blank = false;
  for (const octet of line) {
    if (octet === " " || octet === "\t") blank = true;
    else {
      out += blank ? ` ${octet}` : octet;
      blank = false;
    }
  }
  return out;
}

const octets = ["a", "b", " ", " ", "\t", "\r\n", "\r\n", "\r", "\0", "\v", "\f", "=", "\x80", "\xa0", "\xff"];
const body = fc.array(fc.constantFrom(...octets), { maxLength: 60 }).map((parts) =>
  // After G01 no LF stands alone; joining "\r" and "\r\n" keeps that.
  parts.join(""),
);

test("G06: bodies at the edges", () => {
  const cases: [string, string, string][] = [
    ["", "", "\r\n"],
    ["\r\n", "", "\r\n"],
    ["\r\n\r\n", "", "\r\n"],
    [" ", "", " \r\n"],
    [" \t\r\n\t", "", " \t\r\n\t\r\n"],
    ["a", "a\r\n", "a\r\n"],
    ["a ", "a\r\n", "a \r\n"],
    ["a\r\n\r\n\r\n", "a\r\n", "a\r\n"],
    ["a\r\n \t\r\n", "a\r\n", "a\r\n \t\r\n"],
    ["\r\n\r\na", "\r\n\r\na\r\n", "\r\n\r\na\r\n"],
    [" a", " a\r\n", " a\r\n"],
    ["\ta\t\tb \r\n", " a b\r\n", "\ta\t\tb \r\n"],
  ];
  for (const [input, relaxed, simple] of cases) {
    assert.equal(canonical(input, "relaxed"), relaxed, JSON.stringify(input));
    assert.equal(canonical(input, "simple"), simple, JSON.stringify(input));
  }
});

test("RFC 6376 s3.4.5: the example of the RFC", () => {
  assert.equal(canonical(" C \r\nD \t E\r\n\r\n\r\n", "relaxed"), " C\r\nD E\r\n");
  assert.equal(canonical(" C \r\nD \t E\r\n\r\n\r\n", "simple"), " C \r\nD \t E\r\n");
});

test("G07: only SP and HTAB are blanks; NUL, VT, FF, a lone CR and high octets stay", () => {
  const odd = "\0 \v  \f\t\r \x85 \xa0  \u00fe";
  assert.equal(canonical(`${odd}\r\n`, "relaxed"), "\0 \v \f \r \x85 \xa0 \u00fe\r\n");
  assert.equal(canonical("a\r", "relaxed"), "a\r\r\n");
  assert.equal(canonical("\r\n\r\r\n\r\n", "relaxed"), "\r\n\r\r\n");
  assert.equal(canonical("\r", "simple"), "\r\r\n");
});

test("relaxed and simple equal an octet-by-octet reading of RFC 6376", () => {
  for (const mode of ["relaxed", "simple"] as const) {
    fc.assert(
      fc.property(body, (text) => assert.equal(canonical(text, mode), reference(text, mode))),
      { numRuns: 3000 },
    );
  }
});

test("the result does not depend on where windows end", () => {
  for (const mode of ["relaxed", "simple"] as const) {
    fc.assert(
      fc.property(body, fc.integer({ min: 2, max: 9 }), (text, window) =>
        assert.equal(canonical(text, mode, window), reference(text, mode), JSON.stringify(text)),
      ),
      { numRuns: 5000 },
    );
  }
});

test("blank runs longer than a window", () => {
  for (const blanks of [" ".repeat(2_500_000), "\r\n".repeat(700_000), " \r\n".repeat(500_000)]) {
    for (const mode of ["relaxed", "simple"] as const) {
      const tails = mode === "relaxed" ? ["b", "\r\n", ""] : ["b"];
      for (const tail of tails) {
        const same = canonical(`a${blanks}${tail}`, mode) === reference(`a${blanks}${tail}`, mode);
        assert.ok(same, `${blanks.length} octets, ${mode}, ${JSON.stringify(tail)}`);
      }
    }
  }
});

interface OutsideHash {
  update(chunk: Buffer): void;
  digest(encoding: "base64"): string;
}

test("the hashes equal mailauth's", () => {
  const outside = createRequire(import.meta.url);
  const sha256 = outside("node:crypto").createHash;
  const { RelaxedHash } = outside("mailauth/lib/dkim/body/relaxed.js");
  const { SimpleHash } = outside("mailauth/lib/dkim/body/simple.js");
  // A lone CR is left out: mailauth ends a line there.
  const plain = body.map((text) => text.replace(/\r(?!\n)/g, "."));
  for (const [mode, make] of [
    ["relaxed", () => new RelaxedHash("sha256")],
    ["simple", () => new SimpleHash("sha256")],
  ] as [Mode, () => OutsideHash][]) {
    fc.assert(
      fc.property(plain, (text) => {
        const theirs = make();
        theirs.update(Buffer.from(text, "latin1"));
        const ours = sha256("sha256")
          .update(Buffer.from(canonical(text, mode), "latin1"))
          .digest("base64");
        assert.equal(ours, theirs.digest("base64"), JSON.stringify(text));
      }),
      { numRuns: 2000 },
    );
  }
});

test("what needs no change is handed over without a copy", () => {
  const message = bytes(`${"QUJD".repeat(19)}\r\n`.repeat(40_000));
  const foreign: number[] = [];
  canonicalBody(message, 0, message.length, "relaxed", (chunk) => {
    if (chunk.buffer !== message.buffer) foreign.push(chunk.length);
  });
  assert.deepEqual(foreign, [2], "only the final CRLF is new");
});
