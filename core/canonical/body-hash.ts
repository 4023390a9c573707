import type { Engine, HashState } from "../engine.ts";
import type { Message } from "../message/message.ts";
import { type BodyForm, canonicalBody } from "./body.ts";

/** Octets hashed before other work gets a turn. */
const PIECE = 512 * 1024;
/** Octets looked through at a time for a place to cut. */
const VIEW = 16 * 1024;
/** The end of a line that is not blank and ends in no blank: here canonicalisation can stop and begin anew. */
const SOLID_LINE_END = /[^\t\n\r ]\r\n/;

/**
 * SHA3-256 of the whole raw body in relaxed or simple form, 32 octets (3-protocols 1.2 and 4.2, G06). There is no length
 * tag, so preamble, epilogue and every part are inside (MIME-07).
 */
export async function hashBody(message: Message, form: BodyForm, engine: Engine): Promise<Uint8Array> {
  const state = engine.sha3_256();
  await updateCanonical(state, message, message.root.bodyStart, message.root.bodyEnd, form, engine);
  return state.digest();
}

/** Adds the canonical form of a body or part body to a hash, and gives other work a turn between pieces. */
export async function updateCanonical(
  state: Pick<HashState, "update">,
  message: Message,
  start: number,
  end: number,
  form: BodyForm,
  engine: Engine,
): Promise<void> {
  for (let from = start; ; ) {
    const to = end - from > PIECE ? cutAfter(message, from + PIECE, end) : end;
    const chunks: Uint8Array[] = [];
    canonicalBody(message.bytes, from, to, form, (chunk) => chunks.push(chunk));
    // Blank lines alone are one CRLF in simple form only where they are the whole body (RFC 6376 s3.4.3).
    const onlyBlank = chunks.length === 1 && chunks[0]?.length === 2;
    if (from === start || !onlyBlank) for (const chunk of chunks) state.update(chunk);
    from = to;
    if (from >= end) return;
    await engine.pause();
  }
}

/** The first place at or after `at` behind a solid line, or the end. */
function cutAfter(message: Message, at: number, end: number): number {
  // Two octets of overlap, so that a line end on the border of two views is seen.
  for (let from = at; from < end; from += VIEW - 2) {
    const index = message.text(from, Math.min(end, from + VIEW)).search(SOLID_LINE_END);
    if (index >= 0) return from + index + 3;
  }
  return end;
}
