import { readLength } from "./lengths.ts";

/** Smaller than this part of its size nothing is read. */
const MIN_SCALE = 0.05;
/** Moved so far, in CSS pixels or hundredths of itself, nothing is in sight; smaller steps are how pages are laid out. */
const FAR_PX = 1000;
const FAR_PERCENT = 300;
/** Degrees by which a turned surface must differ from one seen from its edge. */
const EDGE = 5;

const FUNCTION = /(?<![a-z0-9])([a-z0-9]+)\(([^()]*)\)/g;
const DEGREES: ReadonlyMap<string, number> = new Map([
  ["deg", 1],
  ["grad", 0.9],
  ["rad", 180 / Math.PI],
  ["turn", 360],
]);

/** Functions put in one form, sums inside them computed: `calc(0px - 9px)` leaves no bracket inside a bracket. */
function withoutSums(text: string): string {
  return text.replace(/(?:calc|min|max|clamp)\((?:[^()]|\([^()]*\))*\)/g, (sum) => {
    const { px, percent } = readLength(sum) ?? { px: 0, percent: 0 };
    return percent === 0 ? `${px.toFixed(4)}px` : `${percent.toFixed(4)}%`;
  });
}

const words = (text: string): readonly string[] => text.split(/[\s,/]+/).filter((word) => word !== "");

function isFar(word: string): boolean {
  const { px, percent } = readLength(word) ?? { px: 0, percent: 0 };
  return Math.abs(px) >= FAR_PX || Math.abs(percent) >= FAR_PERCENT;
}

const number = (word: string): number => {
  const { px, percent } = readLength(word) ?? { px: 1, percent: 0 };
  return percent === 0 ? px : percent / 100;
};

const isShrunk = (word: string): boolean => Math.abs(number(word)) < MIN_SCALE;

/** Degrees from 0 to 360; undefined for what is no angle. */
function degrees(word: string): number | undefined {
  const [, amount = "", unit = ""] = /^([+-]?(?:\d+(?:\.\d+)?|\.\d+))([a-z]+)$/.exec(word) ?? [];
  const one = DEGREES.get(unit);
  return one === undefined ? undefined : (((Number(amount) * one) % 360) + 360) % 360;
}

/** Seen from its edge, or from behind where a back is not drawn. */
function isTurnedAway(word: string, noBack: boolean): boolean {
  const angle = degrees(word);
  if (angle === undefined) return false;
  return Math.abs((angle % 180) - 90) <= EDGE || (noBack && angle > 90 && angle < 270);
}

function isFlat(values: readonly number[]): boolean {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = values;
  return Math.abs(a * d - b * c) < MIN_SCALE ** 2 || Math.abs(e) >= FAR_PX || Math.abs(f) >= FAR_PX;
}

function takesAway(name: string, values: readonly string[], noBack: boolean): boolean {
  if (name.startsWith("translate")) return name !== "translatez" && values.slice(0, 2).some(isFar);
  if (name.startsWith("scale")) return values.some(isShrunk);
  if (name === "matrix") return isFlat(values.map(number));
  if (name === "matrix3d") return isFlat([0, 1, 4, 5, 12, 13].map((place) => number(values[place] ?? "")));
  if (name === "rotatex" || name === "rotatey") return isTurnedAway(values[0] ?? "", noBack);
  if (name === "rotate3d")
    return values.slice(0, 2).some((axis) => number(axis) !== 0) && isTurnedAway(values[3] ?? "", noBack);
  return name.startsWith("skew") && values.some((value) => isTurnedAway(value, false));
}

/** Reads one property of a style, its custom properties put in. */
export type Read = (name: string) => string;

