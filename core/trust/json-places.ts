const SPACE = /[ \t\r\n]*/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

/** Where the values of a JSON text stand, for people who look for a mistake in it. Offsets are UTF-16 units from 0. */
export interface JsonPlaces {
  /** Offset of each value by its RFC 6901 JSON Pointer; of members with one name, the first. */
  readonly values: ReadonlyMap<string, number>;
  /** Offset of the second member of a name, where there is one. */
  readonly repeated?: number;
  /** Where the text stops being JSON (RFC 8259). */
  readonly broken?: number;
}

/** One step into a JSON Pointer (RFC 6901 s3). */
export const pointerStep = (name: string | number): string =>
  `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/**
 * Walks through a text. The parsers of the clients say what is wrong each in its own words and without a place; this one
 * says where, and judges nothing.
 * @param text nested no deeper than what `parseStrictJson` takes
 */
export function jsonPlaces(text: string): JsonPlaces {
  const values = new Map<string, number>();
  let repeated: number | undefined;
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const sign = (one: string): boolean => {
    match(SPACE);
    const there = text[at] === one;
    if (there) at++;
    return there;
  };
  const items = (end: string, item: (index: number) => boolean): boolean => {
    if (sign(end)) return true;
    for (let index = 0; item(index); index++) {
      if (sign(end)) return true;
      if (!sign(",")) return false;
    }
    return false;
  };
  const member = (path: string): boolean => {
    match(SPACE);
    const start = at;
    const name = match(TEXT);
    if (name === undefined || !sign(":")) return false;
    const inside = `${path}${pointerStep(String(JSON.parse(name)))}`;
    if (values.has(inside)) repeated ??= start;
    return value(inside);
  };
  const value = (path: string): boolean => {
    match(SPACE);
    if (!values.has(path)) values.set(path, at);
    if (sign("{")) return items("}", () => member(path));
    if (sign("[")) return items("]", (index) => value(`${path}${pointerStep(index)}`));
    return (match(TEXT) ?? match(SCALAR)) !== undefined;
  };
  const whole = value("");
  match(SPACE);
  return {
    values,
    ...(repeated === undefined ? {} : { repeated }),
    ...(whole && at === text.length ? {} : { broken: at }),
  };
}

/** Offset of a value, or of what it would stand in where it is missing. */
export function offsetOf({ values }: JsonPlaces, pointer: string): number {
  const at = values.get(pointer);
  return at !== undefined || pointer === "" ? (at ?? 0) : offsetOf({ values }, pointer.replace(/\/[^/]*$/, ""));
}

/** Line and column of an offset as editors count them, both from 1. */
export function lineAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
