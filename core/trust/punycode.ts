/** RFC 3492 section 5: parameters of Punycode. */
const BASE = 36;
const TMIN = 1;
const TMAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;

/** RFC 3492 section 6.1. */
function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - TMIN) * TMAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - TMIN));
  return k + Math.floor(((BASE - TMIN + 1) * rest) / (rest + SKEW));
}

/** Value of one basic code point: a-z are 0 to 25, 0-9 are 26 to 35; -1 for anything else. */
function digit(char: string | undefined): number {
  if (char === undefined) return -1;
  return "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(char);
}

/** RFC 3492 section 6.2: what stands behind `xn--`, or undefined when it is no Punycode. */
function decode(text: string): string | undefined {
  const delimiter = text.lastIndexOf("-");
  const output = delimiter > 0 ? [...text.slice(0, delimiter)] : [];
  let at = delimiter > 0 ? delimiter + 1 : 0;
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  while (at < text.length) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const value = digit(text[at++]);
      if (value < 0) return undefined;
      i += value * weight;
      const threshold = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
      if (value < threshold) break;
      weight *= BASE - threshold;
      if (weight > 0x7fffffff) return undefined;
    }
    const length = output.length + 1;
    bias = adapt(i - before, length, before === 0);
    n += Math.floor(i / length);
    i %= length;
    if (n > 0x10ffff) return undefined;
    output.splice(i++, 0, String.fromCodePoint(n));
  }
  return output.join("");
}

/**
 * A domain as a person may see it: A-labels decoded (RFC 3492). Labels that do not decode stay as they are.
 *
 * @param domain lower-case A-labels
 */
export function toUnicode(domain: string): string {
  return domain
    .split(".")
    .map((label) => (label.startsWith("xn--") ? (decode(label.slice(4)) ?? label) : label))
    .join(".");
}
