import { asciiLower } from "../message/fields.ts";
import type { Cascade } from "./cascade.ts";
import { readSheet, type StyleSheet } from "./css.ts";
import { mediaHolds } from "./media.ts";
import { attributeOf, type Element, isDrawing, readPage, walk } from "./page.ts";
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
  let preferred = "";
  walk(page, {
    open: (element) => {
      if (isOwnSheet(element)) found.push("@import 'cid:'");
      return true;
    },
    text: (text, parent) => {
      if (parent?.tagName !== "style") return;
      const [type = "", media = "", title = ""] = ["type", "media", "title"].map((name) =>
        asciiLower(attributeOf(parent, name) ?? ""),
      );
      // Of sheets with titles those count that have the first one (HTML s4.2.6, CSSOM s6.2.3); the others wait to be chosen.
      preferred ||= title;
      const counts = /^(?:text\/css)?$/.test(type) && (title === "" || title === preferred);
      if (counts && mediaHolds(media)) found.push(text);
    },
    close: () => undefined,
  });
  return found.map(readSheet);
}

/** A style sheet that is part of the message, or stands in the address: it is not looked through. */
function isOwnSheet(element: Element): boolean {
  const [rel = "", href = ""] = ["rel", "href"].map((name) => asciiLower(attributeOf(element, name) ?? ""));
  return element.tagName === "link" && /\bstylesheet\b/.test(rel) && /^[\0- ]*(?:data|cid|mid):/.test(href);
}

/**
 * Looks through a page as a reader does on a desktop's screen (ACQ-12). Nothing is rendered, run or loaded.
 * @param reader - Gets the style sheets, and tells what stands in the page.
 * @param exact - Classes and ids are told apart by case.
 * @returns false where the page is larger, deeper or more entangled than is looked through
 */
export function lookThrough(html: string, reader: (sheets: Sheets) => Reader, exact = false): boolean {
  const page = readPage(html);
  if (page === undefined) return false;
  const sheets = sheetsOf(page);
  const { open, text, close } = reader(sheets);
  const rules: Cascade = looksOf(sheets);
  const effort: Effort = { left: MAX_EFFORT, exact };
  const initial = sheets.flatMap((sheet) => sheet.initial).map(({ name, value }) => [name, value] as const);
  const looks: Look[] = [{ ...PLAIN, custom: new Map(initial) }];
  const seen = () => !isUnseen(looks.at(-1) ?? PLAIN);
  walk(page, {
    open: (element) => {
      if (SILENT.has(element.tagName) && !(isDrawing(element) && element.tagName === "title")) return false;
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
  return effort.left >= 0 && !sheets.some(({ tooDeep, imports }) => tooDeep || imports);
}
