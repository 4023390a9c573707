import { readLength } from "./lengths.ts";

/** A screen on which mail is read. */
interface Screen {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels for one CSS pixel. */
  readonly resolution: number;
}

/** A narrow and a wide window of a desktop. What holds on one alone shows and hides things as the window is resized. */
const SCREENS: readonly Screen[] = [
  { width: 700, height: 500, resolution: 1 },
  { width: 1920, height: 1080, resolution: 2 },
];

/** Features with words for values, and the word that holds where nobody chose otherwise. */
const USUAL: ReadonlyMap<string, string> = new Map([
  ["orientation", "landscape"],
  ["hover", "hover"],
  ["any-hover", "hover"],
  ["pointer", "fine"],
  ["any-pointer", "fine"],
  ["prefers-color-scheme", "light"],
  ["prefers-contrast", "no-preference"],
  ["prefers-reduced-motion", "no-preference"],
  ["scripting", "none"],
  ["color", ""],
  ["grid", "0"],
  ["monochrome", "0"],
  ["min-color", "1"],
  ["update", "fast"],
  ["overflow-block", "scroll"],
  ["overflow-inline", "scroll"],
  ["color-gamut", "srgb"],
  ["dynamic-range", "standard"],
  ["display-mode", "browser"],
  ["inverted-colors", "none"],
  ["forced-colors", "none"],
  ["prefers-reduced-data", "no-preference"],
  ["prefers-reduced-transparency", "no-preference"],
]);

const FEATURE =
  /^(?:-webkit-)?(?:(min|max)-)?(?:device-)?(width|height|resolution|pixel-ratio)\s*:\s*([\d.]+)([a-z]*)$/;
const RANGE =
  /^(?:([\d.]+)([a-z]*)\s*(<=?|>=?)\s*)?(?:device-)?(width|height|resolution)\s*(?:(<=?|>=?|=)\s*([\d.]+)([a-z]*))?$/;

const UNITS: ReadonlyMap<string, number> = new Map([
  ["em", 16],
  ["rem", 16],
  ["pt", 4 / 3],
  ["in", 96],
  ["cm", 96 / 2.54],
  ["mm", 96 / 25.4],
  ["dpi", 1 / 96],
]);

const amount = (number: string, unit: string): number => Number(number) * (UNITS.get(unit) ?? 1);

function sizeOf(screen: Screen, name: string): number {
  return name === "width" ? screen.width : name === "height" ? screen.height : screen.resolution;
}

function compare(a: number, sign: string, b: number): boolean {
  if (sign.startsWith("<")) return sign === "<" ? a < b : a <= b;
  return sign.startsWith(">") ? (sign === ">" ? a > b : a >= b) : a === b;
}

const RATIO = /^(?:(min|max)-)?(?:device-)?aspect-ratio\s*:\s*([\d.]+)\s*(?:\/\s*([\d.]+))?$/;

/** A sum is one length. */
function withoutSum(text: string): string {
  const colon = text.indexOf(":");
  const length = readLength(text.slice(colon + 1).trim());
  return colon < 0 || length?.percent !== 0 ? text : `${text.slice(0, colon)}:${length.px.toFixed(3)}px`;
}

/** One condition in brackets; what no program knows does not hold (Media Queries 4 s3.2). */
function featureHolds(condition: string, screen: Screen): boolean {
  const [, side, wide, high = "1"] = RATIO.exec(condition) ?? [];
  if (wide !== undefined) {
    const sign = side === "min" ? ">=" : side === "max" ? "<=" : "=";
    return compare(screen.width / screen.height, sign, Number(wide) / Number(high));
  }
  if (USUAL.has(condition.split(":")[0]?.trim() ?? "")) return isUsual(condition);
  const text = withoutSum(condition);
  const feature = FEATURE.exec(text);
  if (feature !== null) {
    const [, bound, name = "", number = "", unit = ""] = feature;
    return compare(sizeOf(screen, name), bound === "min" ? ">=" : bound === "max" ? "<=" : "=", amount(number, unit));
  }
  const range = RANGE.exec(text);
  if (range !== null) {
    const [, low, lowUnit = "", before = "", name = "", after = "", high, highUnit = ""] = range;
    const size = sizeOf(screen, name);
    return (
      (low === undefined || compare(amount(low, lowUnit), before, size)) &&
      (high === undefined || compare(size, after, amount(high, highUnit)))
    );
  }
  return false;
}

function isUsual(text: string): boolean {
  const [name = "", value = ""] = text.split(":").map((part) => part.trim());
  return value === "" || USUAL.get(name) === value;
}

/** Deepest brackets that are followed. */
const MAX_DEPTH = 8;

/** A condition: features in brackets, joined by `and` or `or`, with `not` before. */
function conditionHolds(text: string, screen: Screen, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const parts: boolean[] = [];
  let rest = text.trim();
  const either = /\)\s*or\s/.test(rest);
  while (rest !== "") {
    const not = /^not\b\s*/.exec(rest)?.[0] ?? "";
    rest = rest.slice(not.length);
    const bracket = /^\(/.test(rest) ? closing(rest) : -1;
    const word = bracket < 0 ? (/^[^\s(]+/.exec(rest)?.[0] ?? rest) : "";
    const holds =
      bracket < 0
        ? /^(?:all|screen)$/.test(word)
        : /^\(\s*(?:\(|not\b)/.test(rest)
          ? conditionHolds(rest.slice(1, bracket), screen, depth + 1)
          : featureHolds(rest.slice(1, bracket).trim(), screen);
    parts.push(not === "" ? holds : !holds);
    rest = rest
      .slice(bracket < 0 ? Math.max(1, word.length) : bracket + 1)
      .replace(/^\s*(?:and|or)\b/, "")
      .trim();
  }
  return either ? parts.some(Boolean) : parts.every(Boolean);
}

/** Where the bracket that begins a text is closed. */
function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === "(") depth++;
    else if (text.charAt(at) === ")" && --depth === 0) return at;
  }
  return text.length;
}

/** `not` before a medium turns the whole query round. */
function queryHolds(query: string, screen: Screen): boolean {
  const text = query.trim().replace(/^only\s+/, "");
  const turned = /^not\s+(?!\()/.test(text);
  return conditionHolds(turned ? text.replace(/^not\s+/, "") : text, screen) !== turned;
}

/** Whether a list of media queries, in lower case, holds in every window in which mail is read on a desktop. */
export function mediaHolds(list: string): boolean {
  return SCREENS.every((screen) => list.split(",").some((query) => queryHolds(query, screen)));
}
