import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { harmlessPage } from "../../core/display/harmless-html.ts";

/** What stands in the body. */
const body = (html: string) => harmlessPage(html).replace(/^.*<body dir="auto">|<\/body><\/html>$/gs, "");

const HOSTILE = [
  '<p style="background:url(http://x.example/)">t</p>',
  '<img src="http://x.example/a.png" alt="a picture" onerror="x()">',
  "<style>p { background: url(http://x.example/) }</style><p>t</p>",
  '<link rel=stylesheet href="http://x.example/s.css"><p>t</p>',
  '<a href="http://x.example/" ping="http://x.example/">t</a>',
  '<form action="http://x.example/"><button formaction="http://x.example/">t</button></form>',
  '<meta http-equiv=refresh content="0;url=http://x.example/"><base href="http://x.example/">t',
  '<svg><image href="http://x.example/"/><script>x()</script></svg>t',
  '<iframe src="http://x.example/" srcdoc="<script>x()</script>">t</iframe><p>t',
  "<script>x()</script><noscript><img src=http://x.example/></noscript>t",
  '<p onclick="x()" id="a" class="b">t</p><table background="http://x.example/"><tr><td>t</td></tr></table>',
  "<math><mtext><table><mglyph><style><img src=x onerror=x()></style></mglyph></table></mtext></math>t",
  '<p title="--><img src=http://x.example/>">t',
  "<video src=http://x.example/ poster=http://x.example/></video><audio src=http://x.example/></audio>t",
];

test("E2E-05: of a page nothing is kept that could ask for anything: no attribute, style, script, link or picture", () => {
  for (const html of HOSTILE) {
    const kept = body(html);
    for (const [tag] of kept.matchAll(/<[^>]*>/g)) assert.match(tag, /^<\/?[a-z][a-z0-9]*>$/, html);
    assert.doesNotMatch(kept, /<(?:img|style|script|link|a|form|button|meta|base|svg|iframe|video|audio|math)\b/, html);
    assert.match(kept, /t|a picture/, html);
  }
});

test("E2E-05: the document forbids everything besides, in its first words", () => {
  assert.match(
    harmlessPage("<p>t"),
    /^<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; /,
  );
});

test("shape and text are kept, targets of links stand behind them, elements are closed", () => {
  assert.equal(
    body('<h1>A</h1><p>b <b>c</b> <a href="https://d.example/">d</a>'),
    "<h1>A</h1><p>b <b>c</b> d &lt;https://d.example/&gt;</p>",
  );
  assert.equal(body("<ul><li>1<li>2</ul>&lt;p&gt;</div>"), "<ul><li>1<li>2</li></li></ul>&lt;p&gt;");
  assert.equal(body(`${"<div>".repeat(5000)}t`).split("<div>").length, 201);
});

test("E2E-05: whatever the page is, every tag is bare and every other angle bracket is escaped", () => {
  const piece = fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.string(),
    fc.constantFrom("<", "</", "<!--", "-->", "'", '"', "&lt;"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const rest = body(pieces.join("")).replace(/<\/?[a-z][a-z0-9]*>/g, "");
      assert.doesNotMatch(rest, /[<>"]/);
    }),
    { numRuns: 500 },
  );
});
