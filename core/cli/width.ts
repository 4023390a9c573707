/** Characters that take two columns on a terminal (Unicode East Asian Width W and F, in blocks), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns a text takes on a terminal. */
export function columns(text: string): number {
  let sum = 0;
  for (const char of text) sum += columnsOf(char);
  return sum;
}

const columnsOf = (char: string): number => (NO_WIDTH.test(char) ? 0 : WIDE.test(char) ? 2 : 1);

/** The text cut or filled to exactly `width` columns. */
export function fit(text: string, width: number): string {
  const wide = columns(text);
  if (wide <= width) return text + " ".repeat(width - wide);
  let cut = "";
  let used = 0;
  for (const char of text) {
    if (used + columnsOf(char) > width - 1) break;
    cut += char;
    used += columnsOf(char);
  }
  return `${cut}…${" ".repeat(width - 1 - used)}`;
}

/** Breaks a text at spaces into lines of at most `width` columns; words longer than that stay whole. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && columns(line) + 1 + columns(word) > width - indent.length) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}
