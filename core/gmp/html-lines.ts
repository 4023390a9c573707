/** Tags that begin a new line of text. */
const BLOCKS = new Set(
  (
    "address article aside blockquote body br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li " +
    "main nav ol p pre section table tbody td tfoot th thead tr ul"
  ).split(" "),
);
/** Elements whose content is no text of the page. */
const SILENT = new Set(["head", "noscript", "script", "style", "template", "textarea", "title"]);

const TAG = /<(\/?)([A-Za-z][A-Za-z0-9]*)/y;
const QUOTE_OR_END = /["'>]/g;
const ENTITY = /&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos|nbsp|hyphen|dash|ndash|mdash));?/g;
const NAMED = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["hyphen", "-"],
  ["dash", "-"],
  ["ndash", "-"],
  ["mdash", "-"],
]);

/**
 * The text of an HTML page as lines, without quotations: enough to find a line somebody may read as a receipt (G39).
 * Linear in the length; no page is ever rendered from it.
 */
export function htmlLines(html: string): string {
  const pieces: string[] = [];
  let quoted = 0;
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf("<", at);
    const textEnd = open < 0 ? html.length : open;
    if (quoted === 0) pieces.push(html.slice(at, textEnd));
    if (open < 0) break;
    if (html.startsWith("<!--", open)) {
      at = after(html, "-->", open + 4);
      continue;
    }
    TAG.lastIndex = open;
    const [, slash, rawName = ""] = TAG.exec(html) ?? [];
    if (slash === undefined) {
      const declaration = /[!?/]/.test(html.charAt(open + 1));
      if (!declaration && quoted === 0) pieces.push("<");
      at = declaration ? after(html, ">", open) : open + 1;
      continue;
    }
    const name = rawName.toLowerCase();
    at = tagEnd(html, TAG.lastIndex);
    if (name === "blockquote") quoted = Math.max(0, quoted + (slash === "" ? 1 : -1));
    if (BLOCKS.has(name)) pieces.push("\n");
    if (slash === "" && SILENT.has(name)) at = closingTag(html, name, at);
  }
  return pieces.join("").replace(ENTITY, decodeEntity);
}

/** The offset after `mark`, or the end: what is never closed hides the rest, as in a browser. */
function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

/** The offset after the ">" of a tag; one inside quotes ends nothing. */
function tagEnd(html: string, from: number): number {
  QUOTE_OR_END.lastIndex = from;
  for (let hit = QUOTE_OR_END.exec(html); hit !== null; hit = QUOTE_OR_END.exec(html)) {
    if (hit[0] === ">") return QUOTE_OR_END.lastIndex;
    QUOTE_OR_END.lastIndex = after(html, hit[0], QUOTE_OR_END.lastIndex);
  }
  return html.length;
}

function closingTag(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}`, "gi");
  close.lastIndex = from;
  const hit = close.exec(html);
  // A head that is never closed still shows its body.
  return hit === null ? (name === "head" ? from : html.length) : hit.index;
}

function decodeEntity(_: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name) ?? "";
  const code = decimal === undefined ? Number.parseInt(hex ?? "0", 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
