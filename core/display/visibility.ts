import { asciiLower } from "../message/fields.ts";
import { type Cascade, cascadeOf, resolved, type Style, styleOf } from "./cascade.ts";
import { looksEqual, readBackground, readColour } from "./colour.ts";
import type { Declaration, StyleSheet } from "./css.ts";
import { readLength } from "./lengths.ts";
import type { Read } from "./moved.ts";
import { attributeOf, type Element, isDrawing } from "./page.ts";
import type { Effort } from "./selectors.ts";
import { MAX_VALUE } from "./values.ts";
import { drawsNoText, isClosed, isFolded, vanishes } from "./vanish.ts";

/** How the text directly inside an element looks. */
export interface Look {
  /** No element inside can appear again: not displayed, transparent, cut away, out of sight. */
  readonly gone: boolean;
  /** What stands right inside a closed `details`; its `summary` is seen. */
  readonly folded: boolean;
  /** `visibility`, which an element inside may take back. */
  readonly invisible: boolean;
  /** Letters, CSS pixels; elements inside may be larger. */
  readonly size: number;
  /** 0 to 1, with what is around multiplied in. */
  readonly opacity: number;
  /** Six hex digits, `transparent` or `unknown`. */
  readonly colour: string;
  readonly background: string;
  /** Custom properties in force. */
  readonly custom: Style;
}

/** Black on white, as every mail program begins. */
export const PLAIN: Look = {
  gone: false,
  folded: false,
  invisible: false,
  size: 16,
  opacity: 1,
  colour: "000000",
  background: "ffffff",
  custom: new Map(),
};

/** Letters up to this size, CSS pixels, are not read by anybody. */
const MIN_SIZE = 2;
/** Fainter text is not seen. */
const MIN_OPACITY = 0.1;

const KEYWORDS: ReadonlyMap<string, number> = new Map([
  ["xx-small", 9],
  ["x-small", 10],
  ["small", 13],
  ["medium", 16],
  ["large", 18],
  ["x-large", 24],
  ["xx-large", 32],
]);
/** The size in a `font` value: what stands before the line height or the family. */
const SIZE_IN_FONT = /(?:^|\s)((?:\d+(?:\.\d*)?|\.\d+)(?:px|pt|em|rem|%)?)(?:\s*\/|\s)/;

function sizeInside(read: Read, around: number): number {
  const value = read("font-size") || (SIZE_IN_FONT.exec(read("font"))?.[1] ?? "");
  const keyword = KEYWORDS.get(value);
  if (keyword !== undefined) return keyword;
  const size = readLength(value, around);
  return size === undefined ? around : size.px + (size.percent / 100) * around;
}

function opacityInside(value: string, around: number): number {
  const opacity = readLength(value);
  return opacity === undefined ? around : around * Math.min(1, opacity.px + opacity.percent / 100);
}

function invisibleInside(value: string, around: boolean): boolean {
  return /^(?:hidden|collapse)$/.test(value) || (around && !/^(?:visible|initial)$/.test(value));
}

/** Properties that decide whether text is seen: few, so that rules can be put together for every element (DOS-04). */
const DECIDING = new Set(
  (
    "display visibility opacity color position left top right bottom overflow height width clip " +
    "font font-size text-indent overflow-x overflow-y max-height max-width"
  ).split(" "),
);
const LOOKED_AT = new Set(
  (
    "backface-visibility background background-color background-image block-size clip-path contain content " +
    "content-visibility fill filter font-size-adjust inline-size letter-spacing mask mask-image max-block-size " +
    "max-inline-size min-height mix-blend-mode offset offset-path rotate scale transform translate zoom " +
    "-webkit-text-fill-color -webkit-text-security"
  ).split(" "),
);
/** Whole families of properties. */
const FAMILIES = /^(?:--|animation|inset|margin|overflow|padding)/;

/** What drawings can say in attributes. */
const DRAWN = new Set("display fill font-size opacity visibility".split(" "));

/** Whether a declaration can make text appear or vanish by itself. */
export const isDeciding = ({ name }: Declaration): boolean => DECIDING.has(name);

