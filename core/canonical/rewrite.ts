/**
 * Copies octets and shortens blank runs, by native slices only: extension JavaScript may be interpreted (Debian's
 * Thunderbird switches the JIT off), where a loop over octets takes seconds for what regex and `set` do in milliseconds.
 */

/**
 * Copies `bytes`, with every match of `pattern` replaced.
 * @param text windows-1252 view of `bytes`
 * @param pattern sticky or global, matching at least one octet
 * @param replacement gives the octets, never more than were matched
 */
export function rewrite(
  bytes: Uint8Array,
  text: string,
  pattern: RegExp,
  replacement: (start: number, end: number) => Uint8Array,
): Uint8Array {
  let out: Uint8Array | undefined;
  let length = 0;
  let copied = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    out ??= new Uint8Array(bytes.length);
    const end = match.index + match[0].length;
    out.set(bytes.subarray(copied, match.index), length);
    length += match.index - copied;
    const put = replacement(match.index, end);
    out.set(put, length);
    length += put.length;
    copied = end;
  }
  if (out === undefined) return bytes;
  out.set(bytes.subarray(copied), length);
  return out.subarray(0, length + bytes.length - copied);
}
