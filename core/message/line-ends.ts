import { everyPiece, octetString } from "./octets.ts";

const CR = 0x0d;
const LF = 0x0a;

/** What G01 made of the octets. */
export interface LineEnds {
  /** The input itself when no LF stood alone. */
  readonly bytes: Uint8Array;
  /** Bare LF beside CRLF, a bare CR or a NUL: relays and clients cut such lines differently (MIME-03). */
  readonly irregular: boolean;
}

/** G01: every LF not preceded by CR becomes CRLF, nothing else changes. Uniform LF is how mail stores keep mail. */
export function normaliseLineEnds(bytes: Uint8Array): LineEnds {
  let pairs = 0;
  let bareLf = 0;
  let bareCr = false;
  let nul = false;
  everyPiece(bytes, (piece) => {
    const rest = octetString(piece).replaceAll("\r\n", "");
    pairs += piece.length - rest.length;
    if (rest.includes("\n")) bareLf += rest.length - rest.replaceAll("\n", "").length;
    bareCr ||= rest.includes("\r");
    nul ||= rest.includes("\0");
    return true;
  });
  const irregular = (bareLf > 0 && pairs > 0) || bareCr || nul;
  return { bytes: bareLf === 0 ? bytes : withCrlf(bytes, bytes.length + bareLf), irregular };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

function withCrlf(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  everyPiece(bytes, (piece) => {
    const text = asUtf8(piece);
    if (text === undefined) at += copyLines(piece, out, at);
    else {
      // Decoded strictly and encoded again UTF-8 gives the same octets, so the whole piece is rewritten natively.
      const lines = text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n");
      at += encoder.encodeInto(lines, out.subarray(at)).written;
    }
    return true;
  });
  return out;
}

function asUtf8(piece: Uint8Array): string | undefined {
  try {
    return utf8.decode(piece);
  } catch {
    return undefined;
  }
}

/** The way for octets that are no UTF-8: one native copy a line. Returns the number of octets written. */
function copyLines(piece: Uint8Array, out: Uint8Array, offset: number): number {
  let at = offset;
  let from = 0;
  for (let lf = piece.indexOf(LF); lf >= 0; lf = piece.indexOf(LF, lf + 1)) {
    const bare = piece[lf - 1] !== CR;
    const line = piece.subarray(from, bare ? lf : lf + 1);
    out.set(line, at);
    at += line.length;
    if (bare) {
      out[at++] = CR;
      out[at++] = LF;
    }
    from = lf + 1;
  }
  const rest = piece.subarray(from);
  out.set(rest, at);
  return at + rest.length - offset;
}
