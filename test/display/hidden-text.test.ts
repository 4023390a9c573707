import assert from "node:assert/strict";
import { test } from "node:test";
import { hidesText } from "../../core/display/hidden-text.ts";
import { SECRET, sheet, styled } from "./hiding.ts";

test("ACQ-12: text that no reader sees", () => {
  const pages = [
    styled("display:none"),
    styled("DISPLAY : NONE !important"),
    styled("visibility:hidden"),
    styled("opacity:0"),
    styled("font-size:0"),
    styled("font-size:1px"),
    styled("max-height:0;overflow:hidden"),
    styled("position:absolute;left:-9999px"),
    styled("text-indent:-9999px"),
    styled("position:absolute;clip:rect(0 0 0 0)"),
    styled("color:#fff"),
    styled("color:white;background:#ffffff"),
    styled("color:rgb(0,0,0);background-color:black"),
    styled("color:transparent"),
    styled("color:rgba(0,0,0,0)"),
    styled("color:rgb( 9 9 9 / 0% )"),
    styled("color:#0000"),
    styled("color:hsl(0,0%,100%)"),
    styled("color:#fffffe"),
    styled("font:0/0 serif"),
    styled("font: bold 1px/2px serif"),
    styled("font-size:calc(0px)"),
    styled("opacity:.01"),
    styled("opacity:0%"),
    styled("filter:opacity(0)"),
    styled("content-visibility:hidden"),
    styled("zoom:0"),
    styled("clip-path:inset(100%)"),
    styled("transform:scale(0)"),
    styled("transform:translateX(-9999px)"),
    styled("margin-left:-9999px"),
    styled("position:relative;left:-9999px"),
    styled("position:absolute;left:9999px"),
    styled("height:0;overflow-y:auto"),
    styled("display:/**/none"),
    styled("display:n\\6fne"),
    `<p>Hello</p><font color=white>${SECRET}</font>`,
    `<p>Hello</p><table bgcolor="#336699"><tr><td><font color="#336699">${SECRET}</font></td></tr></table>`,
    `<p>Hello</p><div hidden>${SECRET}</div>`,
    `<p>Hello</p><div style="display:none"><div style="display:block">${SECRET}</div></div>`,
    sheet(".x{display:none}"),
    sheet("p, .x { visibility: hidden }"),
    sheet("/* a */ @media screen { .x { display: none } }"),
    sheet("#y{font-size:0}", `<div id="Y">${SECRET}</div>`),
    sheet("span{display:none}", `<span>${SECRET}</span>`),
    sheet("html > body .x{display:none}"),
    sheet("div.x.x{display:none}"),
    sheet("[class='x']{display:none}"),
    sheet("*{visibility:hidden} p{visibility:hidden}", `<i>${SECRET} one two three</i>`),
    // A head that is never closed ends where a browser ends it.
    `<html><head><title>x</title><p>Hello Bob</p><div hidden>${SECRET}</div>`,
    `<head>Hello Bob<div hidden>${SECRET}</div>`,
    `<p>Hello Bob</p><noscript><div hidden>${SECRET}</div></noscript>`,
    `<p>Hello Bob</p><div hidden><textarea>${SECRET}</textarea></div>`,
  ];
  for (const page of pages) assert.ok(hidesText(page), page);
});

