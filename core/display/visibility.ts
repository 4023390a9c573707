import { asciiLower } from "../message/fields.ts";
import { looksEqual, readBackground, readColour } from "./colour.ts";
import { type Declarations, declarations, type StyleRule } from "./css.ts";

/** How the text directly inside an element looks. */
export interface Look {
  readonly hidden: boolean;
  /** Six hex digits, or `unknown`. */
  readonly colour: string;
  readonly background: string;
}

/** Black on white, as every mail program begins. */
export const PLAIN: Look = { hidden: false, colour: "000000", background: "ffffff" };

/** Zero, or too small to be read: up to one pixel. */
const TINY = /^(?:0(?:\.\d+)?|\.\d+|1)(?:px|pt)?$|^0(?:\.0*)?(?:em|rem|%)?$/;
const FAR_OUT = /^-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%)?$|^-[2-9]\d(?:\.\d+)?(?:em|rem)$/;

/** Far beyond the right or lower edge. */
const FAR_BEYOND = /^\d{4,}(?:\.\d+)?(?:px|pt)$|^\d{3,}(?:\.\d+)?(?:vw|vh|em|rem)$/;
/** A margin that pushes everything out; smaller ones only move. */
const PUSHED_OUT = /^-\d{4,}(?:\.\d+)?(?:px|pt)$|^-\d{3,}(?:\.\d+)?(?:vw|vh|em|rem)$/;
const SHRUNK_OR_MOVED = /scale(?:x|y|3d)?\(\s*0(?:\.0\d*)?\s*[,)]|translate(?:x|y|3d)?\(\s*(?:0\s*,\s*)?-\d{4,}/;
const CUT_AWAY = /^inset\(\s*(?:5\d|[6-9]\d|100)(?:\.\d+)?%\s*\)|^circle\(\s*0/;
/** The size in a `font` value: what stands before the line height or the family. */
const SIZE_IN_FONT = /(?:^|\s)((?:\d+(?:\.\d*)?|\.\d+)(?:px|pt|em|rem|%)?)(?:\s*\/|\s)/;

function fontSize(style: Declarations): string {
  const size = style.get("font-size") ?? SIZE_IN_FONT.exec(style.get("font") ?? "")?.[1] ?? "";
  return /^(?:calc|min|max)\(\s*0(?:\D|$)/.test(size) ? "0" : size;
}

function isZeroBox(style: Declarations): boolean {
  const clipped = ["overflow", "overflow-x", "overflow-y"].some((name) =>
    /hidden|clip|auto|scroll/.test(style.get(name) ?? ""),
  );
  return clipped && ["height", "max-height", "width", "max-width"].some((name) => TINY.test(style.get(name) ?? ""));
}

function isOffScreen(style: Declarations): boolean {
  if (FAR_OUT.test(style.get("text-indent") ?? "")) return true;
  if (SHRUNK_OR_MOVED.test(style.get("transform") ?? "") || CUT_AWAY.test(style.get("clip-path") ?? "")) return true;
  if (["margin-left", "margin-top"].some((name) => PUSHED_OUT.test(style.get(name) ?? ""))) return true;
  if (!/absolute|fixed|relative/.test(style.get("position") ?? "")) return false;
  if (/rect\(0(?:px)?[ ,]+0(?:px)?[ ,]+0(?:px)?[ ,]+0/.test(style.get("clip") ?? "")) return true;
  return ["left", "top", "right", "bottom"]
    .map((name) => style.get(name) ?? "")
    .some((value) => FAR_OUT.test(value) || FAR_BEYOND.test(value));
}

/** Declarations under which text is not seen (ACQ-12), colours apart. */
export function vanishes(style: Declarations): boolean {
  return (
    style.get("display") === "none" ||
    /^(?:hidden|collapse)$/.test(style.get("visibility") ?? "") ||
    /^(?:0?\.0\d*|0%?|)$/.test(style.get("opacity") ?? "1") ||
    style.get("content-visibility") === "hidden" ||
    /opacity\(\s*0(?:\.0\d*)?%?\s*\)/.test(style.get("filter") ?? "") ||
    style.get("zoom") === "0" ||
    TINY.test(fontSize(style)) ||
    isZeroBox(style) ||
    isOffScreen(style)
  );
}

/** The properties that decide whether text is seen. */
const DECIDING =
  /^(?:display|visibility|opacity|font-size|color|position|left|top|text-indent|overflow|(?:max-)?(?:height|width)|clip)$/;

/** Whether a rule can make text appear or vanish at all. */
export function decidesVisibility(rule: StyleRule): boolean {
  return [...rule.declarations.keys()].some((name) => DECIDING.test(name));
}

const LOOKED_AT = new Set(
  (
    "display visibility opacity font font-size color position left top right bottom text-indent overflow overflow-x " +
    "overflow-y height max-height width max-width margin-left margin-top clip clip-path transform filter zoom " +
    "content-visibility background background-color background-image"
  ).split(" "),
);

/** The declarations that {@link lookInside} looks at: few, so that rules can be put together for every element (DOS-04). */
export function relevant(style: Declarations): Declarations {
  return new Map([...style].filter(([name]) => LOOKED_AT.has(name)));
}

/** Looks up rules by one simple selector: `tag`, `.class`, `#id`, `tag.class`. */
export type SimpleRules = ReadonlyMap<string, Declarations>;

function ruleStyles(rules: SimpleRules, name: string, attributes: ReadonlyMap<string, string>): Declarations[] {
  const classes = asciiLower(attributes.get("class") ?? "").split(/\s+/);
  const id = asciiLower(attributes.get("id") ?? "");
  const selectors = ["*", name, ...classes.flatMap((c) => [`.${c}`, `${name}.${c}`]), `#${id}`, `${name}#${id}`];
  return selectors.flatMap((selector) => rules.get(selector) ?? []);
}

/** The look inside an element, given the look around it. */
export function lookInside(
  around: Look,
  name: string,
  attributes: ReadonlyMap<string, string>,
  rules: SimpleRules,
): Look {
  const styles = [...ruleStyles(rules, name, attributes), declarations(attributes.get("style") ?? "")];
  const style: Declarations = new Map(styles.flatMap((part) => [...part]));
  const ownBackground = style.get("background") ?? style.get("background-color") ?? attributes.get("bgcolor");
  const picture = style.has("background-image") || attributes.has("background");
  const background = picture ? "unknown" : ownBackground === undefined ? undefined : readBackground(ownBackground);
  const ownColour = style.get("color") ?? attributes.get(name === "body" ? "text" : "color");
  const colour = ownColour === undefined ? undefined : (readColour(ownColour) ?? "unknown");
  return {
    hidden: around.hidden || attributes.has("hidden") || vanishes(style),
    colour: colour ?? (name === "a" ? "unknown" : around.colour),
    background: background === undefined || background === "transparent" ? around.background : background,
  };
}

/** Nobody sees text that looks like this. */
export function isUnseen({ hidden, colour, background }: Look): boolean {
  return hidden || colour === "transparent" || (colour !== "unknown" && looksEqual(colour, background));
}
