/** Everything but printable ASCII; the backslash too, so that the text can be read back. */
const ESCAPED = /[^ -[\]-~]/g;
const NAMES = new Map([
  ["\r", "\\r"],
  ["\n", "\\n"],
  ["\t", "\\t"],
]);

/** Octets in a readable form that loses nothing: one line for each line of the text, its end written out. */
export function octetLines(octets: Uint8Array, indent: string): string {
  if (octets.length === 0) return `${indent}(no octets)\n`;
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString("latin1");
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => `${indent}${escaped(line)}\n`).join("");
}

const escaped = (line: string) =>
  line.replace(ESCAPED, (c) => NAMES.get(c) ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
