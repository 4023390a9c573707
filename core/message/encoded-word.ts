import { decodeCharset } from "./charset.ts";

/** `encoded-word` (RFC 2047 s2, language of RFC 2231 s5); blanks inside are read as every client reads them. */
const ENCODED_WORD = /=\?([^\s?*=]+)(?:\*[^\s?]*)?\?([bq])\?([^?]*)\?=/gi;

/** Whether a text holds something a client may decode. */
export function hasEncodedWord(text: string): boolean {
  return text.search(ENCODED_WORD) >= 0;
}

/**
 * Decodes encoded words for display. White space between two of them disappears (RFC 2047 s6.2); neighbours of one
 * charset are decoded together, because senders cut characters in two. What does not decode stays as it stands.
 */
export function decodeEncodedWords(text: string): string {
  let out = "";
  let from = 0;
  let charset = "";
  let pending: number[] = [];
  let afterWord = false;
  const flush = () => {
    if (pending.length > 0) out += decodeCharset(Uint8Array.from(pending), charset);
    pending = [];
  };
  for (const match of text.matchAll(ENCODED_WORD)) {
    const [word, label = "", encoding, encoded = ""] = match;
    const octets = /b/i.test(encoding ?? "") ? base64Octets(encoded) : qOctets(encoded);
    if (octets === undefined) continue;
    const between = text.slice(from, match.index);
    const joined = afterWord && /^\s*$/.test(between);
    if (!joined || label !== charset) flush();
    if (!joined) out += between;
    charset = label;
    for (const octet of octets) pending.push(octet);
    from = match.index + word.length;
    afterWord = true;
  }
  flush();
  return out + text.slice(from);
}

function base64Octets(encoded: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const encoder = new TextEncoder();

/** The Q encoding (RFC 2047 s4.2). */
function qOctets(encoded: string): number[] {
  const octets: number[] = [];
  for (const [piece] of encoded.matchAll(/=[0-9A-F]{2}|_|[^=_]+|=/gi)) {
    if (piece === "_") octets.push(0x20);
    else if (piece.length === 3 && piece.startsWith("=")) octets.push(Number.parseInt(piece.slice(1), 16));
    else for (const octet of encoder.encode(piece)) octets.push(octet);
  }
  return octets;
}
