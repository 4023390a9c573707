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
  /** Lower case; what a nested rule hangs on is written out (CSS Nesting s3). */
  readonly selector: string;
  readonly declarations: readonly Declaration[];
  /** The place of its cascade layer among the layers, from 0; none for a rule outside of layers (CSS Cascade 5 s6.4). */
  readonly layer?: number;
}

/** What a style sheet says. */
export interface StyleSheet {
  readonly rules: readonly StyleRule[];
  /** How animations end: the declarations of their last moment, by name. */
  readonly endings: ReadonlyMap<string, readonly Declaration[]>;
  /** Something is nested deeper than is followed. */
  readonly tooDeep: boolean;
}

/** A comment; one that is never closed goes to the end (CSS Syntax s4.3.2), and looking on would be quadratic. */
const COMMENT = /\/\*(?:[\s\S]*?\*\/|[\s\S]*)/g;
const ESCAPE = /\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi;
/** A piece of a sheet: a string, an escaped character, a mark that shapes it, or anything between. */
const PIECE = /"(?:[^"\\\n]|\\[\s\S])*["\n]?|'(?:[^'\\\n]|\\[\s\S])*['\n]?|\\[\s\S]?|[{};()[\]]|[^"'\\{};()[\]]+/g;

/** Deepest nesting of blocks that is followed, and the longest selector that it may make. */
const MAX_DEPTH = 100;
const MAX_SELECTOR = 10_000;

function unescaped(_: string, hex: string | undefined, char: string | undefined): string {
  if (hex === undefined) return char ?? "";
  const code = Number.parseInt(hex, 16);
  return code > 0 && code < 0x80 ? String.fromCharCode(code) : " ";
}

/** A text of a sheet with its escaped characters undone (CSS Syntax s4.3.7); one outside ASCII becomes a blank. */
export const unescapedCss = (text: string): string => text.replace(ESCAPE, unescaped);

function declaration(text: string): readonly Declaration[] {
  const plain = unescapedCss(text);
  const colon = plain.indexOf(":");
  if (colon < 0) return [];
  const name = plain.slice(0, colon).trim();
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
}

const block = (prelude: string): Block => ({ prelude, declarations: [], blocks: [] });

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
      // A statement that gives layers their order stands for empty blocks of them.
      if (/^\s*@layer\b/i.test(words)) inside().blocks.push(...namesOf(words).map((name) => block(`@layer ${name}`)));
      else inside().declarations.push(...declaration(words));
      if (piece === "}" && open.length > 1) open.pop();
    }
    words = "";
  }
  inside().declarations.push(...declaration(words));
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

/** The layer inside an at-rule, put among the layers where it is new. */
function layerOf(prelude: string, around: string | undefined, layers: Map<string, number>): string | undefined {
  if (!/^@layer\b/i.test(prelude)) return around;
  const name = namesOf(prelude)[0] || `(${layers.size})`;
  const path = around === undefined ? name : `${around}.${name}`;
  if (!layers.has(path)) layers.set(path, layers.size);
  return path;
}

const nested = (around: string, selector: string): string =>
  around === ""
    ? selector
    : selector.includes("&")
      ? selector.replaceAll("&", `:is(${around})`)
      : `:is(${around}) ${selector}`;

/** What a style sheet says on this screen. */
export function readSheet(text: string): StyleSheet {
  const rules: StyleRule[] = [];
  const endings = new Map<string, readonly Declaration[]>();
  let tooDeep = false;
  const layers = new Map<string, number>();
  const collect = (of: Block, around: string, depth: number, layer?: string): void => {
    const place = layer === undefined ? undefined : layers.get(layer);
    if (of.declarations.length > 0 && around !== "")
      rules.push({ selector: around, declarations: of.declarations, ...(place !== undefined && { layer: place }) });
    if (depth >= MAX_DEPTH) {
      tooDeep ||= of.blocks.length > 0;
      return;
    }
    for (const inner of of.blocks) {
      const animation = /^@(?:-\w+-)?keyframes\s+["']?([^\s"']+)/i.exec(inner.prelude)?.[1];
      if (animation !== undefined) {
        const last = inner.blocks.filter(({ prelude }) => /\bto\b|\b100(?:\.0*)?%/i.test(prelude));
        endings.set(
          asciiLower(animation),
          last.flatMap(({ declarations: own }) => own),
        );
      } else if (inner.prelude.startsWith("@")) {
        if (encloses(inner.prelude) === true) collect(inner, around, depth + 1, layerOf(inner.prelude, layer, layers));
      } else {
        const selector = nested(around, asciiLower(inner.prelude.replace(/^(?:<!--|-->|\s)+/, "")));
        if (around !== "" && selector.length > MAX_SELECTOR) tooDeep = true;
        else if (selector !== "") collect(inner, selector, depth + 1, layer);
      }
    }
  };
  collect(readBlocks(text.replace(/<!--|-->/g, " ")), "", 0);
  return { rules, endings, tooDeep };
}
