import { MAX_MESSAGE_OCTETS } from "../limits.ts";

const SEPARATOR = "From ";
/** Octets kept for the next chunk: CR LF CR LF "From " may be cut anywhere. */
const LOOK_BACK = 9;

/** One message of a mailbox file. */
export interface MboxMessage {
  /** The octets between the separator line and the next one, without the empty line that ends each entry. */
  readonly bytes: Uint8Array;
}

/**
 * Splits a mailbox file as it is read. A message starts after a line that begins with `From ` and stands at the very
 * beginning or after an empty line (RFC 4155 appendix A, without its date syntax, which programs write in many ways).
 * Nothing else is changed: LF line ends stay, and so does the `>` that some writers put before lines starting with
 * `From ` — whether it was the writer's or the sender's cannot be known; `unquote` removes one of them (mboxrd).
 *
 * Holds one message at a time, and of a message larger than the reader's limit only as much as shows that it is.
 */
export async function* splitMbox(
  chunks: AsyncIterable<Uint8Array>,
  unquote = false,
): AsyncGenerator<MboxMessage, void, undefined> {
  let pieces: Uint8Array[] = [];
  let kept = 0;
  let rest: Buffer = Buffer.alloc(0);
  /** Inside a separator line, whose end has not been seen; before the first one, everything is a preamble. */
  let inSeparator = false;
  let started = false;

  const keep = (piece: Uint8Array) => {
    const room = MAX_MESSAGE_OCTETS + 1 - kept;
    if (room <= 0 || piece.length === 0) return;
    const part = piece.length > room ? piece.subarray(0, room) : piece;
    pieces.push(part);
    kept += part.length;
  };
  const take = (): MboxMessage => {
    const bytes = withoutLastEmptyLine(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces));
    pieces = [];
    kept = 0;
    return { bytes: unquote ? unquoted(bytes) : bytes };
  };

  for await (const chunk of chunks) {
    let data: Buffer =
      rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (!started) {
      if (data.length < SEPARATOR.length) {
        rest = data;
        continue;
      }
      started = true;
      inSeparator = data.toString("latin1", 0, SEPARATOR.length) === SEPARATOR;
    }
    for (;;) {
      if (inSeparator) {
        const lineEnd = data.indexOf(0x0a);
        if (lineEnd < 0) {
          data = Buffer.alloc(0);
          break;
        }
        data = data.subarray(lineEnd + 1);
        inSeparator = false;
      }
      const at = nextSeparator(data, kept === 0);
      if (at < 0) break;
      keep(data.subarray(0, at));
      yield take();
      data = data.subarray(at);
      inSeparator = true;
    }
    const scanned = Math.max(0, data.length - LOOK_BACK);
    keep(data.subarray(0, scanned));
    rest = data.subarray(scanned);
  }
  if (!started && rest.length === 0) return;
  if (!inSeparator) keep(rest);
  yield take();
}

/** Offset of the next line that starts with `From ` and follows an empty line; -1 when there is none in `data`. */
function nextSeparator(data: Buffer, atMessageStart: boolean): number {
  for (let from = 0; ; ) {
    const lineEnd = data.indexOf(`\n${SEPARATOR}`, from, "latin1");
    if (lineEnd < 0) return -1;
    const before = data[lineEnd - 1] === 0x0d ? lineEnd - 1 : lineEnd;
    const emptyLine = before === 0 ? atMessageStart : data[before - 1] === 0x0a;
    if (emptyLine) return lineEnd + 1;
    from = lineEnd + 1;
  }
}

function withoutLastEmptyLine(bytes: Uint8Array): Uint8Array {
  const end = lineEndBefore(bytes, bytes.length);
  if (end === bytes.length) return bytes;
  return end === 0 || bytes[end - 1] === 0x0a ? bytes.subarray(0, end) : bytes;
}

/** Where the line end that closes at `end` begins; `end` itself when there is none. */
function lineEndBefore(bytes: Uint8Array, end: number): number {
  if (bytes[end - 1] !== 0x0a) return end;
  return bytes[end - 2] === 0x0d ? end - 2 : end - 1;
}

/** One `>` less before `From ` on each line that is quoted the mboxrd way. */
function unquoted(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  return Buffer.from(text.replace(/^>(>*From )/gm, "$1"), "latin1");
}
