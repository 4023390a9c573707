/** A length as a style says it: CSS pixels, and hundredths of what is around. A plain number counts as pixels. */
export interface Length {
  readonly px: number;
  readonly percent: number;
}

/** CSS pixels of one unit (CSS Values 4 s6); those of a window are taken for one of 1000 by 1000. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["px", 1],
  ["pt", 4 / 3],
  ["pc", 16],
  ["in", 96],
  ["cm", 96 / 2.54],
  ["mm", 96 / 25.4],
  ["q", 96 / 101.6],
  ["rem", 16],
  ...["vw", "vh", "vi", "vb", "vmin", "vmax"].flatMap((unit) =>
    ["", "s", "l", "d"].map((kind) => [`${kind}${unit}`, 10] as const),
  ),
  ...["cqw", "cqh", "cqi", "cqb", "cqmin", "cqmax"].map((unit) => [unit, 10] as const),
]);
/** Parts of the letters' size. */
const OF_LETTERS: ReadonlyMap<string, number> = new Map([
  ["em", 1],
  ["ex", 0.5],
  ["ch", 0.5],
  ["cap", 0.7],
  ["ic", 1],
  ["lh", 1.2],
  ["rlh", 1.2],
]);

const NUMBER = /([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,4})?)(%|[a-z]*)/y;
const OPENING = /(?:calc|min|max|clamp)?\(/y;
const SIGN = /\s+([+-])\s+|\s*([*/,])\s*/y;
const CLOSING = /\s*\)/y;
/** Deepest brackets that are followed. */
const MAX_DEPTH = 16;

/** A value while it is computed. */
interface Value extends Length {
  /** A number without a unit: what others may be multiplied with. */
  readonly plain: boolean;
}

const scaled = ({ px, percent, plain }: Value, by: number): Value => ({ px: px * by, percent: percent * by, plain });
const added = (a: Value, b: Value): Value => ({
  px: a.px + b.px,
  percent: a.percent + b.percent,
  plain: a.plain && b.plain,
});

/**
 * Reads a number, a length, a percentage, or a sum of them (CSS Values 4 s10).
 * @param text in lower case
 * @param em the letters' size in CSS pixels
 * @returns undefined for everything else, and for what depends on sizes that only a browser knows
 */
export function readLength(text: string, em = 16): Length | undefined {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at = match === null ? at : pattern.lastIndex;
    return match;
  };

  const value = (depth: number): Value | undefined => {
    const opening = take(OPENING)?.[0];
    if (opening !== undefined) return depth < MAX_DEPTH ? inside(opening.slice(0, -1), depth + 1) : undefined;
    const [, digits, unit = ""] = take(NUMBER) ?? [];
    if (digits === undefined) return undefined;
    if (unit === "%") return { px: 0, percent: Number(digits), plain: false };
    const size = UNITS.get(unit) ?? (OF_LETTERS.get(unit) ?? Number.NaN) * em;
    return Number.isNaN(size) ? undefined : { px: Number(digits) * size, percent: 0, plain: unit === "" };
  };

  const inside = (name: string, depth: number): Value | undefined => {
    const sums: Value[] = [];
    let sum: Value | undefined;
    let sign = 1;
    take(/\s*/y);
    let product = value(depth);
    for (;;) {
      if (product === undefined) return undefined;
      const [, plus, other = ""] = take(SIGN) ?? [];
      if (other === "*" || other === "/") {
        const next = value(depth);
        product = next && multiplied(product, next, other);
        continue;
      }
      const term = scaled(product, sign);
      sum = sum === undefined ? term : added(sum, term);
      if (plus === undefined && other === "") break;
      sign = plus === "-" ? -1 : 1;
      if (other === ",") {
        sums.push(sum);
        sum = undefined;
      }
      product = value(depth);
    }
    return take(CLOSING) === null ? undefined : chosen(name, [...sums, sum]);
  };

  const read = value(0);
  return read !== undefined && at === text.length ? read : undefined;
}

function multiplied(a: Value, b: Value, sign: string): Value | undefined {
  if (sign === "/") return b.plain && b.px !== 0 ? scaled(a, 1 / b.px) : undefined;
  return b.plain ? scaled(a, b.px) : a.plain ? scaled(b, a.px) : undefined;
}

/** What a function of sums gives; of different kinds of length nobody but a browser knows. */
function chosen(name: string, sums: readonly Value[]): Value | undefined {
  const [first, second, third] = sums;
  if (first === undefined || !/^(?:min|max|clamp)$/.test(name)) return sums.length === 1 ? first : undefined;
  const kind = sums.every(({ px }) => px === 0)
    ? "percent"
    : sums.every(({ percent }) => percent === 0)
      ? "px"
      : undefined;
  if (kind === undefined) return undefined;
  const sorted = sums.toSorted((a, b) => a[kind] - b[kind]);
  if (name === "clamp")
    return second && third && (second[kind] < first[kind] ? first : second[kind] > third[kind] ? third : second);
  return name === "min" ? sorted[0] : sorted.at(-1);
}
