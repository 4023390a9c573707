import { MAX_COMMENT_DEPTH } from "../limits.ts";
/** One token of an address field (RFC 5322 s3.2): the full stop is part of an atom here, as in `dot-atom`. */
export interface Token {
  readonly kind: "atom" | "quoted" | "comment" | "literal" | "special";
  /** Content: without quotes, parentheses or brackets, escapes undone. */
  readonly text: string;
  /** White space or a comment stands before it. */
  readonly spaced: boolean;
}

/** The tokens, and whether all of the text was well-formed. */
export interface Tokens {
  readonly tokens: readonly Token[];
  /** Something is left open, escaped outside quotes, nested too deeply, or a control character. */
  readonly malformed: boolean;
}

const ATOM = /[^ \t()<>[\]:;@\\,"]+/y;
const BLANK = /[ \t]+/y;
const CONTROL = /[\0-\x08\x0a-\x1f\x7f-\x9f]/;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', "(": ")", "[": "]" };

/** Cuts an unfolded address field into tokens, in linear time. */
export function tokenize(text: string): Tokens {
  const tokens: Token[] = [];
  let malformed = CONTROL.test(text);
  let spaced = false;
  for (let at = 0; at < text.length; ) {
    const run = matchAt(BLANK, text, at);
    if (run !== "") {
      spaced = true;
      at += run.length;
      continue;
    }
    const char = text.charAt(at);
    const closing = CLOSING[char];
    const atom = matchAt(ATOM, text, at);
    if (atom !== "") {
      tokens.push({ kind: "atom", text: atom, spaced });
      at += atom.length;
    } else if (closing !== undefined) {
      const enclosed = readEnclosed(text, at, char, closing);
      malformed ||= enclosed.malformed;
      const kind = char === '"' ? "quoted" : char === "(" ? "comment" : "literal";
      tokens.push({ kind, text: enclosed.text, spaced });
      at = enclosed.end;
    } else {
      malformed ||= char === "\\" || char === ")" || char === "]";
      tokens.push({ kind: "special", text: char, spaced });
      at++;
    }
    spaced = tokens.at(-1)?.kind === "comment";
  }
  return { tokens, malformed };
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** A quoted-string, comment or domain-literal; only comments nest. */
function readEnclosed(text: string, start: number, opening: string, closing: string) {
  let out = "";
  let depth = 1;
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") {
      out += text.slice(from, at);
      from = ++at;
    } else if (char === closing) {
      if (--depth === 0) return { text: out + text.slice(from, at), end: at + 1, malformed: false };
    } else if (char === opening && ++depth > MAX_COMMENT_DEPTH) break;
  }
  return { text: out + text.slice(from), end: text.length, malformed: true };
}
