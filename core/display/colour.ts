import { NAMED_COLOURS } from "./colour-names.ts";
import { readLength } from "./lengths.ts";

/** Below this nobody sees anything, from 0 to 1. */
const MIN_ALPHA = 0.1;
/** Below this a colour stands for a mixture with what is behind it, which is not read. */
const SOLID = 0.9;

const FUNCTION = /^(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/;

/** A CSS or HTML colour as six hex digits, `transparent`, or undefined for one this program does not read. */
export function readColour(text: string): string | undefined {
  const value = text.trim().toLowerCase();
  if (value === "transparent") return value;
  const hex = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(value)?.[1];
  if (hex !== undefined) return fromHex(hex);
  // On a light screen, as mail programs begin.
  const light = /^light-dark\(([^,]*),/.exec(value)?.[1];
  if (light !== undefined) return readColour(light);
  const [, name, inside = ""] = FUNCTION.exec(value) ?? [];
  return name === undefined ? NAMED_COLOURS.get(value) : fromFunction(name, inside);
}

function fromHex(digits: string): string | undefined {
  const long = digits.length < 6 ? digits.replace(/./g, "$&$&") : digits;
  return withAlpha(long.slice(0, 6), long.length === 8 ? Number.parseInt(long.slice(6), 16) / 255 : 1);
}

function withAlpha(digits: string | undefined, alpha: number): string | undefined {
  if (alpha < MIN_ALPHA) return "transparent";
  return alpha < SOLID ? undefined : digits;
}

/** Parts of a colour: a number, or a percentage of `whole`; `none` is nothing. */
function part(word: string | undefined, whole: number): number {
  if (word === "none") return 0;
  const length = readLength(word ?? "");
  return length === undefined ? Number.NaN : length.px + (length.percent / 100) * whole;
}

function fromFunction(name: string, inside: string): string | undefined {
  const words = inside.split(/[\s,/]+/).filter((word) => word !== "");
  const values = name === "color" ? words.slice(1) : words;
  const [a, b, c, alpha = "1", ...more] = values;
  if (c === undefined || more.length > 0) return undefined;
  const digits = name.startsWith("rgb")
    ? toHex([part(a, 255), part(b, 255), part(c, 255)])
    : name === "color"
      ? toHex([part(a, 1) * 255, part(b, 1) * 255, part(c, 1) * 255])
      : grey(name, [a, b, c]);
  const seen = part(alpha, 1);
  return Number.isNaN(seen) ? undefined : withAlpha(digits, seen);
}

/** Of the other ways to write a colour those without a hue: black, white and what is between. */
function grey(name: string, [a, b, c]: readonly (string | undefined)[]): string | undefined {
  const [first, second, third] = [part(a, 100), part(b, 100), part(c, 100)];
  if (name.startsWith("hsl")) {
    if (third <= 0 || third >= 100 || second === 0) return level(third / 100);
    return undefined;
  }
  if (name === "hwb") return second + third >= 100 ? level(second / (second + third)) : undefined;
  const ok = name.startsWith("ok");
  const light = ok ? part(a, 1) : first / 100;
  // With no light, or all of it, no hue is left.
  const hueless = Math.abs(second) < (ok ? 0.02 : 2) && (name.endsWith("ch") || Math.abs(third) < (ok ? 0.02 : 2));
  return hueless || light <= 0 || light >= 1
    ? level(ok ? fromLinear(light ** 3) : fromLinear(toLinear(light)))
    : undefined;
}

/** CIE lightness to light, and light to what a screen is told (CSS Color 4 s9.3, s10.1). */
const toLinear = (lightness: number): number =>
  lightness > 0.08 ? ((lightness + 0.16) / 1.16) ** 3 : lightness / 9.033;
const fromLinear = (light: number): number => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);

const level = (light: number): string | undefined => toHex([light * 255, light * 255, light * 255]);

function toHex(channels: readonly number[]): string | undefined {
  if (channels.some(Number.isNaN)) return undefined;
  return channels
    .map((one) =>
      Math.round(Math.min(255, Math.max(0, one)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("");
}

/** Two colours that nobody tells apart: text in the one is not seen on the other. */
export function looksEqual(a: string, b: string): boolean {
  if (a === b) return true;
  if (!/^[0-9a-f]{6}$/.test(a) || !/^[0-9a-f]{6}$/.test(b)) return false;
  const channel = (text: string, index: number) => Number.parseInt(text.slice(index, index + 2), 16);
  return [0, 2, 4].every((index) => Math.abs(channel(a, index) - channel(b, index)) <= MAX_DIFFERENCE);
}

/** Steps of 255 in each channel. */
const MAX_DIFFERENCE = 16;

/** The one colour of a `background` value; `unknown` when there is a picture, several colours or nothing readable. */
export function readBackground(text: string): string {
  if (/url\(|image|cross-fade|element\(/.test(text)) return "unknown";
  const found: string[] = [];
  for (const [word] of text.matchAll(/#[0-9a-f]+|[a-z]+\([^()]*\)|[^\s,()]+/g)) {
    const colour = readColour(word);
    if (colour !== undefined) found.push(colour);
  }
  const [first, ...others] = found;
  return first !== undefined && others.every((one) => looksEqual(one, first)) ? first : "unknown";
}
