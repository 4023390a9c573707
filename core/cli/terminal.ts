import { once } from "node:events";
import { MAX_SHOWN_TEXT } from "../limits.ts";
import { shownText } from "../trust/characters.ts";

/** Text of foreign origin made fit for a terminal: one line, control characters written out, at most `max` units. */
export const shown = (text: string | number, max = MAX_SHOWN_TEXT): string => shownText(String(text), max);

/** A sentence, and in brackets the value of foreign origin that it is about, if there is one. */
export const withDetail = (sentence: string, detail: string): string =>
  detail === "" ? sentence : `${sentence} (${shown(detail)})`;

/** Writes to standard output and waits while the reader on the other end is slower than we are. */
export async function print(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** Writes a line for people to standard error. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Whether reports may use colour and redraw lines: a terminal that did not ask for plain text (no-color.org). */
export function wantsColour(stream: { isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}
