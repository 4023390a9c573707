import type { Message } from "./message.ts";

/** Longest text around a part that is looked at; delimiter lines are shorter (RFC 2046 s5.1.1: 70 characters). */
const MAX_MARGIN = 1000;

/**
 * Nothing but delimiter lines stands before, between and behind the parts of the body: no preamble, no epilogue, so that
 * every octet of the body belongs to a part (MIME-07).
 */
export function standsAlone({ root, bytes, text }: Message): boolean {
  const delimiter = `--${root.typeParams.get("boundary") ?? ""}`.trimEnd();
  const starts = [...root.children.map(({ start }) => start), bytes.length];
  const ends = [root.bodyStart, ...root.children.map(({ bodyEnd }) => bodyEnd)];
  return ends.every((end, place) => {
    const start = starts[place] ?? end;
    const last = place === root.children.length;
    return start - end <= MAX_MARGIN && text(end, start).trim() === (last ? `${delimiter}--` : delimiter);
  });
}
