import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hidesText } from "../../core/display/hidden-text.ts";
import { pageText } from "../../core/display/page-text.ts";
import { stretches } from "../../extension/ui/view/marks.ts";

const seen = (html: string) =>
  (pageText(html) ?? [])
    .filter((piece) => piece.seen)
    .map(({ text }) => text)
    .join("");
const unseen = (html: string) =>
  (pageText(html) ?? [])
    .filter((piece) => !piece.seen)
    .map(({ text }) => text)
    .join("");

test("a page becomes lines of text, with pictures' words and link targets", () => {
  const html = '<h1>News</h1><p>Hello <a href="https://example.org/x">you</a><br>there <img alt="A boat" src=x></p>';
  assert.equal(seen(html).trim(), "News\n\nHello you <https://example.org/x>\nthere [A boat]");
});

test("ACQ-12: what the reader does not see is told apart, by attribute, style and style sheet", () => {
  for (const html of [
    "<p hidden>secret words here</p>",
    '<p style="display: none">secret words here</p>',
    '<span style="font-size:0">secret words here</span>',
    '<p style="color:#fff">secret words here</p>',
    "<style>.x{visibility:hidden}</style><p class=x>secret words here</p>",
  ]) {
    assert.match(unseen(`<p>plain</p>${html}`), /secret words here/, html);
    assert.doesNotMatch(seen(`<p>plain</p>${html}`), /secret/, html);
  }
});

test("scripts, styles and titles are no text of the page, and nothing of the text is lost", () => {
  assert.equal(seen("<title>t</title><script>alert(1)</script><style>p{}</style>Words").trim(), "Words");
  assert.equal(seen("<html><head><title>t</title><p>Words</p>").trim(), "Words");
  assert.equal(seen("<head><noscript>Words</noscript></head>").trim(), "Words");
  assert.equal(seen("<textarea>More</textarea><xmp>Words</xmp>").trim(), "More\n\nWords");
});

test("ACQ-12: where the receipt's check finds hidden text, the view marks some", () => {
  const piece = fc.constantFrom(
    "<div hidden>",
    "</div>",
    '<p style="display:none">',
    "</p>",
    "<span style='opacity:0'>",
    "</span>",
    "a few ordinary words ",
    "some other words that are long enough to count ",
    "<br>",
    "<table><tr><td>",
    "</table>",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const html = pieces.join("");
      if (hidesText(html)) assert.notEqual(unseen(html).trim(), "");
    }),
    { numRuns: 2000 },
  );
});

test("ID-13, ID-18: every invisible character becomes a mark, and every other character stays", () => {
  const shown = stretches("a\u202Eb\u200Bc\u{E0041}\r\nd\te\u0000");
  assert.deepEqual(shown, [
    { text: "a" },
    { mark: "U+202E" },
    { text: "b" },
    { mark: "U+200B" },
    { text: "c" },
    { mark: "U+E0041" },
    { text: "\nd\te" },
    { mark: "U+0000" },
  ]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const plain = stretches(text)
        .map((stretch) =>
          "text" in stretch ? stretch.text : String.fromCodePoint(Number.parseInt(stretch.mark.slice(2), 16)),
        )
        .join("");
      assert.equal(plain, text.replaceAll("\r\n", "\n"));
      for (const stretch of stretches(text))
        if ("text" in stretch) assert.doesNotMatch(stretch.text, /[\p{Cf}\p{DI}]/u);
    }),
  );
});
