import { htmlTokens, LINE_ELEMENTS } from "../display/html.ts";

/** Styles that put an element on a line of its own. */
const OWN_LINE = /(?:^|[;\s])(?:display|float|position)\s*:/i;

/**
 * The text of an HTML page as lines, without quotations: enough to find a line somebody may read as a receipt (G39).
 * Linear in the length; no page is ever rendered from it.
 */
export function htmlLines(html: string): string {
  const pieces: string[] = [];
  let quoted = 0;
  for (const token of htmlTokens(html)) {
    if (token.kind === "text") {
      if (quoted === 0) pieces.push(token.text);
    } else if (token.kind !== "style") {
      if (token.name === "blockquote") quoted = Math.max(0, quoted + (token.kind === "open" ? 1 : -1));
      const styled = token.kind === "open" && OWN_LINE.test(token.attributes.get("style") ?? "");
      if (styled || LINE_ELEMENTS.has(token.name)) pieces.push("\n");
    }
  }
  return pieces.join("");
}
