import { asciiLower } from "../message/fields.ts";
import { mediaHolds } from "./media.ts";

/** One property of a rule or a style attribute. */
export interface Declaration {
  /** Lower case; that of a custom property as it stands. */
  readonly name: string;
  /** Lower case, without `!important`. */
  readonly value: string;
  readonly important: boolean;
}

/** One rule that holds on this screen. */
export interface StyleRule {
  /** What a nested rule hangs on is written out (CSS Nesting s3). */
  readonly selector: string;
  readonly declarations: readonly Declaration[];
  /** The names of its cascade layer and of those around it, from outside; none for a rule outside of layers (CSS Cascade 5 s6.4). */
  readonly layer?: string;
}

/** The declarations of each moment of an animation, and of its last. */
export interface Animation {
  readonly moments: readonly (readonly Declaration[])[];
  readonly last: readonly Declaration[];
}

/** What a style sheet says. */
export interface StyleSheet {
  readonly rules: readonly StyleRule[];
  /** Names of layers as they come. */
  readonly layers: readonly string[];
  /** What animations do, by name. */
  readonly animations: ReadonlyMap<string, Animation>;
  /** What custom properties are where nothing is said about them (CSS Properties and Values 1 s2). */
  readonly initial: readonly Declaration[];
  /** Something is loaded into the sheet that is not looked through. */
  readonly imports: boolean;
  /** Something is nested deeper than is followed. */
  readonly tooDeep: boolean;
}

