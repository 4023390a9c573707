import { asciiLower } from "../message/fields.ts";

/** One piece of an HTML page as a linear scan finds it; no tree is built and nothing is ever rendered from it. */
export type HtmlToken =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "open";
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly empty: boolean;
    }
  | { readonly kind: "close"; readonly name: string }
  /** The raw content of a `style` element. */
  | { readonly kind: "style"; readonly text: string };

const NAME = /<(\/?)([A-Za-z][^\s/>]*)/y;
const ATTRIBUTE = /[\s/]*(?:([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?)?/y;
/** Elements whose content is no markup (HTML s13.2.5). */
const RAW = new Set(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]);
/** Those of them whose content is shown. */
const SHOWN_RAW = new Set(["textarea", "xmp"]);
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/** Elements that begin and end a line of text. */
export const LINE_ELEMENTS: ReadonlySet<string> = new Set(
  (
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure " +
    "footer form h1 h2 h3 h4 h5 h6 header hr legend li listing main menu nav ol option p plaintext pre search section " +
    "summary table tbody textarea tfoot thead tr ul xmp"
  ).split(" "),
);

function readAttributes(
  html: string,
  from: number,
): { readonly attributes: Map<string, string>; readonly end: number } {
  const attributes = new Map<string, string>();
  let at = from;
  while (at < html.length && html.charAt(at) !== ">") {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(html);
    const [whole = "", name, ...forms] = match ?? [];
    const value = forms.find((form) => form !== undefined) ?? "";
    // The first of two attributes counts (HTML s13.2.5.33).
    if (name !== undefined && !attributes.has(asciiLower(name)))
      attributes.set(asciiLower(name), decodeEntities(value));
    at += Math.max(1, whole.length);
  }
  return { attributes, end: Math.min(html.length, at + 1) };
}

/** Cuts a page into tokens, front to back. Comments, declarations and raw content other than styles and shown text are left out. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf("<", at);
    const end = open < 0 ? html.length : open;
    if (end > at) yield { kind: "text", text: decodeEntities(html.slice(at, end)) };
    if (open < 0) return;
    NAME.lastIndex = open;
    const [whole = "", slash, rawName = ""] = NAME.exec(html) ?? [];
    if (slash === undefined) {
      at = afterDeclaration(html, open);
      if (at === open + 1) yield { kind: "text", text: "<" };
      continue;
    }
    const name = asciiLower(rawName);
    const { attributes, end: after } = readAttributes(html, open + whole.length);
    at = after;
    if (slash === "/") {
      yield { kind: "close", name };
      continue;
    }
    yield { kind: "open", name, attributes, empty: VOID.has(name) };
    if (!RAW.has(name)) continue;
    const stop = rawEnd(html, name, at);
    if (name === "style") yield { kind: "style", text: html.slice(at, stop) };
    // An xmp knows no entities either; where they are decoded all the same, nothing that is shown gets lost.
    if (SHOWN_RAW.has(name) && stop > at) yield { kind: "text", text: decodeEntities(html.slice(at, stop)) };
    at = stop;
  }
}

function afterDeclaration(html: string, open: number): number {
  if (html.startsWith("<!--", open)) return after(html, "-->", open + 4);
  return /[!?/]/.test(html.charAt(open + 1)) ? after(html, ">", open) : open + 1;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function rawEnd(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}[\\s/>]`, "gi");
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}

const NAMED = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", "\u00A0"],
  ["zwnj", "\u200C"],
  ["zwj", "\u200D"],
  ["shy", "\u00AD"],
  ["ensp", "\u2002"],
  ["emsp", "\u2003"],
  ["thinsp", "\u2009"],
  ["hyphen", "\u2010"],
  ["dash", "\u2010"],
  ["ndash", "\u2013"],
  ["mdash", "\u2014"],
  ["lowbar", "_"],
  ["equals", "="],
  ["ast", "*"],
  ["minus", "\u2212"],
  ["Tab", "\t"],
  ["NewLine", "\n"],
  ["ZeroWidthSpace", "\u200B"],
  ["NoBreak", "\u2060"],
]);
const ENTITY = new RegExp(`&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(${[...NAMED.keys()].join("|")}));?`, "g");

/**
 * The entities that matter for finding out whether text is there and whether a line looks like a receipt; others stay as
 * they are, which is text too.
 */
function decodeEntities(text: string): string {
  return text.replace(ENTITY, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED.get(name) ?? "";
    const code = decimal === undefined ? Number.parseInt(hex ?? "0", 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
