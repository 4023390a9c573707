/** Octets as searchable text: the reader looks for things with native string functions, never octet by octet. */

/**
 * Octets decoded at a time. Small on purpose: strings of this size stay in the young generation and the processor's
 * cache, which makes scanning about five times faster than windows of 1 MiB.
 */
export const WINDOW = 64 * 1024;

const LF = 0x0a;
const view = new TextDecoder("windows-1252");

/** The windows-1252 view: one UTF-16 unit per octet, ASCII unchanged, no two octets alike. */
export function octetString(bytes: Uint8Array): string {
  return view.decode(bytes);
}

let octetOf: ReadonlyMap<string, number> | undefined;

/** The octets of a text that {@link octetString} made; for header fields, which are short. */
export function stringOctets(text: string): Uint8Array {
  octetOf ??= new Map([...octetString(Uint8Array.from({ length: 256 }, (_, octet) => octet))].map((c, i) => [c, i]));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = octetOf.get(text.charAt(i)) ?? 0;
  return bytes;
}

/**
 * Visits consecutive pieces of about {@link WINDOW} octets, each but the last ending with LF, so that no line end and
 * no UTF-8 sequence is cut. Stops when `visit` returns false, and returns false then.
 */
export function everyPiece(bytes: Uint8Array, visit: (piece: Uint8Array) => boolean): boolean {
  for (let start = 0; start < bytes.length; ) {
    const end = pieceEnd(bytes, start);
    if (!visit(bytes.subarray(start, end))) return false;
    start = end;
  }
  return true;
}

function pieceEnd(bytes: Uint8Array, start: number): number {
  if (bytes.length - start <= WINDOW) return bytes.length;
  const last = bytes.subarray(start, start + WINDOW).lastIndexOf(LF);
  if (last >= 0) return start + last + 1;
  const next = bytes.indexOf(LF, start + WINDOW);
  return next < 0 ? bytes.length : next + 1;
}

/** Searchable octets with one decoded window kept. */
export interface OctetText {
  readonly bytes: Uint8Array;
  /** The windows-1252 view of a range. */
  slice(start: number, end: number): string;
  /** Offset of the first `needle` that lies wholly in the range, or -1. */
  indexOf(needle: string, from: number, to: number): number;
  /**
   * Offset of the first match that lies wholly in the range, or -1. The pattern sees nothing behind a window's end.
   * @param pattern with flag `g`, without look-behind
   * @param longest most octets a match can have
   */
  search(pattern: RegExp, longest: number, from: number, to: number): number;
}

/** Place of a match in a text, from that place on, or -1. */
type Find = (text: string, at: number) => number;
/** Loads the next window before `to` that may hold a match; its place, or -1 without one. */
type Enter = (at: number, to: number) => number;

/** Makes octets searchable. */
export function octetText(bytes: Uint8Array): OctetText {
  let windowStart = 0;
  let windowEnd = 0;
  let held = "";

  const load = (at: number) => {
    windowStart = at;
    windowEnd = Math.min(bytes.length, at + WINDOW);
    held = octetString(bytes.subarray(windowStart, windowEnd));
  };

  const walk = (find: Find, longest: number, from: number, to: number, enter: Enter): number => {
    const within = from >= windowStart && from < windowEnd;
    for (let at = within ? from : enter(from, to); at >= 0 && at < to; ) {
      const found = find(held, at - windowStart);
      if (found >= 0) return windowStart + found;
      if (windowEnd >= to) return -1;
      at = enter(Math.max(at, windowEnd - longest + 1), to);
    }
    return -1;
  };

  const next: Enter = (at) => {
    load(at);
    return at;
  };

  /** Octets that cannot begin it are passed over as octets: base64 has no dash, which every delimiter line begins with. */
  const nextWith =
    (octet: number): Enter =>
    (at, to) => {
      const begin = bytes.subarray(at, to).indexOf(octet);
      return begin < 0 ? -1 : next(at + begin, to);
    };

  return {
    bytes,
    slice(start, end) {
      if (end - start > WINDOW) return octetString(bytes.subarray(start, end));
      if (start < windowStart || end > windowEnd) load(start);
      return held.substring(start - windowStart, end - windowStart);
    },
    indexOf(needle, from, to) {
      const first = needle.charCodeAt(0);
      const enter = first < 0x80 ? nextWith(first) : next;
      const found = walk((text, at) => text.indexOf(needle, at), needle.length, from, to, enter);
      return found >= 0 && found + needle.length <= to ? found : -1;
    },
    search(pattern, longest, from, to) {
      let length = 0;
      const find = (text: string, at: number) => {
        pattern.lastIndex = at;
        const match = pattern.exec(text);
        length = match?.[0].length ?? 0;
        return match?.index ?? -1;
      };
      const found = walk(find, longest, from, to, next);
      return found >= 0 && found + length <= to ? found : -1;
    },
  };
}
