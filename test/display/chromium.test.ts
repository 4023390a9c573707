import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pageText } from "../../core/display/page-text.ts";
import { needsChromium, withBlankPage } from "../ui/gallery/browser.ts";

/** A page, and what of its marked words a reader sees. */
const word = (index: number) => `W${index}W`;

const NAMES = ["div", "p", "span", "b", "table", "td", "summary", "ul", "li", "dialog"];
const SELECTORS = [
  ".a",
  "div .b",
  "div > .c",
  ".a + .b",
  ".a ~ *",
  "p:nth-child(2n+1)",
  ":last-child",
  ":not(.a)",
  ":is(.b, .c) .a",
  "#i .b",
  "[class~=c]",
  ".a .b .c",
  "div:has(> .c)",
  "span.b",
  ".c:hover",
  ".b:only-child",
  "li:first-of-type",
];
const DECLARED = [
  "display:none",
  "display:block",
  "display:none!important",
  "visibility:hidden",
  "visibility:visible",
  "visibility:visible!important",
  "--v:none",
  "display:var(--v)",
];
const AROUND = [
  "",
  "@media print",
  "@media (min-width:1px)",
  "@media (max-width:90px)",
  "@supports (display:block)",
  "@layer",
];

const rule = fc
  .tuple(fc.constantFrom(...AROUND), fc.constantFrom(...SELECTORS), fc.constantFrom(...DECLARED), fc.boolean())
  .map(([around, selector, declared, nested]) => {
    const plain = nested ? `body{ & ${selector}{${declared}} }` : `${selector}{${declared}}`;
    return around === "" ? plain : `${around}{${plain}}`;
  });
const tag = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...NAMES)
      .chain((name) => fc.constantFrom("a", "b", "c", "a c", "").map((c) => `<${name} class="${c}">`)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...DECLARED).map((declared) => `<div id="i" style="${declared}">`) },
  { weight: 3, arbitrary: fc.constantFrom(...NAMES).map((name) => `</${name}>`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("<div hidden>", "<details open>", "<b>", "</b>", "<template>", "</template>"),
  },
);
const page = fc
  .tuple(fc.array(rule, { maxLength: 5 }), fc.array(tag, { minLength: 1, maxLength: 14 }))
  .map(([rules, tags]) => `<style>${rules.join("\n")}</style>${tags.map((one, i) => `${one}${word(i)}`).join("")}`);

/** Runs in the browser: the words of each page that are drawn. */
async function drawn(pages: readonly string[]): Promise<string[][]> {
  const found: string[][] = [];
  for (const html of pages) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.width = "900";
    frame.srcdoc = html;
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    document.body.append(frame);
    await loaded;
    // Of a body that is not displayed at all, `innerText` gives every word.
    const body = frame.contentDocument?.body;
    // biome-ignore lint/performance/useDomNodeTextContent: what is drawn is asked for
    found.push((body?.checkVisibility() === true && body.innerText.match(/W\d+W/g)) || []);
    frame.remove();
  }
  return found;
}

test("ACQ-12: a browser draws the words that are told as seen, and no others", needsChromium(), async () => {
  const pages = fc.sample(page, { numRuns: 400, seed: 12 });
  const shown = await withBlankPage((tab) => tab.evaluate(drawn, pages));
  const differing = pages.filter((html, index) => {
    const seen = (pageText(html) ?? []).flatMap(({ text, seen: is }) => (is ? (text.match(/W\d+W/g) ?? []) : []));
    return seen.join() !== shown[index]?.join();
  });
  assert.deepEqual(differing, []);
  const some = shown.filter((words, index) => words.length < (pages[index]?.match(/W\d+W/g)?.length ?? 0));
  assert.ok(some.length > 100, `${some.length} pages hide something`);
});
