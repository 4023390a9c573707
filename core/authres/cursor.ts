/** A reading position. Everything here is linear and never backs up further than one token (DOS-04). */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** RFC 8601 s2.2 with T36: letters, digits, hyphen. */
export const KEYWORD = /[A-Za-z0-9-]+/y;
/** RFC 2045 s5.1. */
export const TOKEN = /[!#-'*+\-.0-9A-Z^_`a-z{|}~]+/y;
export const DIGITS = /[0-9]+/y;

const BLANKS = /[ \t]+/y;
/** A run of ctext (RFC 5322 s3.2.2; octets above 0x7F by RFC 6532) or a quoted pair. */
const COMMENT_TEXT = /(?:[\t !-'*-[\]-~\u0080-\uffff]|\\[\t -~])+/y;
/** A quoted-string (RFC 5322 s3.2.4; the same widening), unfolded. */
const QUOTED = /"((?:[\t !#-[\]-~\u0080-\uffff]|\\[\t -~])*)"/y;

/** Takes what a sticky pattern matches here. */
export function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match === null) return undefined;
  cursor.at = pattern.lastIndex;
  return match[0];
}

/** The next character, "" at the end. */
export function peek(cursor: Cursor): string {
  return cursor.text.charAt(cursor.at);
}

/** Takes one character if it stands here, with CFWS on both sides. */
export function takeMark(cursor: Cursor, mark: string): boolean {
  skipCfws(cursor);
  if (peek(cursor) !== mark) return false;
  cursor.at++;
  skipCfws(cursor);
  return true;
}

/** Skips blanks and comments, nested ones too (RFC 5322 s3.2.2). An unclosed comment is not skipped, so parsing fails there. */
export function skipCfws(cursor: Cursor): void {
  for (;;) {
    take(cursor, BLANKS);
    if (peek(cursor) !== "(") return;
    const start = cursor.at;
    let depth = 0;
    do {
      const next = peek(cursor);
      if (next === "(" || next === ")") {
        depth += next === "(" ? 1 : -1;
        cursor.at++;
      } else if (take(cursor, COMMENT_TEXT) === undefined) {
        cursor.at = start;
        return;
      }
    } while (depth > 0);
  }
}

/** Takes a quoted-string; gives its content without quotes and escapes. */
export function takeQuoted(cursor: Cursor): string | undefined {
  return take(cursor, QUOTED)?.slice(1, -1).replace(/\\(.)/g, "$1");
}
