import { endHead, type Open, openElement, readSheets } from "./hidden-text.ts";
import { type HtmlToken, htmlTokens, LINE_ELEMENTS } from "./html.ts";
import { isUnseen, PLAIN } from "./visibility.ts";

/** A stretch of an HTML page as text. */
export interface PageText {
  readonly text: string;
  /** Whether a reader of the page sees it. */
  readonly seen: boolean;
}

const CELLS = new Set(["td", "th"]);

/** Where a token stands for text: the page's own, a line end, a picture's text, or the target of a link. */
function textOf(token: HtmlToken, links: string[]): string {
  if (token.kind === "text") return token.text.replace(/[ \t\r\n\f]+/g, " ");
  if (token.kind === "style") return "";
  if (token.kind === "open" && token.name === "img") return `[${token.attributes.get("alt") ?? ""}]`;
  if (token.kind === "open" && token.name === "a") links.push(token.attributes.get("href") ?? "");
  if (token.kind === "close" && token.name === "a") {
    const target = links.pop() ?? "";
    return target === "" ? "" : ` <${target}>`;
  }
  return LINE_ELEMENTS.has(token.name) ? "\n" : CELLS.has(token.name) ? " " : "";
}

/**
 * An HTML page as text in the order it is written, link targets included; what its reader does not see is there too,
 * told apart by the rules of `hidesText` (ACQ-12). Nothing is rendered, run or loaded.
 */
export function pageText(html: string): readonly PageText[] {
  const tokens = [...htmlTokens(html)];
  const { rules } = readSheets(tokens);
  const found: { seen: boolean; parts: string[] }[] = [];
  const links: string[] = [];
  const open: Open[] = [];
  const seenNow = () => !isUnseen(open.at(-1)?.look ?? PLAIN);
  for (const token of tokens) {
    endHead(open, token);
    // What ends an element still stands inside it.
    let seen = seenNow();
    if (token.kind === "open" && !token.empty) {
      openElement(open, token, rules);
      seen = seenNow();
    } else if (token.kind === "close") {
      const at = open.findLastIndex(({ name }) => name === token.name);
      if (at >= 0) open.length = at;
    }
    const text = open.at(-1)?.silent === true ? "" : textOf(token, links);
    const last = found.at(-1);
    if (text !== "" && last?.seen === seen) last.parts.push(text);
    else if (text !== "") found.push({ seen, parts: [text] });
  }
  return found.map(({ seen, parts }) => ({ seen, text: tidy(parts.join("")) }));
}

/** Blank lines as one, blanks at line ends dropped. */
const tidy = (text: string): string =>
  text
    .replace(/ {2,}/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n");