test("ACQ-12: what style sheets can do to hide text", () => {
  const inside = `<div class="w"><p>one</p><div class="x" data-a="b c">${SECRET}</div></div>`;
  for (const page of [
    sheet(".w .x{display:none}", inside),
    sheet(".w > .x{display:none}", inside),
    sheet("p + div{display:none}", inside),
    sheet("p ~ .x{display:none}", inside),
    sheet(".w :nth-child(2n){display:none}", inside),
    sheet(".w :last-child{display:none}", inside),
    sheet(".w > :not(p){display:none}", inside),
    sheet(".w:has(> p) .x{display:none}", inside),
    sheet(":is(.a, .w) .x{display:none}", inside),
    sheet("[data-a~=c]{display:none}", inside),
    sheet("div[class^='X']{display:none}", inside),
    sheet(".\\78{display:none}", inside),
    sheet(".w{ .x{display:none} }", inside),
    sheet(".w{ color:red; & > .x{display:none} }", inside),
    sheet("@media screen{ .w{ @supports (display:grid){ .x{display:none} } } }", inside),
    sheet("@layer a{ .x{display:none} }", inside),
    sheet("@media (min-width:1px){.x{display:none}}"),
    sheet("@media not print{.x{display:none}}"),
    sheet("@media only screen and (max-width: 600px), (width > 30em){.x{display:none}}"),
    sheet("@media (100px <= width){.x{display:none}}"),
    sheet("@media (prefers-color-scheme: light){.x{display:none}}"),
    sheet("@media (-webkit-min-device-pixel-ratio:0){.x{display:none}}"),
    sheet('.a{content:"{"} .x{display:none}'),
    sheet(".a{content:'\\'}'} .x{display:none}"),
    sheet(".a{background:url(a{b)} .x{display:none}"),
    sheet(".a:is({} .x{display:none}"),
    sheet(".x{display:none!important}", `<div class=x style="display:block">${SECRET}</div>`),
    sheet(".z{display:block} .x{display:none}", `<div class="x z">${SECRET}</div>`),
    sheet("@layer a{.x{display:none!important}} .x{display:block!important}"),
    sheet("#y{display:none} .x{display:block}", `<div class=x id=y>${SECRET}</div>`),
    sheet(":root{--a:none} .x{display:var(--a)}"),
    sheet(".x{--a:var(--b);--b:none;display:var(--a, block)}"),
    sheet(".x{display:var(--unknown, none)}"),
    sheet("@keyframes k{from{opacity:1} to{opacity:0}} .x{animation:k 0s forwards}"),
    sheet(".x{-webkit-text-fill-color:transparent}"),
    sheet(".x{position:absolute;inset:-9999px auto auto}"),
    sheet(".x{translate:-9999px}"),
    sheet(".x{scale:0}"),
    sheet(".x{position:absolute;left:calc(-9999px)}"),
    sheet(".x{block-size:0;overflow:clip}"),
    sheet(".x{background:none;color:#fff}"),
    sheet(".x{font-size:0.1em}", `<div style="font-size:10px"><div class="x">${SECRET}</div></div>`),
    `<style media="not print">.x{display:none}</style><p>Hello Bob</p><div class="x">${SECRET}</div>`,
  ])
    assert.ok(hidesText(page), page);
});

test("ACQ-12: what a browser's own tree of the page hides", () => {
  for (const page of [
    // A table keeps an end tag inside from ending what is around it.
    `<p>Hello Bob</p><div style="display:none"><table></div><tr><td>${SECRET}</table>`,
    `<p>Hello Bob</p><details><summary>More</summary>${SECRET}<p>${SECRET}</p></details>`,
    `<p>Hello Bob</p><dialog>${SECRET}</dialog>`,
    `<p>Hello Bob</p><video>${SECRET}</video>`,
    `<p>Hello Bob</p><svg width="0" height="0"><text>${SECRET}</text></svg>`,
    `<p>Hello Bob</p><select><option>a</option><option>${SECRET}</option></select>`,
    `<p>Hello Bob</p><div popover>${SECRET}</div>`,
    `<p>Hello Bob</p><div><template shadowrootmode=open>Hi</template>${SECRET}</div>`,
    `<p>Hello Bob</p><svg width="900" height="90"><text y="20" fill="white">${SECRET}</text></svg>`,
    `<p>Hello Bob</p><svg width="900" height="90"><title>${SECRET}</title>${SECRET}</svg>`,
    `<p>Hello Bob</p><textarea style="height:0">${SECRET}</textarea>`,
    `<p>Hello Bob</p><div hidden><b></div>${SECRET.repeat(0)}<div style="visibility:hidden">${SECRET}</div>`,
  ])
    assert.ok(hidesText(page), page);
});

