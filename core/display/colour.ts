import { asciiLower } from "../message/fields.ts";

const NAMED = new Map([
  ["white", "ffffff"],
  ["black", "000000"],
  ["snow", "fffafa"],
  ["ivory", "fffff0"],
  ["whitesmoke", "f5f5f5"],
]);

/** A CSS or HTML colour as six hex digits, `transparent`, or undefined for one this program does not read. */
export function readColour(text: string): string | undefined {
  const value = asciiLower(text.trim());
  if (value === "transparent") return value;
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/.exec(value)?.[1];
  if (hex !== undefined) return hex.length === 6 ? hex : hex.replace(/./g, "$&$&");
  if (
    /^#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)$|^(?:rgb|hsl)a?\([^()]*[,/]\s*0(?:\.0\d*)?%?\s*\)$/.test(value) &&
    hasAlpha(value)
  )
    return "transparent";
  const light = /^hsl\([^()]*[, ](0|100)%\s*\)$/.exec(value)?.[1];
  if (light !== undefined) return light === "0" ? "000000" : "ffffff";
  const rgb = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(value);
  if (rgb === null) return NAMED.get(value);
  return rgb
    .slice(1)
    .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, "0"))
    .join("");
}

/** Four values in a function: the last is the alpha value. */
function hasAlpha(value: string): boolean {
  return value.startsWith("#") || value.match(/[\d.]+%?/g)?.length === 4;
}

/** Two colours that nobody tells apart: text in the one is not seen on the other. */
export function looksEqual(a: string, b: string): boolean {
  if (a === b) return true;
  if (!/^[0-9a-f]{6}$/.test(a) || !/^[0-9a-f]{6}$/.test(b)) return false;
  const channel = (text: string, index: number) => Number.parseInt(text.slice(index, index + 2), 16);
  return [0, 2, 4].every((index) => Math.abs(channel(a, index) - channel(b, index)) <= 3);
}

/** The first colour among the words of a `background` value; `unknown` when there is a picture or nothing readable. */
export function readBackground(text: string): string {
  if (/url\(|gradient/.test(text)) return "unknown";
  for (const word of text.match(/rgb\([^)]*\)|[^\s]+/g) ?? []) {
    const colour = readColour(word);
    if (colour !== undefined) return colour;
  }
  return "unknown";
}
