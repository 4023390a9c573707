import type { Ambiguities } from "./ambiguities.ts";
import type { ContentType } from "./content-type.ts";
import type { OctetText } from "./octets.ts";

/** Longest boundary of RFC 2046 s5.1.1; of a longer one this much is searched for and the rest compared. */
const LONGEST = 70;
/** `bchars` are a subset of this; a boundary never ends with a blank (RFC 2046 s5.1.1). */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * The boundary a multipart names, if it names one; everything programs read differently is said (MIME-05, MIME-06).
 *
 * @returns undefined without a parameter named exactly `boundary` or with an empty one: the part is a leaf (G16)
 */
export function boundaryOf(content: ContentType, path: string, ambiguities: Ambiguities): string | undefined {
  const named = content.parameters.filter(({ name }) => name === "boundary" || name.startsWith("boundary*"));
  const boundary = named.find(({ name }) => name === "boundary")?.value ?? "";
  // A doubtful parameter may swallow the one behind it.
  const clear = named.length === 1 && !content.malformed && !content.parameters.some((p) => p.doubtful || p.escaped);
  if (!clear || !PLAIN.test(boundary) || boundary.length > LONGEST) ambiguities.add("AMBIG_BOUNDARY", { part: path });
  return boundary === "" ? undefined : boundary;
}

/** How a multipart's body is cut. */
export interface Cut {
  /** The body parts, header included; none without an opening delimiter line. */
  readonly parts: readonly { readonly start: number; readonly end: number }[];
  /** First octet after the closing delimiter line; undefined when it is missing. */
  readonly epilogueStart: number | undefined;
  /** A line is nearly a delimiter, or one stands where none belongs. */
  readonly doubtful: boolean;
  /** More delimiter-like lines than parts are allowed. */
  readonly tooMany: boolean;
}

const CR = 0x0d;
const LF = 0x0a;

/**
 * Offset of the next CRLF that is followed by `dashes`, or -1. Looked for without the CRLF, which every line has: only
 * the dashes are rare, most of all in base64.
 */
function nextLine(text: OctetText, dashes: string, from: number, end: number): number {
  for (let at = from + 2; ; at++) {
    at = text.indexOf(dashes, at, end);
    if (at < 0) return -1;
    if (text.bytes[at - 2] === CR && text.bytes[at - 1] === LF) return at - 2;
  }
}

/** What stands behind the boundary on a delimiter line. */
const TAIL = /^(--)?[ \t]*$/;

/**
 * Cuts the range at its delimiter lines: `--` boundary [`--`] followed only by WSP (G16). The CRLF before a delimiter
 * belongs to it. A closing delimiter before any opening one is no delimiter line (H04).
 *
 * @param start first octet of the body; an empty line stands before it
 */
export function cutAtBoundary(text: OctetText, boundary: string, start: number, end: number, most: number): Cut {
  const dashes = `--${boundary.slice(0, LONGEST)}`;
  const parts: { start: number; end: number }[] = [];
  let open: number | undefined;
  let epilogueStart: number | undefined;
  let doubtful = false;
  let lines = 0;
  for (let at = start - 2; at < end; ) {
    at = nextLine(text, dashes, at, end);
    if (at < 0) break;
    if (++lines > 2 * most) return { parts, epilogueStart, doubtful, tooMany: true };
    const crlf = text.indexOf("\r\n", at + 2, end);
    const lineEnd = crlf < 0 ? end : crlf;
    const rest = at + 4 + boundary.length;
    const named = boundary.length <= LONGEST || (rest <= lineEnd && text.slice(at + 4, rest) === boundary);
    const tail = named ? TAIL.exec(text.slice(rest, lineEnd)) : null;
    const closes = tail?.[1] !== undefined;
    // White space behind the boundary is allowed (RFC 2046 s5.1.1), yet there are programs that see no delimiter then.
    if (tail === null || /[ \t]/.test(tail[0])) doubtful = true;
    if (tail === null) {
      // Nearly a delimiter line: content.
    } else if (epilogueStart !== undefined || (closes && open === undefined)) doubtful = true;
    else {
      // Directly behind another delimiter line the CRLF is that line's own: an empty part here, none for some programs.
      if (open !== undefined) parts.push({ start: open, end: Math.max(at, open) });
      doubtful ||= open !== undefined && at < open;
      open = closes ? undefined : Math.min(end, lineEnd + 2);
      if (closes) epilogueStart = Math.min(end, lineEnd + 2);
    }
    at = lineEnd;
  }
  if (open !== undefined) parts.push({ start: open, end });
  return { parts, epilogueStart, doubtful, tooMany: false };
}
