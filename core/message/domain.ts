import { asciiLower } from "./fields.ts";

/** More than any domain has in letters; browsers take the square of a name's length for some that are no domain (DOS-04). */
const MAX_LETTERS = 1000;
const LDH_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** What `new URL()` would read as syntax, as white space, or map to a full stop (UTS 46). */
const FOREIGN = /[^a-z0-9.\-\u0080-\u{10ffff}]|[\u3002\uff0e\uff61]/u;

/**
 * A domain as lower-case A-labels (UTS 46, non-transitional), the one form in which domains are compared (ID-09, ID-11).
 *
 * Stricter than a browser: no trailing dot, IP literal, port, `%` or underscore (ID-14), only letters, digits and
 * hyphens, labels of 1 to 63 and a whole of at most 253 octets. A label outside ASCII must stay outside ASCII:
 * `ban\u212a` (Kelvin sign) is not `bank`.
 *
 * @returns undefined when the text is no domain
 */
export function toALabel(domain: string): string | undefined {
  if (domain.length > MAX_LETTERS) return undefined;
  const lower = asciiLower(domain);
  if (lower === "" || FOREIGN.test(lower)) return undefined;
  const labels = lower.split(".");
  const encoded = encode(lower)?.split(".");
  if (encoded === undefined || encoded.length !== labels.length) return undefined;
  for (const [index, label] of encoded.entries()) {
    const original = labels[index] ?? "";
    if (!LDH_LABEL.test(label)) return undefined;
    if (isAscii(original) ? label !== original : !label.startsWith("xn--")) return undefined;
  }
  if (/^\d+$/.test(encoded.at(-1) ?? "")) return undefined;
  const joined = encoded.join(".");
  return joined.length <= 253 ? joined : undefined;
}

const isAscii = (text: string) => !/[^\0-\x7f]/.test(text);

function encode(domain: string): string | undefined {
  // Most domains are plain: no A-label to check and nothing to map.
  if (isAscii(domain) && !domain.includes("xn--")) return domain;
  try {
    return new URL(`https://${domain}/`).hostname;
  } catch {
    return undefined;
  }
}