test("ACQ-12: a page that nobody can look through is told as one that hides", () => {
  for (const page of [
    "<div>".repeat(5000),
    `<p>${"x ".repeat(1 << 20)}`,
    "<style>*{color:red}".concat(
      "b b b b b b b b b b b i{color:red}</style>",
      "<b>".repeat(400),
      "<i>x</i>".repeat(5000),
    ),
    `<style>${".a{".repeat(200)}</style>x`,
  ])
    assert.ok(hidesText(page), page.slice(0, 80));
  assert.ok(!hidesText(`<p>Hello</p><img src="data:image/png;base64,${"A".repeat(3 << 20)}">`));
});

test("ACQ-12: text that comes and goes with the surroundings (Kobold letters)", () => {
  for (const page of [
    sheet(".moz-text-html > div .x { display: none }"),
    sheet(".gmail_quote .x { visibility: hidden }"),
    sheet(".x{display:none} .moz-forward-container .x{display:block}", '<div class="x">pay 9 EUR</div>'),
    sheet("#y{display:none} blockquote[type=cite] #y{display:block}", '<p id="y">pay 9 EUR</p>'),
    `<style>.gmail_quote .x{display:block!important}</style><div class=x style=display:none>Preview</div><p>Hello</p>`,
  ])
    assert.ok(hidesText(page), page);
});

test("decision 29: what newsletters do is not hiding", () => {
  const preview = "In this week's letter: ten recipes for soup, and a new shop in the old town.";
  for (const page of [
    `<div style="display:none;max-height:0">${preview}${"&nbsp;&zwnj;".repeat(200)}</div><p>Hello Bob</p>`,
    sheet("@media only screen and (max-width:600px){.x{display:none!important}}"),
    sheet("@media print{.x{display:none}}"),
    sheet("@media (prefers-color-scheme: dark){.x{color:#fff}}"),
    sheet(".moz-text-html .column{width:600px;display:table-cell}"),
    `<p>Buy ten soups now, today only</p><div style="display:none">Buy ten soups now, today only</div>`,
    `<table bgcolor="#000"><tr><td style="color:#fff">${SECRET}</td></tr></table>`,
    `<td style="background:url(a.png);color:#ffffff">${SECRET}</td>`,
    `<p>Hello</p><img alt="" width=1 height=1><span style="display:none">id 4711</span>`,
    `<p>Hello</p><p style="font-size:10px;color:#999">${SECRET}</p>`,
    styled("color:rgb( 0, 0, 0)"),
    styled("color:rgba(0,0,0,0.8);opacity:.8"),
    styled("font:bold 14px/0 serif"),
    styled("margin-left:-20px;transform:scale(0.9)"),
    styled("background:rgba(255,255,255,0)"),
    sheet(".mso .x{display:none} u + .body .x{display:none}"),
    `<p style="display:none"><p>${SECRET} ${SECRET}</p>`,
    // Letters of no size around letters of some: how newsletters close the gaps between columns.
    `<p>Hello</p><td style="font-size:0px;padding:10px"><div style="font-size:13px">${SECRET}</div></td>`,
    `<p>Hello</p><div style="visibility:hidden"><p style="visibility:visible">${SECRET}</p></div>`,
    `<p>Hello</p><table style="display:none"><div>${SECRET}</div></table>`,
    `<p>Hello</p><details open><summary>More</summary>${SECRET}</details>`,
    sheet(".x{display:none} @media (min-width:480px){.x{display:block}}"),
    sheet(".x:hover{display:none} .x:nth-child(7){display:none} .y .x{display:none}"),
    sheet(".x{display:none} div.x{display:block}"),
    sheet(".z{display:none} .x{display:block}", `<div class="x z">${SECRET}</div>`),
    sheet("@layer a{#y{display:none}} .x{display:block}", `<div class=x id=y>${SECRET}</div>`),
    sheet("@layer b,a; @layer a{.x{display:block}} @layer b{.x{display:none}}"),
    sheet("[hidden]{display:block}", `<div hidden>${SECRET}</div>`),
    sheet("@media (max-width:480px){.x{display:none}} @media (min-width:1900px){.x{display:none}}"),
    sheet("a{color:#000}b{background:none}", `<b>${SECRET}</b>`),
    "",
    SECRET,
  ])
    assert.ok(!hidesText(page), page);
});
