import { asciiLower } from "../message/fields.ts";

/** Declarations of a style attribute or rule: lower-case names, values without `!important`; the last of a name counts. */
export type Declarations = ReadonlyMap<string, string>;

/** One rule of a style sheet outside any `@media` block. */
export interface StyleRule {
  /** As it stands, lower case. */
  readonly selectors: readonly string[];
  readonly declarations: Declarations;
}

/** A comment; one that is never closed goes to the end (CSS Syntax s4.3.2), and looking on would be quadratic. */
const COMMENT = /\/\*(?:[\s\S]*?\*\/|[\s\S]*)/g;
const ESCAPE = /\\([0-9a-f]{1,6})\s?/gi;

function unescaped(_: string, hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code > 0 && code < 0x80 ? String.fromCharCode(code) : " ";
}

/** Reads declarations; strings and brackets are not looked into, which only ever loses a declaration. */
export function declarations(text: string): Declarations {
  const found = new Map<string, string>();
  for (const part of text.replace(COMMENT, "").replace(ESCAPE, unescaped).split(";")) {
    const colon = part.indexOf(":");
    if (colon < 0) continue;
    const value = asciiLower(part.slice(colon + 1)).replace(/!\s*important/g, "");
    found.set(asciiLower(part.slice(0, colon)).trim(), value.trim());
  }
  return found;
}

/** Cuts a style sheet into rules. Blocks of at-rules are flattened only when `inside` says so. */
export function styleRules(sheet: string, inside: (atRule: string) => boolean): readonly StyleRule[] {
  const text = sheet.replace(COMMENT, " ").replace(/<!--|-->/g, " ");
  const rules: StyleRule[] = [];
  // Whether each open block is looked into; a prelude before "{" opens one.
  const open: boolean[] = [];
  let closed = 0;
  let prelude = "";
  for (const [token] of text.matchAll(/[{}]|[^{}]+/g)) {
    if (token === "}") {
      if (open.pop() === false) closed--;
      prelude = "";
    } else if (token === "{") {
      const looked = prelude.startsWith("@") && inside(prelude);
      if (!looked) closed++;
      open.push(looked);
    } else if (open.length === 0 || open.at(-1) === true) {
      prelude = asciiLower(token.slice(token.lastIndexOf(";") + 1)).trim();
    } else if (!prelude.startsWith("@") && prelude !== "" && closed === 1) {
      rules.push({
        selectors: prelude.split(",").map((selector) => selector.trim()),
        declarations: declarations(token),
      });
    }
  }
  return rules;
}
