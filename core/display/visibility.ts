import { readBackground, readColour } from "./colour.ts";
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

function isZeroBox(style: Declarations): boolean {
  const clipped = /hidden|clip/.test(style.get("overflow") ?? "");
  return clipped && ["height", "max-height", "width", "max-width"].some((name) => TINY.test(style.get(name) ?? ""));
}

function isOffScreen(style: Declarations): boolean {
  if (FAR_OUT.test(style.get("text-indent") ?? "")) return true;
  if (!/absolute|fixed/.test(style.get("position") ?? "")) return false;
  if (/rect\(0(?:px)?[ ,]+0(?:px)?[ ,]+0(?:px)?[ ,]+0/.test(style.get("clip") ?? "")) return true;
  return ["left", "top", "right", "bottom"].some((name) => FAR_OUT.test(style.get(name) ?? ""));
}

/** Declarations under which text is not seen (ACQ-12), colours apart. */
export function vanishes(style: Declarations): boolean {
  return (
    style.get("display") === "none" ||
    /^(?:hidden|collapse)$/.test(style.get("visibility") ?? "") ||
    /^0?(?:\.0*)?$/.test(style.get("opacity") ?? "1") ||
    TINY.test(style.get("font-size") ?? "") ||
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
    "display visibility opacity font-size color position left top right bottom text-indent overflow height max-height " +
    "width max-width clip background background-color background-image"
  ).split(" "),
);

/** The declarations that {@link lookInside} looks at: few, so that rules can be put together for every element (DOS-04). */
export function relevant(style: Declarations): Declarations {
  return new Map([...style].filter(([name]) => LOOKED_AT.has(name)));
}

/** Looks up rules by one simple selector: `tag`, `.class`, `#id`, `tag.class`. */
export type SimpleRules = ReadonlyMap<string, Declarations>;

function ruleStyles(rules: SimpleRules, name: string, attributes: ReadonlyMap<string, string>): Declarations[] {
  const classes = (attributes.get("class") ?? "").replace(/[A-Z]+/g, (c) => c.toLowerCase()).split(/\s+/);
  const id = attributes.get("id")?.replace(/[A-Z]+/g, (c) => c.toLowerCase());
  const selectors = [name, ...classes.flatMap((c) => [`.${c}`, `${name}.${c}`]), `#${id}`, `${name}#${id}`];
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
  return hidden || colour === "transparent" || (colour === background && colour !== "unknown");
}