/** A comment; one that is never closed goes to the end (CSS Syntax s4.3.2), and looking on would be quadratic. */
const COMMENT = /\/\*(?:[\s\S]*?\*\/|[\s\S]*)/g;
const ESCAPE = /\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi;
/** A piece of a sheet: a string, an escaped character, a mark that shapes it, or anything between. */
const PIECE = /"(?:[^"\\\n]|\\[\s\S])*["\n]?|'(?:[^'\\\n]|\\[\s\S])*['\n]?|\\[\s\S]?|[{};()[\]]|[^"'\\{};()[\]]+/g;

/** Names that browsers still take for the ones without their own name before them (Compatibility s3). */
const OWN_NAME =
  /^-(?:webkit|moz)-((?:animation|transform|mask|clip-path|filter|opacity|backface-visibility|margin)(?:-[a-z-]+)?)$/i;

/** Deepest nesting of blocks that is followed, and the longest selector that it may make. */
const MAX_DEPTH = 100;
const MAX_SELECTOR = 10_000;
/** Longest name of a layer, with those around it. */
const MAX_LAYER = 200;

function unescaped(_: string, hex: string | undefined, char: string | undefined): string {
  if (hex === undefined) return char ?? "";
  const code = Number.parseInt(hex, 16);
  // Never a blank that would end a word: `none\\9` is no `none`.
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "\ufffd";
}

/** A text of a sheet with its escaped characters undone (CSS Syntax s4.3.7); one that is not printed in ASCII becomes U+FFFD. */
export const unescapedCss = (text: string): string => text.replace(ESCAPE, unescaped);

function declaration(text: string): readonly Declaration[] {
  const plain = unescapedCss(text);
  const colon = plain.indexOf(":");
  if (colon < 0) return [];
  const name = plain.slice(0, colon).trim().replace(OWN_NAME, "$1");
  const value = asciiLower(plain.slice(colon + 1));
  const important = /!\s*important\s*$/.test(value);
  return [
    {
      name: name.startsWith("--") ? name : asciiLower(name),
      value: value.replace(/!\s*important\s*$/, "").trim(),
      important,
    },
  ];
}

/** A block: what stands before it, its declarations, and the blocks inside. */
interface Block {
  readonly prelude: string;
  readonly declarations: Declaration[];
  readonly blocks: Block[];
  /** `@import` statements. */
  readonly imports: string[];
}

const block = (prelude: string): Block => ({ prelude, declarations: [], blocks: [], imports: [] });

/** The names in an `@layer` rule; "" for a layer without one. */
const namesOf = (prelude: string): readonly string[] =>
  asciiLower(prelude)
    .replace(/^\s*@layer/, "")
    .split(",")
    .map((name) => name.trim());

/** Cuts a sheet into blocks, strings and brackets kept whole. */
function readBlocks(text: string): Block {
  const top = block("");
  const open = [top];
  const inside = () => open.at(-1) ?? top;
  let words = "";
  let brackets = 0;
  const statement = () => {
    // What gives layers their order stands for empty blocks of them.
    if (/^\s*@layer\b/i.test(words)) inside().blocks.push(...namesOf(words).map((name) => block(`@layer ${name}`)));
    else if (/^\s*@import\b/i.test(words)) top.imports.push(unescapedCss(words));
    else inside().declarations.push(...declaration(words));
  };
  for (const [piece] of text.replace(COMMENT, " ").matchAll(PIECE)) {
    if (piece === "(" || piece === "[") brackets++;
    if (piece === ")" || piece === "]") brackets = Math.max(0, brackets - 1);
    // A bracket that is never closed ends with its block all the same: browsers drop the declaration, not the sheet.
    if (piece === "}") brackets = 0;
    if (brackets > 0 || !/^[{};]$/.test(piece)) {
      words += piece;
      continue;
    }
    if (piece === "{") {
      const next = block(words.trim());
      inside().blocks.push(next);
      open.push(next);
    } else {
      statement();
      if (piece === "}" && open.length > 1) open.pop();
    }
    words = "";
  }
  statement();
  return top;
}

/** The declarations of a style attribute. */
export function declarations(text: string): readonly Declaration[] {
  return readBlocks(text).declarations;
}

/** Whether what an at-rule encloses holds here; `undefined` for one that encloses no rules. */
function encloses(prelude: string): boolean | undefined {
  const [, name = "", condition = ""] = /^@([a-z-]+)\s*([\s\S]*)$/.exec(asciiLower(prelude)) ?? [];
  if (name === "media") return mediaHolds(condition);
  return /^(?:supports|layer|container|scope|document|-moz-document)$/.test(name) ? true : undefined;
}

/** The layer inside an at-rule, put among the layers of a sheet; one without a name is never met again. */
function layerOf(prelude: string, around: string | undefined, layers: string[], sheet: number): string | undefined {
  if (!/^@layer\b/i.test(prelude)) return around;
  const name = namesOf(prelude)[0] || `(${sheet}:${layers.length})`;
  const path = around === undefined ? name : `${around}.${name}`;
  if (path.length <= MAX_LAYER) layers.push(path);
  return path;
}

/** What does not come from the web, which mail programs ask for first: parts of the message, and what stands in the address. */
const OWN_IMPORT = /^\s*@import\s*(?:url\(\s*)?(?:["']\s*)?(?:data|cid|mid):/i;

const nested = (around: string, selector: string): string =>
  around === ""
    ? selector
    : selector.includes("&")
      ? selector.replaceAll("&", `:is(${around})`)
      : `:is(${around}) ${selector}`;

/** What a style sheet says on this screen. @param sheet its place among the sheets of the page */
export function readSheet(text: string, sheet = 0): StyleSheet {
  const rules: StyleRule[] = [];
  const animations = new Map<string, Animation>();
  const initial: Declaration[] = [];
  const layers: string[] = [];
  let tooDeep = false;
  const collect = (of: Block, around: string, depth: number, layer?: string): void => {
    if (of.declarations.length > 0 && around !== "")
      rules.push({ selector: around, declarations: of.declarations, ...(layer !== undefined && { layer }) });
    if (depth >= MAX_DEPTH) {
      tooDeep ||= of.blocks.length > 0;
      return;
    }
    for (const inner of of.blocks) {
      const animation = /^@(?:-\w+-)?keyframes\s+["']?([^\s"']+)/i.exec(inner.prelude)?.[1];
      if (animation !== undefined) {
        const last = inner.blocks.filter(({ prelude }) => /\bto\b|\b100(?:\.0*)?%/i.test(prelude));
        animations.set(asciiLower(animation), {
          moments: inner.blocks.map(({ declarations: own }) => own),
          last: last.flatMap(({ declarations: own }) => own),
        });
      } else if (/^@property\s/i.test(inner.prelude)) {
        const name = inner.prelude.replace(/^@property\s+/i, "");
        for (const own of inner.declarations) if (own.name === "initial-value") initial.push({ ...own, name });
      } else if (inner.prelude.startsWith("@")) {
        const own = layerOf(inner.prelude, layer, layers, sheet);
        if (own !== undefined && own.length > MAX_LAYER) tooDeep = true;
        else if (encloses(inner.prelude) === true) collect(inner, around, depth + 1, own);
      } else {
        const selector = nested(around, inner.prelude.replace(/^(?:<!--|-->|\s)+/, ""));
        if (around !== "" && selector.length > MAX_SELECTOR) tooDeep = true;
        else if (selector !== "") collect(inner, selector, depth + 1, layer);
      }
    }
  };
  const top = readBlocks(text.replace(/<!--|-->/g, " "));
  collect(top, "", 0);
  return { rules, layers, animations, initial, imports: top.imports.some((one) => OWN_IMPORT.test(one)), tooDeep };
}
