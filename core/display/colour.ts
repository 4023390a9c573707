const NAMED = new Map([
  ["white", "ffffff"],
  ["black", "000000"],
  ["snow", "fffafa"],
  ["ivory", "fffff0"],
  ["whitesmoke", "f5f5f5"],
]);

/** A CSS or HTML colour as six hex digits, `transparent`, or undefined for one this program does not read. */
export function readColour(text: string): string | undefined {
  const value = text.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  if (value === "transparent") return value;
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/.exec(value)?.[1];
  if (hex !== undefined) return hex.length === 6 ? hex : hex.replace(/./g, "$&$&");
  const rgb = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(value);
  if (rgb === null) return NAMED.get(value);
  return rgb
    .slice(1)
    .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, "0"))
    .join("");
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
