import { asciiLower } from "../message/fields.ts";
import type { Cascade } from "./cascade.ts";
import { readSheet, type StyleSheet } from "./css.ts";
import { mediaHolds } from "./media.ts";
import { attributeOf, type Element, readPage, walk } from "./page.ts";
import type { Effort } from "./selectors.ts";
import { isUnseen, type Look, lookInside, looksOf, PLAIN } from "./visibility.ts";

/** Elements whose content is no text of the page. `noscript` is shown: mail programs run no scripts. */
const SILENT = new Set(["head", "iframe", "noembed", "noframes", "script", "style", "template", "title"]);

/** Comparisons of elements with selectors in one page; newsletters need some ten thousand. */
const MAX_EFFORT = 1_000_000;

/** Tells what stands in a page, in the order of the text. */
export interface Reader {
  /** `seen`: text right inside the element would be seen. */
  open?(element: Element, seen: boolean): void;
  text(text: string, seen: boolean): void;
  close?(element: Element, seen: boolean): void;
}

/** The style sheets that stand in a page. */
export type Sheets = readonly StyleSheet[];

function sheetsOf(page: Exclude<ReturnType<typeof readPage>, undefined>): Sheets {
  const found: string[] = [];
  walk(page, {
    open: () => true,
    text: (text, parent) => {
      if (parent?.tagName === "style" && mediaHolds(asciiLower(attributeOf(parent, "media") ?? "all")))
        found.push(text);
    },
    close: () => undefined,
  });
  return found.map(readSheet);
}

/**
 * Looks through a page as a reader does on a desktop's screen (ACQ-12). Nothing is rendered, run or loaded.
 * @param reader - Gets the style sheets, and tells what stands in the page.
 * @returns false where the page is larger, deeper or more entangled than is looked through
 */
export function lookThrough(html: string, reader: (sheets: Sheets) => Reader): boolean {
  const page = readPage(html);
  if (page === undefined) return false;
  const sheets = sheetsOf(page);
  const { open, text, close } = reader(sheets);
  const rules: Cascade = looksOf(sheets);
  const effort: Effort = { left: MAX_EFFORT };
  const looks: Look[] = [PLAIN];
  const seen = () => !isUnseen(looks.at(-1) ?? PLAIN);
  walk(page, {
    open: (element) => {
      if (SILENT.has(element.tagName)) return false;
      looks.push(lookInside(looks.at(-1) ?? PLAIN, element, rules, effort));
      open?.(element, seen());
      return true;
    },
    text: (words) => text(words, seen()),
    close: (element) => {
      close?.(element, seen());
      looks.pop();
    },
  });
  return effort.left >= 0 && !sheets.some(({ tooDeep }) => tooDeep);
}