/** Whether an element is moved, shrunk or turned out of sight (CSS Transforms 1 and 2). */
export function isMovedAway(read: Read): boolean {
  const noBack = read("backface-visibility") === "hidden";
  const transform = withoutSums(read("transform"));
  // Depth alone changes nothing; under a perspective it brings things behind the eye.
  if (/perspective\(/.test(transform) && /z\(|3d\(/.test(transform)) return true;
  for (const [, name = "", inside = ""] of transform.matchAll(FUNCTION))
    if (takesAway(name, words(inside), noBack)) return true;
  const turn = words(read("rotate"));
  return (
    words(withoutSums(read("translate")))
      .slice(0, 2)
      .some(isFar) ||
    (read("scale") !== "" && words(read("scale")).some(isShrunk)) ||
    (turn.length > 1 &&
      turn[0] !== "z" &&
      turn.slice(0, 2).join(" ") !== "0 0" &&
      isTurnedAway(turn.at(-1) ?? "", noBack))
  );
}

const isNothing = (size: number | undefined): boolean => size !== undefined && size <= 1;

/** Whether a shape leaves nothing of an element (CSS Masking 1 s5, CSS Shapes 1). */
export function isCutAway(shape: string): boolean {
  const [, name = "", inside = ""] = /^([a-z]+)\((.*)\)/s.exec(withoutSums(shape)) ?? [];
  const values = words(inside.replace(/\b(?:round|at)\b.*$/s, "")).map((word) => readLength(word));
  const [first, second = first, third = first, fourth = second] = values;
  if (name === "inset") return isUsedUp(first, third) || isUsedUp(second, fourth);
  if (name === "circle" || name === "ellipse")
    return values.some((value) => value !== undefined && value.px <= 2 && value.percent <= 0);
  if (name === "rect") return isNothing(difference(fourth, second)) || isNothing(difference(first, third));
  if (name === "xywh") return [third, fourth].some((size) => size?.percent === 0 && isNothing(size.px));
  if (name === "polygon") return isEmptyPolygon(inside);
  // Any other shape could be of any size, and no mail has one.
  return name === "path" || name === "shape";
}

type Side = ReturnType<typeof readLength>;

function isUsedUp(a: Side, b: Side): boolean {
  if (a === undefined || b === undefined) return false;
  return a.percent + b.percent >= 95 || a.px + b.px >= FAR_PX;
}

function difference(from: Side, to: Side): number | undefined {
  if (from === undefined || to === undefined || from.percent !== to.percent) return undefined;
  return to.px - from.px;
}

/** Of no size, or wholly beyond the upper or the left edge. */
function isEmptyPolygon(inside: string): boolean {
  const places = inside.split(",").map((pair) =>
    words(pair)
      .filter((word) => !/^(?:nonzero|evenodd)$/.test(word))
      .map((word) => readLength(word)),
  );
  const kinds: readonly ("px" | "percent")[] = ["px", "percent"];
  const points = places.flatMap(([x, y]) => (x === undefined || y === undefined ? [] : [{ x, y }]));
  if (points.length < places.length || points.length === 0) return points.length === 0;
  const only = kinds.find((kind) => points.every(({ x, y }) => x[kind] === 0 && y[kind] === 0));
  if (only === undefined) return false;
  const kind = only === "px" ? "percent" : "px";
  const area = points.reduce((sum, { x, y }, place) => {
    const next = points[(place + 1) % points.length];
    return next === undefined ? sum : sum + x[kind] * next.y[kind] - next.x[kind] * y[kind];
  }, 0);
  return Math.abs(area) < 8 || points.every(({ x }) => x[kind] <= 0) || points.every(({ y }) => y[kind] <= 0);
}

/** The old `clip`: four edges, of which none may be `auto` (CSS 2 s11.1.2). */
export function isClippedAway(clip: string): boolean {
  const [, inside = ""] = /^rect\(([^()]*)\)$/.exec(clip) ?? [];
  const [top, right, bottom, left] = words(inside).map((word) => readLength(word));
  return (
    isNothing(difference(left, right)) ||
    isNothing(difference(top, bottom)) ||
    (left !== undefined && left.px >= FAR_PX)
  );
}
