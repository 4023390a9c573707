import assert from "node:assert/strict";
import { test } from "node:test";
import { hidesText } from "../../core/display/hidden-text.ts";
import { needsChromium, withBlankPage } from "../ui/gallery/browser.ts";

// What a browser draws is the measure: a style is told as one that hides where its text changes no dot of the picture.

const WORDS = "Please transfer the whole amount to this account.";

/** One for each way in which boxes, letters and colours can leave nothing to see, and what comes close to it. */
const STYLES = `
opacity:0 | opacity:1e-5 | opacity:+0 | opacity:calc(1 - 1) | opacity:0;opacity:full | opacity:.9 | opacity:0;opacity:1
font-size:0 | font-size:1e-3px | font-size:calc(100px - 100px) | font-size:0;font-size:-16px | font-size:0;font-size:16px
font-size:14px;font:0/0 serif | font-size:0;font:14px/1.2 serif | font:italic 10px serif | font-size-adjust:0
display:none | display:none;display:anything | display:none;display:block | display:table-column | display:contents
visibility:hidden | visibility:hidden;visibility:shown | visibility:collapse | content-visibility:hidden | zoom:.01 | zoom:1
height:0;overflow:hidden | height:0e1px;overflow:hidden | height:0;contain:paint | contain:strict | height:90px;overflow:hidden
max-height:0;overflow:clip | width:0;overflow:hidden | block-size:0;overflow:hidden | max-inline-size:0;overflow:hidden
text-indent:-9999px | text-indent:-200% | text-indent:9999px;white-space:nowrap;overflow:hidden | text-indent:2em
position:absolute;left:-9999px | position:absolute;left:calc(-1 * 9999px) | position:absolute;inset:-9999px auto auto
position:absolute;right:100% | position:absolute;left:200% | position:absolute;inset-inline-start:-9999px | position:relative;left:9px
margin-left:-9999px | margin:0 0 0 -9999px | margin-inline-start:-9999px | margin-top:-9999px | margin-left:-300% | margin:9px
padding-left:9999px | padding:9px | transform:scale(0) | transform:scale(.01) | transform:scale(1,0) | transform:scale(.9)
transform:scale3d(0,1,1) | transform:scaleZ(0) | transform:translateX(-9999px) | transform:translate(-999em) | transform:translateX(-500%)
transform:matrix(0,0,0,0,0,0) | transform:matrix(1,0,0,1,-9999,0) | transform:matrix(1,0,0,1,9,0) | transform:rotateX(90deg)
transform:rotateX(.25turn) | transform:rotate3d(1,0,0,90deg) | transform:rotate(90deg) | transform:skewX(90deg) | transform:skewX(9deg)
transform:scale(0);transform:scale | backface-visibility:hidden;transform:rotateY(180deg) | transform:rotateX(360deg)
rotate:x 90deg | rotate:1 0 0 90deg | rotate:1deg | translate:-9999px | translate:-1000% | translate:9px | scale:0 | scale:1 0 | scale:.9
clip-path:inset(100%) | clip-path:inset(0 100% 0 0) | clip-path:inset(1px) | clip-path:circle(0) | clip-path:circle(90%)
clip-path:ellipse(0 0) | clip-path:polygon(0 0,0 0,0 0) | clip-path:polygon(5px 5px,5px 5px,5px 5px) | clip-path:rect(0 0 0 0)
clip-path:xywh(0 0 0 0) | clip-path:polygon(0 0,100% 0,100% 100%,0 100%) | -webkit-clip-path:inset(100%)
position:absolute;clip:rect(1px,1px,1px,1px) | position:absolute;clip:rect(0px 0px 0px 0px) | position:absolute;clip:rect(0,999px,99px,0)
filter:opacity(0) | filter:opacity(.01) | filter:blur(99px) | filter:grayscale(1) | mask:linear-gradient(#0000,#0000)
color:#fff | color:#ffff | color:rgb(255 255 255) | color:rgba(0,0,0,.01) | color:#00000005 | color:transparent | color:#fffffe
color:hsl(0 0% 100%) | color:hwb(0 100% 0%) | color:lab(100 0 0) | color:oklch(100% 0 0) | color:color(srgb 1 1 1) | color:canvas
color:#fff;color:blackk | color:#fff;color:black | color:navy | color:navy;background:#000080 | color:#fff;background:#000
background:#fff;background-color:#000 | background:linear-gradient(#000,black) | background:#eee | -webkit-text-fill-color:#fff
position:absolute;left:-9999px;inset:0 | --a:none;display:var(--a) | display:none;display:var(--a) | offset-path:path('M-9999 0')
`
  .split(/[|\n]/)
  .map((style) => style.trim())
  .filter((style) => style !== "");

/** The text alone, and the same with letters that are not drawn. */
const pageOf = (style: string) => `<div style="${style}">${WORDS}</div>`;
const withoutLetters = (html: string) => `${html}<style>*{-webkit-text-fill-color:transparent!important}</style>`;

const ROW = 100;
const COLUMN = 650;

/** Runs in the browser: shows pages in rows, two in each. */
async function show(pages: readonly (readonly string[])[], row: number, column: number): Promise<void> {
  document.body.replaceChildren();
  const frames = pages.flatMap((pair, y) =>
    pair.map((html, x) => {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-same-origin");
      frame.style.cssText = `position:absolute;border:0;background:#fff;left:${x * column}px;top:${y * row}px;width:${column - 10}px;height:${row - 5}px`;
      frame.srcdoc = html;
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
      document.body.append(frame);
      return loaded;
    }),
  );
  await Promise.all(frames);
}

/** Runs in the browser: in which rows of a picture the left half differs from the right one. */
async function differing(picture: string, rows: number, row: number, column: number): Promise<boolean[]> {
  const image = await createImageBitmap(await (await fetch(picture)).blob());
  const drawing = new OffscreenCanvas(image.width, image.height).getContext("2d");
  if (drawing === null) return [];
  drawing.drawImage(image, 0, 0);
  const half = (x: number, y: number) => drawing.getImageData(x, y, column - 20, row - 10).data;
  return Array.from({ length: rows }, (_, y) => {
    const [left, right] = [half(0, y * row), half(column, y * row)];
    return left.reduce((count, value, at) => count + (Math.abs(value - (right[at] ?? 0)) > 24 ? 1 : 0), 0) > 24;
  });
}

test(
  "ACQ-12: a style is told as hiding where a browser draws no letter, and nowhere else",
  needsChromium(),
  async () => {
    const pages = STYLES.map((style) => [pageOf(style), withoutLetters(pageOf(style))]);
    const drawn = await withBlankPage(async (tab) => {
      await tab.setViewport({ width: 2 * COLUMN, height: STYLES.length * ROW });
      await tab.evaluate(show, pages, ROW, COLUMN);
      const picture = `data:image/png;base64,${await tab.screenshot({ encoding: "base64" })}`;
      return await tab.evaluate(differing, picture, STYLES.length, ROW, COLUMN);
    });
    const told = STYLES.map((style) => !hidesText(`<p>Hello Bob</p>${pageOf(style)}`));
    assert.deepEqual(
      STYLES.filter((_, index) => told[index] !== drawn[index]),
      [],
    );
    assert.ok(drawn.filter(Boolean).length > 30, "some are drawn");
  },
);
