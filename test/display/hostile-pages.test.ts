import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hidesText } from "../../core/display/hidden-text.ts";
import { htmlTokens } from "../../core/display/html.ts";
import { loadsFromWeb } from "../../core/display/remote.ts";

test("ACQ-13: things that are loaded from the web", () => {
  for (const page of [
    '<img src="https://a.example/a.png">',
    "<img src=//a.example/a.png>",
    "<img src='http:\\\\a.example/a.png'>",
    '<link rel=stylesheet href="https://a.example/a.css">',
    '<td background="http://a.example/a.png">',
    '<div style="background:url( https://a.example/a.png)">',
    "<style>@import 'https://a.example/a.css';</style>",
    "<style>p{background:url(//a.example/a.png)}</style>",
    '<img srcset="https://a.example/a.png 2x">',
    '<image href="https://a.example/a.svg">',
    "<img src=&#104;ttps://a.example/a.png>",
    // Ways to write an address that is completed to the same.
    '<img src="https:a.example/a.png">',
    '<img src=" ht\ntps://a.example/a.png">',
    '<img srcset="cid:a 1x,https://a.example/a.png 2x">',
    '<base href="https://a.example/"><img src="a.png">',
    '<svg><image xlink:href="https://a.example/a.png" /></svg>',
    '<svg><rect fill="url(https://a.example/a.svg#b)" /></svg>',
    '<style>@import"https://a.example/a.css";</style>',
    "<style>p{background:u\\72l(\\68ttps://a.example/a.png)}</style>",
    "<style>p{background:image-set('//a.example/a.png' 1x)}</style>",
    "<style>p{content:'/*';background:url(//a.example/a.png);content:'*/'}</style>",
  ])
    assert.ok(loadsFromWeb(page), page);
  for (const page of [
    '<a href="https://a.example/">x</a>',
    '<img src="cid:a@b">',
    '<img src="data:image/png;base64,AA">',
    '<audio src="data:audio/mpeg;base64,//uQ" title="//a.example">',
    '<base target="_blank"><html xmlns="http://www.w3.org/1999/xhtml">',
    "https://a.example",
  ])
    assert.ok(!loadsFromWeb(page), page);
});

test("HTML is cut as browsers cut it", () => {
  const shape = (html: string) =>
    [...htmlTokens(html)].map((token) =>
      token.kind === "text" || token.kind === "style" ? `${token.kind}:${token.text}` : `${token.kind}:${token.name}`,
    );
  assert.deepEqual(shape("a<b c='>'>d</b>e"), ["text:a", "open:b", "text:d", "close:b", "text:e"]);
  assert.deepEqual(shape("<!-- <b> -->x<!DOCTYPE html>y<?php z>"), ["text:x", "text:y"]);
  assert.deepEqual(shape("1 < 2 & 3"), ["text:1 ", "text:<", "text: 2 & 3"]);
  assert.deepEqual(shape("<script>'<b>'</script>x"), ["open:script", "close:script", "text:x"]);
  assert.deepEqual(shape("<STYLE>a{}</STYLE >x"), ["open:style", "style:a{}", "close:style", "text:x"]);
  assert.deepEqual(shape("&lt;b&gt; &#65;"), ["text:<b> A"]);
});

test("DOS-04: hostile pages are read to their end, whatever they hold", () => {
  for (const piece of [
    "<p ",
    '<p a="',
    "<p style='display:none'>x",
    "</p>",
    "<style>a{",
    "{",
    "<!--",
    "<div>",
    "&#x",
    "a='",
  ]) {
    assert.equal(typeof hidesText(piece.repeat(20_000)), "boolean", piece);
    assert.equal(typeof loadsFromWeb(piece.repeat(20_000)), "boolean", piece);
  }
  // Each of these takes minutes or hours where the time grows with the square.
  const n = 30_000;
  const list = (piece: (index: number) => string) => Array.from({ length: n }, (_, index) => piece(index)).join("");
  for (const page of [
    `<style>${"/*a".repeat(300_000)}</style>x`,
    `<style>${list((i) => `.a{x${i}:1}`)}</style>x`,
    `<style>${list((i) => `.a${i},`)}p{${list((i) => `x${i}:1;`)}}</style>x`,
    `<style>${"@m{".repeat(n)}${"a{b}".repeat(n)}</style>x`,
    `<style>.a{${list((i) => `x${i}:1;`)}}</style>${"<b class=a>x</b>".repeat(n)}`,
    `<style>@layer ${list((i) => `a${i},`)}b;${list((i) => `@layer a${i}{}`)}</style>x`,
    `<style>@keyframes k{${"to{opacity:1}".repeat(n)}}.a{animation:k 9s}</style>${"<b class=a>x</b>".repeat(n / 3)}`,
    `<style>${list((i) => `@property --${i}{initial-value:0}`).slice(0, 600_000)}</style>${"<b>x</b>".repeat(n / 4)}`,
    `<div>${"<template shadowrootmode=open></template>".repeat(n / 2)}`,
    `<style>@keyframes ${"\t".repeat(n)}A${"\t".repeat(n)}"K{to{}} @import ${" ".repeat(9 * n)}x;</style>`,
  ])
    assert.equal(hidesText(page), false);
  // Longer or more than is looked through.
  for (const style of [
    "clip-path:polygon(0p".concat("x\t0p".repeat(n)),
    `opacity:${"0".repeat(9 * n)}x`,
    `font-size:${"0".repeat(9 * n)}:`,
    `mask:${"rgba(".repeat(6 * n)}`,
    `overflow:hidden;width:calc(${"(".repeat(n)}`,
  ])
    assert.ok(hidesText(`<p style="${style}">x`), style.slice(0, 30));
  const heavy = `transform:${"translate(1px) ".repeat(60)}`;
  for (const page of [
    `<style>@layer ${"a.".repeat(10 * n)}b{}</style>x`,
    `<style>.a{${heavy}}</style>${"<b class=a>x</b>".repeat(n)}`,
    `<style>.a:nth-child(n of ${list((i) => `.b${i},`)}.a){color:red}</style>${"<b class=a>x</b>".repeat(n / 6)}`,
  ])
    assert.ok(hidesText(page), page.slice(0, 30));
  for (const page of [`url(${" ".repeat(900_000)}x`, `@import${" ".repeat(900_000)}x`])
    assert.equal(loadsFromWeb(`<style>${page}</style><p style="${page}">x`), false);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("<", ">", "p", " ", "=", '"', "'", "style", "{", "}", "display:none", "/", "!--", "x"), {
        maxLength: 60,
      }),
      (parts) => {
        assert.equal(typeof hidesText(parts.join("")), "boolean");
      },
    ),
  );
});
