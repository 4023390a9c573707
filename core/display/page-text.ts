import { LINE_ELEMENTS } from "./html.ts";
import { lookThrough } from "./look-through.ts";
import { attributeOf, type Element } from "./page.ts";

/** A stretch of an HTML page as text. */
export interface PageText {
  readonly text: string;
  /** Whether a reader of the page sees it. */
  readonly seen: boolean;
}

const CELLS = new Set(["td", "th"]);
/** They have no end of their own. */
const POINTS = new Set(["br", "hr"]);

/** What the begin or the end of an element stands for: a line end, a gap between cells, or nothing. */
const gapOf = ({ tagName }: Element): string => (LINE_ELEMENTS.has(tagName) ? "\n" : CELLS.has(tagName) ? " " : "");

/**
 * An HTML page as text in the order it is written, link targets included; what its reader does not see is there too,
 * told apart by the rules of `hidesText` (ACQ-12). Nothing is rendered, run or loaded.
 * @returns undefined for a page of which nobody can say what is seen, as it is more than is looked through
 */
export function pageText(html: string): readonly PageText[] | undefined {
  const found: { seen: boolean; parts: string[] }[] = [];
  const add = (text: string, seen: boolean) => {
    const last = found.at(-1);
    if (text !== "" && last?.seen === seen) last.parts.push(text);
    else if (text !== "") found.push({ seen, parts: [text] });
  };
  const whole = lookThrough(html, () => ({
    open: (element, seen) => {
      add(element.tagName === "img" ? `[${attributeOf(element, "alt") ?? ""}]` : gapOf(element), seen);
    },
    text: (text, seen) => add(text.replace(/[ \t\r\n\f]+/g, " "), seen),
    close: (element, seen) => {
      const target = element.tagName === "a" ? (attributeOf(element, "href") ?? "") : "";
      const gap = POINTS.has(element.tagName) ? "" : gapOf(element);
      add(target === "" ? gap : ` <${target}>`, seen);
    },
  }));
  return whole ? found.map(({ seen, parts }) => ({ seen, text: tidy(parts.join("")) })) : undefined;
}

/** Blank lines as one, blanks at line ends dropped. */
const tidy = (text: string): string =>
  text
    .replace(/ {2,}/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n");
