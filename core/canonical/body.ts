import { octetString } from "../message/octets.ts";
import { rewrite } from "./rewrite.ts";

const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const HTAB = 0x09;
const CRLF = Uint8Array.of(CR, LF);
const BLANK = Uint8Array.of(SP);
const NOTHING = new Uint8Array(0);

/** The two canonical forms of a body (RFC 6376 s3.4). */
export type BodyForm = "relaxed" | "simple";

/** Octets searched at a time: strings of this size stay in the processor's cache and the young generation. */
const WINDOW = 64 * 1024;

/** Blank runs that relaxed canonicalisation changes. A single SP stays, unless it ends a line or touches the window's end. */
const CHANGED_RUN = /\t[\t ]*| [\t ]+| (?=\r\n)| $/g;

/** The last octet that is more than blank lines; a CR or LF alone is content. */
const LAST_CONTENT_RELAXED = /^.*(?:[^\t\r\n ]|\r(?!\n)|(?<!\r)\n)/s;
const LAST_CONTENT_SIMPLE = /^.*(?:[^\r\n]|\r(?!\n)|(?<!\r)\n)/s;

/**
 * Canonicalises a body or a part body (RFC 6376 s3.4.3 and s3.4.4 with G06) and hands it over in order.
 *
 * The time is linear in the octets; what needs no change is not copied.
 * @param bytes the message after G01
 * @param sink reads each chunk before it returns; the chunk is not kept alive for it
 * @param window octets searched at a time, at least 2; the result does not depend on it
 */
export function canonicalBody(
  bytes: Uint8Array,
  start: number,
  end: number,
  mode: BodyForm,
  sink: (chunk: Uint8Array) => void,
  window = WINDOW,
): void {
  const pattern = mode === "relaxed" ? LAST_CONTENT_RELAXED : LAST_CONTENT_SIMPLE;
  const contentEnd = lastContent(bytes, start, end, pattern, window);
  if (mode === "relaxed") relaxedLines(bytes, start, contentEnd, sink, window);
  else if (contentEnd > start) sink(bytes.subarray(start, contentEnd));
  // Relaxed of nothing but blank lines is zero octets, simple is one CRLF (RFC 6376 s3.4.4, s3.4.3).
  if (contentEnd > start || mode === "simple") sink(CRLF);
}

/** The offset after the last octet that is not part of the trailing blank lines. */
function lastContent(bytes: Uint8Array, start: number, end: number, pattern: RegExp, window: number): number {
  let to = end;
  // Nearly every body ends within the first small window.
  for (let size = Math.min(256, window); to > start; size = window) {
    let from = Math.max(start, to - size);
    if (from > start && bytes[from] === LF && bytes[from - 1] === CR) from--;
    const found = pattern.exec(octetString(bytes.subarray(from, to)));
    if (found !== null) return from + found[0].length;
    to = from;
  }
  return start;
}

/** Relaxed lines of a range that ends in content. */
function relaxedLines(
  bytes: Uint8Array,
  start: number,
  end: number,
  sink: (chunk: Uint8Array) => void,
  window: number,
): void {
  /** The last window ended in a blank run: it becomes one SP unless the line ends there. */
  let pending = false;
  for (let from = start; from < end; ) {
    let to = Math.min(end, from + window);
    if (to < end && bytes[to - 1] === CR) to--;
    const slice = bytes.subarray(from, to);
    from = to;
    // Encoded bodies have no blank at all, and finding none is the fastest search there is.
    if (!pending && !slice.includes(SP) && !slice.includes(HTAB)) {
      sink(slice);
      continue;
    }
    const text = octetString(slice);
    const endsLine = (at: number) => text.startsWith("\r\n", at);
    if (pending && !/^(?:[\t ]|\r\n)/.test(text)) sink(BLANK);
    pending = false;
    sink(
      rewrite(slice, text, CHANGED_RUN, (_, runEnd) => {
        pending = runEnd === text.length;
        return pending || endsLine(runEnd) ? NOTHING : BLANK;
      }),
    );
  }
}