/** The rules of a page that {@link lookInside} looks at. */
export function looksOf(sheets: readonly StyleSheet[]): Cascade {
  return cascadeOf(sheets, (name) => DECIDING.has(name) || LOOKED_AT.has(name) || FAMILIES.test(name), conceals);
}

/** Whether a rule alone takes text out of sight, whatever is around. */
export function conceals(all: readonly Declaration[]): boolean {
  const style = new Map(all.map(({ name, value }) => [name, value]));
  const read = (name: string) => style.get(name) ?? "";
  return (
    vanishes(read) ||
    invisibleInside(read("visibility"), false) ||
    sizeInside(read, PLAIN.size) <= MIN_SIZE ||
    opacityInside(read("opacity"), 1) < MIN_OPACITY
  );
}

/** The look inside an element, given the look around it. */
export function lookInside(around: Look, element: Element, rules: Cascade, effort: Effort): Look {
  const style = styleOf(element, rules, effort);
  // Long values take longer, and one rule can put them on every element.
  for (const value of style.values()) effort.left -= value.length >> 4;
  const own = [...style].filter(([name]) => name.startsWith("--"));
  const custom = own.length === 0 ? around.custom : new Map([...around.custom, ...own]);
  const drawing = isDrawing(element);
  const read = (name: string) => {
    if (!drawing && !style.has(name)) return "";
    // What a drawing's element says in an attribute counts less than any style (SVG 2 s6.6).
    const said = style.get(name) ?? (drawing && DRAWN.has(name) ? asciiLower(attributeOf(element, name) ?? "") : "");
    const value = resolved(said, custom);
    if (value.length > MAX_VALUE && !name.startsWith("background")) effort.left = -1;
    return value.slice(0, MAX_VALUE);
  };
  const hiddenByName = style.get("display") === undefined && isClosed(element);
  return {
    gone: around.gone || hiddenByName || vanishes(read, element),
    folded: isFolded(element) || drawsNoText(element),
    invisible: invisibleInside(read("visibility"), around.invisible),
    size: sizeInside(read, around.size),
    opacity: opacityInside(read("opacity"), around.opacity),
    colour: colourInside(read, element, around.colour),
    background: backgroundInside(read, element, around.background),
    custom,
  };
}

function colourInside(read: Read, element: Element, around: string): string {
  if (isDrawing(element)) {
    const fill = read("fill");
    if (fill === "") return element.tagName === "svg" ? "000000" : around;
    if (/^(?:inherit|unset|currentcolor)$/.test(fill)) return around;
    return fill === "none" ? "transparent" : (readColour(fill) ?? "unknown");
  }
  const own = [
    read("-webkit-text-fill-color"),
    read("color"),
    attributeOf(element, element.tagName === "body" ? "text" : "color") ?? "",
  ].find((value) => value !== "");
  if (own === undefined) return element.tagName === "a" ? "unknown" : around;
  return /^(?:inherit|unset|currentcolor)$/.test(own) ? around : (readColour(own) ?? "unknown");
}

function backgroundInside(read: Read, element: Element, around: string): string {
  const picture = read("background-image");
  if (!/^(?:none|initial)?$/.test(picture)) return readBackground(picture);
  if (attributeOf(element, "background") !== undefined) return "unknown";
  const own = [read("background-color"), read("background"), attributeOf(element, "bgcolor") ?? ""].find(
    (value) => value !== "",
  );
  const nothing = own === undefined || /^(?:none|initial|unset|inherit)$/.test(own);
  const colour = nothing ? "transparent" : readBackground(own);
  return colour === "transparent" ? around : colour;
}

/** Nobody sees text that looks like this. */
export function isUnseen({ gone, folded, invisible, size, opacity, colour, background }: Look): boolean {
  return (
    gone ||
    folded ||
    invisible ||
    size <= MIN_SIZE ||
    opacity < MIN_OPACITY ||
    colour === "transparent" ||
    (colour !== "unknown" && looksEqual(colour, background))
  );
}
