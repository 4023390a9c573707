import assert from "node:assert/strict";
import { test } from "node:test";
import { hidesText } from "../../core/display/hidden-text.ts";
import { SECRET, sheet, styled } from "./hiding.ts";

test("ACQ-12: what a browser does not take hides nothing and shows nothing", () => {
  for (const page of [
    styled("display:none;display:anything"),
    styled("display:none;display:"),
    styled("visibility:hidden;visibility:shown"),
    styled("opacity:0;opacity:full"),
    styled("font-size:14px;font:0/0 serif"),
    styled("background:#fff;background-color:#000"),
    styled("font-size:0;font-size:16"),
    styled("font-size:0;font-size:-16px"),
    styled("color:#fff;color:blackk"),
    styled("position:absolute;left:-9999px;left:here"),
    styled("height:0;overflow:hidden;height:12 px"),
    sheet(".x{display:none} .x:nonsense{display:block}"),
    sheet(".x{display:none} .x, p:nonsense{display:block}"),
    sheet(":is(.x, :nonsense){display:none}"),
    sheet("@keyframes k{to{opacity:1!important}} .x{opacity:0;animation:k 1s forwards}"),
    `<style>.x{display:none}</style><style type="text/plain">.x{display:block}</style><p>Hello</p><b class=x>${SECRET}</b>`,
    `<style title=a>.x{display:none}</style><style title=b>.x{display:block}</style><p>Hello</p><b class=x>${SECRET}</b>`,
    sheet(".x{display:none} .X{display:block}"),
  ])
    assert.ok(hidesText(page), page);
  for (const page of [
    styled("display:block;display:none\\9"),
    sheet(".x:nonsense, .x{display:none}"),
    styled("display:none;display:-webkit-box"),
    styled("font-size:0;font:14px/1.2 serif"),
    styled("display:none;display:var(--a)"),
  ])
    assert.ok(!hidesText(page), page);
});

test("ACQ-12: numbers, sums and colours in any spelling", () => {
  for (const style of [
    "opacity:1e-5",
    "opacity:+0",
    "opacity:calc(1 - 1)",
    "opacity:min(1, 0)",
    "opacity:env(x, 0)",
    "color:light-dark(white, black)",
    "font-size:1e-3px",
    "font-size:.1vmin",
    "font-size:calc(100px - (2 * 50px))",
    "position:absolute;left:calc(-1 * 9999px)",
    "height:0e1px;overflow:hidden",
    "color:rgb(255 255 255)",
    "color:rgba(0,0,0,.01)",
    "color:#ffffffff",
    "color:#00000005",
    "color:hwb(0 100% 0%)",
    "color:oklch(100% 0 0)",
    "color:lab(100 0 0)",
    "color:color(srgb 1 1 1)",
    "color:canvas",
    "color:#fafafa",
    "color:navy;background:#000080",
    "background:linear-gradient(#000, black)",
  ])
    assert.ok(hidesText(styled(style)), style);
  for (const style of [
    "opacity:1e0",
    "font-size:calc(10px + 1em)",
    "color:rgb(0 0 0 / 90%)",
    "color:#ffd700",
    "left:1e3px",
  ])
    assert.ok(!hidesText(styled(style)), style);
});

test("ACQ-12: animations, layers over several sheets, and sheets from elsewhere", () => {
  const layers = (...sheets: string[]) =>
    `${sheets.map((css) => `<style>${css}</style>`).join("")}<p>Hello Bob</p><div class="x">${SECRET}</div>`;
  for (const page of [
    sheet("@keyframes k{from{opacity:0}} .x{animation:k 1s 999s backwards}"),
    sheet("@keyframes k{from{opacity:0}} .x{animation:k 1s paused}"),
    sheet("@keyframes k{from{opacity:0} to{opacity:1}} .x{animation:k 1s reverse forwards}"),
    sheet("@-webkit-keyframes 'k'{to{opacity:0}} .x{-webkit-animation:'k' 0s forwards}"),
    sheet("@property --o{syntax:'<number>';inherits:false;initial-value:0} .x{opacity:var(--o)}"),
    layers("@layer a,b;", "@layer b{.x{display:none}} @layer a{.x{display:block}}"),
    layers("@layer b;", "@layer a{.x{display:none}}", "@layer b{.x{display:block}}"),
    layers("@layer a{ .x{display:none} @layer b{ .x{display:block} } }"),
    layers("@import 'data:text/css,.x{display:none}';"),
    `<link rel=stylesheet href="cid:a@b"><p>Hello</p>`,
    sheet(".x::first-line{color:#fff}"),
    sheet(".x:nth-child(n of .x){display:none}"),
    sheet("@media (min-width:calc(1px + 1px)) and (min-aspect-ratio:1/9) and (forced-colors:none){.x{display:none}}"),
  ])
    assert.ok(hidesText(page), page);
  for (const page of [
    sheet("@keyframes k{from{opacity:0} to{opacity:1}} .x{animation:k 1s}"),
    layers("@layer a;", "@layer b{.x{display:block}}", "@layer a{.x{display:none}}"),
    layers("@import url(https://a.example/font.css);"),
    '<link rel=stylesheet href="https://a.example/font.css"><p>Hello</p>',
  ])
    assert.ok(!hidesText(page), page);
});
