/** Longest line a tag is added to, in characters (RFC 5322 s2.1.1 asks for 78 without CRLF). */
const LINE = 76;
/** Base64 characters in one line. */
const BASE64_LINE = 68;
const FIELD_NAME = "X-GuardMail-Stamp:";

/**
 * The value of the field, folded: from the blank after the colon to the last octet before the final CRLF. Folds stand
 * between tags, and inside `signature` alone (G19).
 */
export function foldStamp(tags: readonly (readonly [name: string, value: string])[]): string {
  const lines: string[] = [];
  let line = "";
  for (const [index, [name, value]] of tags.entries()) {
    const end = index < tags.length - 1 ? ";" : "";
    const pieces = name === "signature" ? (value.match(new RegExp(`.{1,${BASE64_LINE}}`, "g")) ?? [""]) : [value];
    for (const [at, piece] of pieces.entries()) {
      const text = `${at === 0 ? `${name}=` : ""}${piece}${at === pieces.length - 1 ? end : ""}`;
      const room = lines.length === 0 ? LINE - FIELD_NAME.length : LINE;
      // A piece of a long signature never shares a line with the piece before it: FWS there would be a blank alone.
      const fits = at === 0 && line.length + 1 + text.length <= room;
      if (line !== "" && !fits) lines.push(line);
      line = line !== "" && fits ? `${line} ${text}` : text;
    }
  }
  lines.push(line);
  return ` ${lines.join("\r\n ")}`;
}
