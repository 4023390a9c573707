import { type Cascade, cascadeOf, resolved, type Style, styleOf } from "./cascade.ts";
import { looksEqual, readBackground, readColour } from "./colour.ts";
import type { Declaration, StyleSheet } from "./css.ts";
import { attributeOf, type Element, parentOf } from "./page.ts";
import type { Effort } from "./selectors.ts";

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

/** Zero, or up to one pixel. */
const NO_ROOM = /^(?:0(?:\.\d+)?|\.\d+|1)(?:px|pt)?$|^0(?:\.0*)?(?:em|rem|%|vw|vh)?$/;
const FAR_OUT = /^-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%|vw|vh)?$|^-[2-9]\d(?:\.\d+)?(?:em|rem)$/;
/** Far beyond the right or lower edge. */
const FAR_BEYOND = /^\d{4,}(?:\.\d+)?(?:px|pt)$|^\d{3,}(?:\.\d+)?(?:vw|vh|em|rem)$/;
/** A margin that pushes everything out; smaller ones only move. */
const PUSHED_OUT = /^-\d{4,}(?:\.\d+)?(?:px|pt)$|^-\d{3,}(?:\.\d+)?(?:vw|vh|em|rem)$/;
const SHRUNK_OR_MOVED =
  /scale(?:x|y|3d)?\(\s*0(?:\.0\d*)?\s*[,)]|translate(?:x|y|3d)?\(\s*(?:0\s*,\s*)?-\d{4,}|rotate[xy]\(\s*-?(?:90|270)deg/;
const CUT_AWAY =
  /^inset\(\s*(?:5\d|[6-9]\d|100)(?:\.\d+)?%\s*\)|^circle\(\s*0|^polygon\(\s*0(?:px|%)?(?:[\s,]+0(?:px|%)?)*\s*\)/;

/** A value that is a sum or a choice is taken for its first number: `calc(-9999px)`, `min(0px, 1em)`. */
const plainValue = (value: string): string => /^(?:calc|min|max|clamp)\(\s*(-?[\d.]+[a-z%]*)/.exec(value)?.[1] ?? value;

/** Reads one property of a style, its custom properties put in. */
type Read = (name: string) => string;

function isClipped(read: Read, element: Element | undefined): boolean {
  const drawing = element?.tagName === "svg" ? element : undefined;
  const clips =
    drawing !== undefined ||
    ["overflow", "overflow-x", "overflow-y"].some((name) => /hidden|clip|auto|scroll/.test(read(name)));
  const sizes = "height max-height width max-width block-size max-block-size inline-size max-inline-size"
    .split(" ")
    .map(read);
  if (drawing) sizes.push(...["width", "height"].map((name) => attributeOf(drawing, name) ?? ""));
  return clips && sizes.some((size) => NO_ROOM.test(plainValue(size)));
}

function isOffScreen(read: Read): boolean {
  if (FAR_OUT.test(plainValue(read("text-indent")))) return true;
  if (SHRUNK_OR_MOVED.test(read("transform")) || CUT_AWAY.test(read("clip-path"))) return true;
  if (/^0(?:\.0\d*)?%?(?:\s|$)/.test(read("scale"))) return true;
  if (
    read("translate")
      .split(/\s+/)
      .some((value) => PUSHED_OUT.test(value))
  )
    return true;
  if (["margin-left", "margin-top"].some((name) => PUSHED_OUT.test(plainValue(read(name))))) return true;
  if (!/absolute|fixed|relative|sticky/.test(read("position"))) return false;
  if (/rect\(0(?:px)?[ ,]+0(?:px)?[ ,]+0(?:px)?[ ,]+0/.test(read("clip"))) return true;
  return ["left", "top", "right", "bottom", "inset-inline-start", "inset-block-start"]
    .flatMap((name) => plainValue(read(name)))
    .concat(read("inset").split(/\s+/))
    .some((value) => FAR_OUT.test(value) || FAR_BEYOND.test(value));
}

/** Whether an element takes itself and all inside out of sight; `visibility`, sizes of letters and colours apart. */
function vanishes(read: Read, element?: Element): boolean {
  return (
    read("display") === "none" ||
    read("content-visibility") === "hidden" ||
    /opacity\(\s*0(?:\.0\d*)?%?\s*\)/.test(read("filter")) ||
    /^0%?$/.test(read("zoom")) ||
    /transparent|rgba\([^()]*,\s*0\s*\)/.test(`${read("mask")}${read("mask-image")}`) ||
    isClipped(read, element) ||
    isOffScreen(read)
  );
}

/** What a program shows only after a click, or never (HTML s15.3.1). */
const CLOSED = new Set("audio canvas datalist defs desc metadata select symbol video".split(" "));

const isFolded = (element: Element | undefined): boolean =>
  element?.tagName === "details" && attributeOf(element, "open") === undefined;

function isClosed(element: Element): boolean {
  if (element.tagName === "dialog") return attributeOf(element, "open") === undefined;
  return CLOSED.has(element.tagName) || (isFolded(parentOf(element)) && element.tagName !== "summary");
}

const KEYWORDS: ReadonlyMap<string, number> = new Map([
  ["xx-small", 9],
  ["x-small", 10],
  ["small", 13],
  ["medium", 16],
  ["large", 18],
  ["x-large", 24],
  ["xx-large", 32],
]);
/** CSS pixels of one unit; those of the letters around are told apart. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["px", 1],
  ["pt", 4 / 3],
  ["pc", 16],
  ["in", 96],
  ["cm", 38],
  ["mm", 3.8],
  ["rem", 16],
  ["vw", 10],
  ["vh", 8],
]);
const RELATIVE: ReadonlyMap<string, number> = new Map([
  ["em", 1],
  ["%", 0.01],
  ["ex", 0.5],
  ["ch", 0.5],
]);
/** The size in a `font` value: what stands before the line height or the family. */
const SIZE_IN_FONT = /(?:^|\s)((?:\d+(?:\.\d*)?|\.\d+)(?:px|pt|em|rem|%)?)(?:\s*\/|\s)/;

function sizeInside(read: Read, around: number): number {
  const value = plainValue(read("font-size") || (SIZE_IN_FONT.exec(read("font"))?.[1] ?? ""));
  const keyword = KEYWORDS.get(value);
  if (keyword !== undefined) return keyword;
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?|\.\d+)([a-z%]*)$/.exec(value) ?? [];
  if (number === undefined) return around;
  const relative = RELATIVE.get(unit);
  return Number(number) * (relative === undefined ? (UNITS.get(unit) ?? 16) : relative * around);
}

function opacityInside(value: string, around: number): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(value) ?? [];
  return number === undefined ? around : around * Math.min(1, Number(number) * (percent === "%" ? 0.01 : 1));
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
    "animation animation-name background background-color background-image block-size clip-path content-visibility " +
    "filter inline-size inset inset-block-start inset-inline-start margin-left margin-top mask mask-image max-block-size " +
    "max-inline-size scale transform translate zoom -webkit-text-fill-color"
  ).split(" "),
);

/** Whether a declaration can make text appear or vanish by itself. */
export const isDeciding = ({ name }: Declaration): boolean => DECIDING.has(name);

/** The rules of a page that {@link lookInside} looks at. */
export function looksOf(sheets: readonly StyleSheet[]): Cascade {
  return cascadeOf(sheets, (name) => DECIDING.has(name) || LOOKED_AT.has(name) || name.startsWith("--"));
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
  const own = [...style].filter(([name]) => name.startsWith("--"));
  const custom = own.length === 0 ? around.custom : new Map([...around.custom, ...own]);
  const read = (name: string) => resolved(style.get(name) ?? "", custom);
  const hiddenByName =
    style.get("display") === undefined && (attributeOf(element, "hidden") !== undefined || isClosed(element));
  return {
    gone: around.gone || hiddenByName || vanishes(read, element),
    folded: isFolded(element),
    invisible: invisibleInside(read("visibility"), around.invisible),
    size: sizeInside(read, around.size),
    opacity: opacityInside(read("opacity"), around.opacity),
    colour: colourInside(read, element, around.colour),
    background: backgroundInside(read, element, around.background),
    custom,
  };
}

function colourInside(read: Read, element: Element, around: string): string {
  const own = [
    read("-webkit-text-fill-color"),
    read("color"),
    attributeOf(element, element.tagName === "body" ? "text" : "color") ?? "",
  ].find((value) => value !== "");
  if (own === undefined) return element.tagName === "a" ? "unknown" : around;
  return /^(?:inherit|unset|currentcolor)$/.test(own) ? around : (readColour(own) ?? "unknown");
}

function backgroundInside(read: Read, element: Element, around: string): string {
  if (!/^(?:none|initial)?$/.test(read("background-image")) || attributeOf(element, "background") !== undefined)
    return "unknown";
  const own = [read("background"), read("background-color"), attributeOf(element, "bgcolor") ?? ""].find(
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
